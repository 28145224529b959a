"""Everything that will be sent, each row with its way to change it; the signature belongs to exactly this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.visit.intents import Edit
from kiosk.visit.views import CheckRow, CheckView
from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import Button, above_actions, actions, button, go_on, pager
from screens.widgets.cover import eye_button
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.signature_pad import draw_strokes

_ROOMIER_MM = 7.5  # a row of one line grows by so much where the page is not full


def draw(page: Page, view: CheckView) -> None:
    """What is signed or handed in was seen: until its last page was shown, the main button turns the page."""
    body = frame(page)
    to_sign = view.needs_signature and not view.strokes
    title = page.words("check.title_sign" if to_sign else "check.title")
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(14))
        main = _main(page, _laid(page, right, view.rows), view, to_sign)
        left = actions(page, left, main, stack=False)  # the signature needs the room
        left = heading(page, left, title, page.words("check.hint"), 0.5)
        left = _error(page, left, view)
        if view.needs_signature and (view.strokes or left.h >= page.mm(24)):  # what there is to do, the title says too
            _signature(page, left.foot(min(left.h, page.mm(38)))[0], view)
        table(page, right, view.rows)
        return
    whole, body = body, above_actions(page, body)
    body = heading(page, body, title, page.words("check.hint"))
    body = _error(page, body, view)
    place = body
    if view.needs_signature:
        place, body = body.foot(page.theme.pick(37, 43), page.mm(6))
    main = _main(page, _laid(page, body, view.rows), view, to_sign)
    used = table(page, body, view.rows)
    if view.needs_signature:
        _signature(page, Rect(place.x, min(place.y, used + page.mm(6)), place.w, place.h), view)
    actions(page, whole, main)


def _main(page: Page, laid: _Laid, view: CheckView, to_sign: bool) -> Button:
    """A signature stands for all rows as they were on show, so it means that they were seen."""
    seen = _seen(page, laid)
    unseen = next((at for at, part in enumerate(laid.pages) if not seen.issuperset(part)), None)
    if unseen is None or view.strokes:
        return go_on(page, page.words("button.to_sign" if to_sign else "button.confirm"))
    turn = page.change(page=unseen, seen=seen)
    return Button("intent:next", page.words("check.see_on"), turn, "primary", "arrow-down", after=True)


def _error(page: Page, rect: Rect, view: CheckView) -> Rect:
    if view.error is None:
        return rect
    strip, rest = rect.top(banner_height(page, rect.w, view.error), page.mm(5))
    banner(page, strip, view.error, "bad", "alert-circle")
    return rest


@dataclass(frozen=True)
class _Laid:
    """How rows are laid out: which of them stand together on a page, and on which page one is."""

    heights: tuple[float, ...]
    pages: tuple[range, ...]
    index: int
    label_w: float
    edit_w: float


def _laid(page: Page, rect: Rect, rows: Sequence[CheckRow]) -> _Laid:
    label_w = rect.w * (0.29 if not page.theme.senior else 0.31)
    edit_w = page.theme.pick(31, 38) if page.han else page.theme.pick(48, 58)
    heights = [_height(page, row, rect.w - label_w - edit_w - page.mm(20), label_w, edit_w) for row in rows]
    pages = pages_of(heights, rect.h, 0)
    if len(pages) > 1:
        pages = pages_of(heights, rect.h - _foot(page) - page.mm(5), 0)
    return _Laid(tuple(heights), tuple(pages), min(page.state.get("page", 0), len(pages) - 1), label_w, edit_w)


def _foot(page: Page) -> int:
    return page.theme.target + page.mm(3)


def _seen(page: Page, laid: _Laid) -> frozenset[int]:
    """Numbers of the rows that have been on show."""
    before: frozenset[int] = page.state.get("seen", frozenset())
    return before | frozenset(laid.pages[laid.index])


def table(page: Page, rect: Rect, rows: Sequence[CheckRow]) -> float:
    """The table; gives where it ends. What does not fit stands on the next page; where there is room, rows take it."""
    laid = _laid(page, rect, rows)
    end = rect.bottom
    if len(laid.pages) > 1:
        foot, rect = rect.foot(_foot(page), page.mm(5))
        seen = _seen(page, laid)
        pager(page, foot, laid.index, len(laid.pages), lambda by: page.change(page=laid.index + by, seen=seen))
    shown = list(laid.pages[laid.index])
    more = min(page.mm(_ROOMIER_MM), (rect.h - sum(laid.heights[i] for i in shown)) / len(shown))
    heights = [laid.heights[i] + max(0.0, more) for i in shown]
    whole = rect.top(sum(heights))[0]
    page.card(whole)
    for i, place in zip(shown, whole.stack(heights), strict=True):
        _row(page, place, rows[i], laid.label_w, laid.edit_w, first=i == shown[0])
    return end if len(laid.pages) > 1 else whole.bottom


def _height(page: Page, row: CheckRow, value_w: float, label_w: float, edit_w: float) -> float:
    if not row.editable:
        value_w += edit_w
    if row.hidden is not None:
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
    page.card(rect)
    inner = rect.inset(page.mm(5 if page.landscape else 6.5), page.mm(3))
    if not (page.landscape and page.theme.senior):  # there the words need its place
        size = page.mm(13)
        place, inner = inner.left(size, page.mm(5))
        page.icon("signature", place.middle(size, size), colours.stress)
    if not view.strokes:
        page.text(inner, page.words("check.to_sign"), "body", True, leading=1.3)
        return
    again_w = page.theme.pick(27, 34) if page.han else page.theme.pick(36, 44)
    place, inner = inner.end(again_w, page.mm(4 if not page.landscape else 3))
    again = Button("row:edit:signature", page.words("check.sign_again"), Edit("signature"), "quiet")
    one_line = page.block(again.label, 9999, "body", True).widths[0] <= again_w - page.mm(6)
    high = page.theme.target + page.mm(1) if one_line else page.theme.size("body") * 2.4 + page.mm(3)
    button(page, place.middle(place.w, high), again, "body")
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
