"""What the checks before handing in found, each with its way to change it."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Edit
from kiosk.visit.views.form import Remark, RemarksView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, go_on
from screens.widgets.frame import frame, heading
from screens.widgets.paged import one_page
from screens.widgets.rows import chip


def draw(page: Page, view: RemarksView) -> None:
    body = frame(page)
    main = go_on(page, page.say(message("precheck.person"))) if view.may_go_on else None
    title, hint = (
        page.say(message("precheck.title" if view.may_go_on else "precheck.title_must")),
        page.say(message("precheck.hint" if view.may_go_on else "precheck.hint_must")),
    )
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(14))
        heading(page, actions(page, left, main), title, hint, 0.6)
        _rows(page, right, view)
        return
    body = heading(page, actions(page, body, main), title, hint)
    _rows(page, body, view)


def _rows(page: Page, rect: Rect, view: RemarksView) -> None:
    edit_w = page.theme.pick(31, 38) if page.han else page.theme.pick(48, 58)
    gap = page.mm(4)
    heights = [_height(page, one, rect.w - edit_w - page.mm(18)) for one in view.remarks]
    shown, rect = one_page(page, rect, heights, gap, 4)
    for at, place in zip(shown, rect.stack([heights[at] for at in shown], gap), strict=True):
        _row(page, place, view.remarks[at], at, edit_w)


def _height(page: Page, one: Remark, width: float) -> float:
    label = page.block(one.label, width, "body", True, 1.3).height
    words = page.block(one.sentence, width, "body", False, 1.3).height
    chip_h = page.theme.size("caption") * 1.5
    return max(page.theme.target + page.mm(8), chip_h + label + words + page.mm(14))


def _row(page: Page, rect: Rect, one: Remark, at: int, edit_w: float) -> None:
    tint = page.palette.tint("bad" if one.must else "warn")
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    place, words = inner.end(edit_w, page.mm(5))
    head, rest = words.top(page.theme.size("caption") * 1.5, page.mm(2))
    chip(page, head.x, head.centre[1], message("precheck.must" if one.must else "precheck.may"), tint)
    label_h = page.block(one.label, rest.w, "body", True, 1.3).height
    label, sentence = rest.top(label_h, page.mm(1.5))
    page.text(label, one.label, "body", True, leading=1.3)
    page.text(sentence, one.sentence, "body", False, page.palette.soft, valign="top", leading=1.3)
    it = Button(f"remark:{at}", page.words("button.edit"), Edit(one.row), "quiet")
    button(page, place.middle(place.w, page.theme.target + page.mm(1)), it, "body")
