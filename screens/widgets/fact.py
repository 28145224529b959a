"""A fact in a table: a mark, what it is, and how it is."""

from __future__ import annotations

from kiosk.visit.views import GuideRow
from screens.geometry import Rect
from screens.page import Page


def mark_side(page: Page) -> int:
    return int(page.theme.pick(10, 13))


def words_width(page: Page, width: float, label_w: float) -> float:
    """What a table of this width leaves for how it is."""
    return width - page.mm(12) - mark_side(page) - page.mm(5) - label_w


def fact(page: Page, rect: Rect, row: GuideRow, label_w: float, first: bool) -> None:
    """`first`: no line parts it from what stands above."""
    if not first:
        page.fill(Rect(rect.x + page.mm(6), rect.y, rect.w - page.mm(12), 2), page.palette.line)
    size = mark_side(page)
    place, inner = rect.inset(page.mm(6), page.mm(2)).left(size, page.mm(5))
    page.icon(row.icon, place.middle(size, size), page.palette.stress)
    label, value = inner.left(label_w)
    page.text(label.left(label.w - page.mm(4))[0], row.label, "body", False, page.palette.soft, leading=1.3)
    page.text(value, row.value, "body", False, leading=1.35)
