"""The page's one sentence together with what has gone wrong."""

from __future__ import annotations

from kiosk.text import Text
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.frame import heading
from screens.widgets.rows import banner, banner_height


def told(
    page: Page,
    rect: Rect,
    title: str,
    hint: str | None,
    problem: Text | str | None,
    tint: str = "warn",
    icon: str = "alert-triangle",
    most: float = 0.5,
) -> Rect:
    """Draw them and give what is left. Where there is no room for all three, the hint gives way."""
    if problem is None:
        return heading(page, rect, title, hint, most)
    high, gap = banner_height(page, rect.w, problem), page.mm(6)
    if hint and page.title_place is None:
        said = page.block(title, rect.w, "title", True).height + page.mm(3) + page.block(hint, rect.w, "body").height
        if said + page.mm(8) + high > rect.h:
            hint = None
    strip, rest = heading(page, rect, title, hint, most).top(high, gap)
    banner(page, strip, problem, tint, icon)
    return rest
