"""As much as fits, from the top down; where there is more, two page buttons below it."""

from __future__ import annotations

from collections.abc import Sequence

from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import pager


def one_page(
    page: Page, rect: Rect, heights: Sequence[float], gap: float = 0, button_mm: float = 3
) -> tuple[list[int], Rect]:
    """Which of the things with these heights stand on the page that is shown, and the place for them. `button_mm`: by
    how much the page buttons are higher than what can be touched must be."""
    pages = pages_of(list(heights), rect.h, gap)
    if len(pages) == 1:
        return list(pages[0]), rect
    foot, rect = rect.foot(page.theme.target + page.mm(button_mm), page.mm(5))
    pages = pages_of(list(heights), rect.h, gap)
    index = min(page.state.get("page", 0), len(pages) - 1)
    pager(page, foot, index, len(pages), lambda by: page.change(page=index + by))
    return list(pages[index]), rect
