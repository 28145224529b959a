"""Everything that will be sent, each row with its way to change it; the signature belongs to exactly this."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visit.intents import Edit
from kiosk.visit.views import CheckRow, CheckView
from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, go_on, pager
from screens.widgets.cover import eye_button
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.signature_pad import draw_strokes


def draw(page: Page, view: CheckView) -> None:
    body = frame(page)
    to_sign = view.needs_signature and not view.strokes
    label = page.words("button.to_sign" if to_sign else "button.confirm")
    title = page.words("check.title_sign" if to_sign else "check.title")
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(14))
        left = actions(page, left, go_on(page, label))
        left = heading(page, left, title, page.words("check.hint"), 0.5)
        left = _error(page, left, view)
        if view.needs_signature:
            _signature(page, left.foot(min(left.h, page.mm(38)))[0], view)
        table(page, right, view.rows)
        return
    body = actions(page, body, go_on(page, label))
    body = heading(page, body, title, page.words("check.hint"))
    body = _error(page, body, view)
    if view.needs_signature:
        high = page.theme.pick(37, 43)
        place, body = body.foot(high, page.mm(6))
        used = table(page, body, view.rows)
        place = Rect(place.x, min(place.y, used + page.mm(6)), place.w, place.h)
        _signature(page, place, view)
        return
    table(page, body, view.rows)


def _error(page: Page, rect: Rect, view: CheckView) -> Rect:
    if view.error is None:
        return rect
    strip, rest = rect.top(banner_height(page, rect.w, view.error), page.mm(5))
    banner(page, strip, view.error, "bad", "alert-circle")
    return rest


def table(page: Page, rect: Rect, rows: Sequence[CheckRow]) -> float:
    """The table; gives where it ends. What does not fit stands on the next page."""
    label_w = rect.w * (0.29 if not page.theme.senior else 0.31)
    edit_w = page.theme.pick(31, 38) if page.han else page.theme.pick(48, 58)
    heights = [_height(page, row, rect.w - label_w - edit_w - page.mm(20), label_w, edit_w) for row in rows]
    pages = pages_of(heights, rect.h, 0)
    foot_h = page.theme.target + page.mm(3)
    if len(pages) > 1:
        pages = pages_of(heights, rect.h - foot_h - page.mm(5), 0)
    index = min(page.state.get("page", 0), len(pages) - 1)
    end = rect.bottom
    if len(pages) > 1:
        foot, rect = rect.foot(foot_h, page.mm(5))
        pager(page, foot, index, len(pages), lambda by: page.change(page=index + by))
    shown = list(pages[index])
    whole = rect.top(sum(heights[i] for i in shown))[0]
    page.card(whole)
    for i, place in zip(shown, whole.stack([heights[i] for i in shown]), strict=True):
        _row(page, place, rows[i], label_w, edit_w, first=i == shown[0])
    return end if len(pages) > 1 else whole.bottom


def _height(page: Page, row: CheckRow, value_w: float, label_w: float, edit_w: float) -> float:
    if not row.editable and row.hidden is None:
        value_w += edit_w
    elif row.editable and row.hidden is not None:
        value_w -= page.theme.target + page.mm(4)
    value = page.block(row.value, value_w, "body", leading=1.3)
    label = page.block(row.label, label_w - page.mm(4), "body", leading=1.3)
    touched = row.editable or row.hidden is not None
    least = page.theme.target + page.mm(5.5) if touched else page.theme.pick(18.5, 22)
    return max(least, max(value.height, label.height) + page.mm(5))


def _row(page: Page, rect: Rect, row: CheckRow, label_w: float, edit_w: float, first: bool) -> None:
    colours = page.palette
    if not first:
        page.fill(Rect(rect.x + page.mm(6), rect.y, rect.w - page.mm(12), 2), colours.line)
    inner = rect.inset(page.mm(6.5), page.mm(1.5))
    label, rest = inner.left(label_w - page.mm(4), page.mm(4))
    page.text(label, row.label, "body", False, colours.soft, leading=1.3)
    place, value = rest.end(edit_w - page.mm(4), page.mm(4))
    if not row.editable and row.hidden is None:
        value = rest
    elif row.hidden is not None:
        eye, value = (value if row.editable else rest).end(page.theme.target + page.mm(1), page.mm(3))
        eye_button(page, eye, row.name, row.label, row.hidden)
    role = "text" if row.hidden is not False else "private"
    page.text(value, row.value, "body", False, leading=1.3, role=role)
    if row.editable:
        box = place.middle(place.w, page.theme.target + page.mm(1))
        button(page, box, Button(f"row:edit:{row.name}", page.words("button.edit"), Edit(row.name), "quiet"), "body")


def _signature(page: Page, rect: Rect, view: CheckView) -> None:
    colours = page.palette
    page.card(rect, touchable=bool(view.strokes))
    inner = rect.inset(page.mm(5 if page.landscape else 6.5), page.mm(3))
    if not (page.landscape and page.theme.senior):  # there the words need its place
        size = page.mm(13)
        place, inner = inner.left(size, page.mm(5))
        page.icon("signature", place.middle(size, size), colours.primary)
    if not view.strokes:
        page.text(inner, page.words("check.to_sign"), "body", True, leading=1.3)
        return
    again_w = page.theme.pick(27, 34) if page.han else page.theme.pick(36, 44)
    place, inner = inner.end(again_w, page.mm(4 if not page.landscape else 3))
    again = Button("row:edit:signature", page.words("button.sign_again"), Edit("signature"), "quiet")
    button(page, place.middle(place.w, page.theme.target + page.mm(1)), again, "body")
    if not any(view.strokes):
        page.text(inner, page.words("check.confirmed"), "body", True, leading=1.3)
        return
    if page.landscape and page.theme.senior:  # one above the other: beside each other the word would be small
        words, ink = inner.top(page.theme.size("caption") * 1.25, page.mm(1))
        page.text(words, page.words("check.signature"), "caption", True, leading=1.2)
        draw_strokes(page, ink, view.strokes, colours.ink)
        return
    ink, words = inner.end(inner.w * (0.4 if page.landscape else 0.5 if page.han else 0.42), page.mm(4))
    draw_strokes(page, ink, view.strokes, colours.ink)
    if page.landscape:
        page.text(words, page.words("check.signature"), "body", True, leading=1.3)
        return
    half = words.rows(2)
    page.text(half[0], page.words("check.signature"), "body", True, valign="bottom", leading=1.3)
    page.text(half[1], page.words("check.signature_hint"), "caption", False, colours.soft, valign="top", leading=1.2)
