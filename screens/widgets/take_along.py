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
    if paper:
        row = _paper(page, row, paper, alone=not code)
    buttons = [Button("intent:print", page.words("guide.print"), Print(), "quiet", "printer")] if not paper else []
    if code:
        words = page.words("guide.phone_close" if shown else "guide.phone")
        buttons.append(Button("guide:phone", words, page.change(code=not shown), "quiet", "device-mobile"))
    if buttons:
        button_row(page, row, buttons, "body")
    if not (shown and code):
        return rest
    _code(page, rest, code)
    return None


def _paper(page: Page, row: Rect, paper: str, *, alone: bool) -> Rect:
    """How the printing goes, as something to be read: what lies in the slot wants to be taken, as a receipt does. Gives
    what is left of the row."""
    colours, out = page.palette, paper == "printed"
    tint = colours.tint("blue" if paper == "printing" else "warn")
    words = page.words(f"guide.paper_{paper}")
    size, gap = page.theme.size("body") * 1.05, page.mm(3)
    wide = size + gap + max(page.block(words, 9999, "body", True).widths) + 1
    most = row.w * (0.54 if page.low else 0.6)  # the telephone's words need their place
    rect, rest = row.left(row.w if alone else max(row.w * 0.4, min(wide + page.mm(6), most)), page.mm(6))
    ink = colours.ink if colours.outlined else colours.accent if out else tint.ink
    edge = colours.line if colours.outlined else colours.accent if out else None
    page.box(rect, colours.paper if out or colours.outlined else tint.ground, edge, 0.75)
    place, beside = rect.middle(min(wide, rect.w - page.mm(4)), rect.h).left(size, gap)
    page.icon(_PAPER_ICONS[paper], place, ink, 2.0)
    page.text(beside, words, "body", True, ink, leading=1.2, role="alert")
    return rest


def _code(page: Page, rect: Rect, code: str) -> None:
    page.card(rect)
    inner = rect.inset(page.mm(8), page.mm(8))
    hint = page.words("guide.phone_hint")
    high = page.block(hint, inner.w, "body", True, 1.35).height
    words, place = inner.foot(high, page.mm(5))
    side = min(place.w, place.h, page.mm(150))
    qr(page, place.middle(side, side), code)
    page.text(words, hint, "body", True, align="center", leading=1.35)
