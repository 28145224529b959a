"""Both ends changed a draft: what differs, side by side, and which one counts."""

from __future__ import annotations

from kiosk.text import Text, message
from kiosk.visit.intents import Do
from kiosk.visit.views.drafts import ConflictView, Difference
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button
from screens.widgets.frame import frame, heading
from screens.widgets.paged import one_page


def draw(page: Page, view: ConflictView) -> None:
    body = frame(page)
    title, hint = page.say(message("drafts.conflict.title")), page.say(message("drafts.conflict.hint"))
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(14))
        heading(page, _actions(page, left), title, hint, 0.6)
        _rows(page, right, view)
        return
    _rows(page, heading(page, _actions(page, body), title, hint), view)


def _actions(page: Page, body: Rect) -> Rect:
    """Two equal buttons: neither end is the right one by itself."""
    stacked = page.landscape or page.theme.senior
    rows = 2 if stacked else 1
    foot, rest = body.foot(page.theme.action * rows + page.mm(5) * (rows - 1), page.theme.space)
    places = foot.rows(2, page.mm(5)) if stacked else foot.columns(2, page.mm(6))
    with page.zone("actions"):
        for name, icon, place in zip(("mine", "theirs"), ("hand-finger", "device-mobile"), places, strict=True):
            button(page, place, Button(f"do:{name}", page.say(message(f"drafts.conflict.{name}")), Do(name), icon=icon))
    return rest


def _rows(page: Page, rect: Rect, view: ConflictView) -> None:
    gap = page.mm(4)
    heights = [_height(page, one, rect.w) for one in view.rows]
    shown, rect = one_page(page, rect, heights, gap, 4)
    for at, place in zip(shown, rect.stack([heights[at] for at in shown], gap), strict=True):
        _row(page, place, view.rows[at])


def _half(page: Page, width: float) -> float:
    return (width - page.mm(18)) / 2


def _height(page: Page, one: Difference, width: float) -> float:
    half = _half(page, width)
    values = max(page.block(words, half, "body", True, 1.3).height for words in (one.mine, one.theirs))
    return page.theme.size("body") * 1.5 + page.theme.size("caption") * 1.5 + values + page.mm(13)


def _row(page: Page, rect: Rect, one: Difference) -> None:
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    label, rest = inner.top(page.theme.size("body") * 1.5, page.mm(1))
    page.text(label, one.label, "body", False, page.palette.soft)
    sides = rest.columns(2, page.mm(6))
    _side(page, sides[0], message("drafts.conflict.here"), one.mine)
    _side(page, sides[1], message("drafts.conflict.phone"), one.theirs)


def _side(page: Page, rect: Rect, label: Text, words: Text) -> None:
    head, value = rect.top(page.theme.size("caption") * 1.5)
    page.text(head, label, "caption", False, page.palette.stress)
    page.text(value, words, "body", True, valign="top", leading=1.3)
