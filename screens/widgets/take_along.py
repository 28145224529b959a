"""A guide to take along: on the receipt printer's paper, or through a QR code on the telephone."""

from __future__ import annotations

from kiosk.visit.intents import Print
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row
from screens.widgets.qr import qr

_PAPER_ICONS = {"printing": "hourglass", "printed": "check", "unprinted": "printer-off", "unsure": "printer"}


def take_along(page: Page, body: Rect, code: str, paper: str, row: Rect | None = None) -> Rect | None:
    """The row of both buttons, at the foot of `body` where it has no place of its own; gives what is left above, or
    None where the code has taken it."""
    shown = bool(page.state.get("code"))
    rest = body
    if row is None:
        row, rest = body.foot(page.theme.target + page.mm(5), page.mm(5))
    label = page.words(f"guide.paper_{paper}" if paper else "guide.print")
    buttons = [Button("intent:print", label, Print(), "quiet", _PAPER_ICONS.get(paper, "printer"), enabled=not paper)]
    if code:
        words = page.words("guide.phone_close" if shown else "guide.phone")
        buttons.append(Button("guide:phone", words, page.change(code=not shown), "quiet", "device-mobile"))
    button_row(page, row, buttons, "body")
    if not (shown and code):
        return rest
    _code(page, rest, code)
    return None


def _code(page: Page, rect: Rect, code: str) -> None:
    page.card(rect)
    inner = rect.inset(page.mm(8), page.mm(8))
    hint = page.words("guide.phone_hint")
    high = page.block(hint, inner.w, "body", True, 1.35).height
    words, place = inner.foot(high, page.mm(5))
    side = min(place.w, place.h, page.mm(150))
    qr(page, place.middle(side, side), code)
    page.text(words, hint, "body", True, align="center", leading=1.35)
