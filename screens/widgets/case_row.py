"""One case in a list: what it is about, where it stands, by when."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visit.intents import ChooseCase
from kiosk.visit.views.cases import CaseRow
from screens.geometry import Rect
from screens.page import Page
from screens.theme import Tint
from screens.widgets.rows import chip, icon_square

TINTS = {"good": "good", "warn": "warn", "bad": "bad", "info": "blue"}


def tint_of(page: Page, tone: str) -> Tint:
    return page.palette.tint(TINTS[tone])


def case_style(page: Page, rect: Rect, rows: Sequence[CaseRow], touchable: bool = True) -> str:
    """The largest size in which every title of a list has its place in a row like `rect`."""
    for row in rows:
        _, inner, line = _places(page, rect, row, touchable)
        if page.block(row.title, inner.w, "body", True, 1.2).height > inner.h - line - page.mm(1):
            return "caption"
    return "body"


def _places(page: Page, rect: Rect, row: CaseRow, touchable: bool) -> tuple[Rect | None, Rect, float]:
    """Of the icon's square, where it has one; of the words and the arrow; and the height of their last line."""
    tight = rect.h < page.theme.pick(36, 46)  # where it is low the name goes before white
    inner = rect.inset(page.mm(6), page.mm(1.2 if tight else 2.5))
    square, words = inner.left(min(page.mm(22), inner.h), page.mm(5.5))
    arrow = page.mm(12) if touchable else 0
    pictured = _line_width(page, row) <= words.w - arrow  # else the words need its place
    inner = words if pictured else inner
    inner = Rect(inner.x, inner.y, inner.w - arrow, inner.h)
    return square if pictured else None, inner, page.theme.size("caption") * (1.4 if tight else 1.6)


def case_row(page: Page, rect: Rect, row: CaseRow, touchable: bool = True, style: str = "body") -> None:
    """`style`: of its title, unless that needs less."""
    tint = tint_of(page, row.tone)
    page.card(rect, touchable=touchable)
    square, inner, line = _places(page, rect, row, touchable)
    if square is not None:
        icon_square(page, square.middle(square.w, square.w), row.icon, tint)
    if touchable:
        size = page.mm(9)
        arrow = Rect(inner.right + page.mm(3), inner.y, size, inner.h)
        page.icon("chevron-right", arrow.middle(size, size), page.palette.primary, 2.0)
    room = inner.h - line - page.mm(1)
    if page.block(row.title, inner.w, "caption", True, 1.2).height > room:
        _beside(page, inner, row, tint)
        if touchable:
            page.touch(rect, f"case:{row.number}", ChooseCase(row.number), row.title)
        return
    if page.block(row.title, inner.w, style, True, 1.2).height > room:
        style = "caption"
    high = min(page.block(row.title, inner.w, style, True, 1.2).height, room)
    block = inner.middle(inner.w, high + page.mm(1) + line)
    head, below = block.top(high, page.mm(1))
    page.text(head, row.title, style, True, leading=1.2)
    wide = chip(page, below.x, below.centre[1], row.state, tint)
    place = Rect(below.x + wide + page.mm(4), below.y, max(0, below.w - wide - page.mm(4)), below.h)
    page.text(place, row.detail, "caption", False, page.palette.soft, leading=1.2)
    if touchable:
        page.touch(rect, f"case:{row.number}", ChooseCase(row.number), row.title)


def _line_width(page: Page, row: CaseRow) -> float:
    """Of where it stands and by when, beside each other."""
    state = max(page.block(row.state, 9999, "caption", True).widths) + page.mm(5)
    return state + page.mm(4) + max(page.block(row.detail, 9999, "caption").widths) + 1


def _beside(page: Page, inner: Rect, row: CaseRow, tint: Tint) -> None:
    """A low row: where it stands beside the name, and not below it."""
    wide = max(page.block(row.state, 9999, "caption", True).widths) + page.mm(8)
    place, words = inner.end(wide, page.mm(3))
    chip(page, place.x, place.centre[1], row.state, tint)
    page.text(words, row.title, "caption", True, leading=1.2)
