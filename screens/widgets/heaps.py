"""A department, a topic, an event in life as a tile: its icon beside its name, and how much there is of it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.text import Text
from kiosk.visit.intents import Intent, OpenDirectory, OpenDistricts
from kiosk.visit.views.directory import HeapTile
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.rows import icon_square


def way_of(heap: HeapTile) -> tuple[str, Intent]:
    """The name of what is touched, and where it leads."""
    if heap.path is None:
        return "heap:districts", OpenDistricts()
    return f"heap:{'/'.join(heap.path)}", OpenDirectory(heap.path)


def grid_style(page: Page, rect: Rect, titles: Sequence[Text]) -> str:
    """The largest size in which each of the names fits into a tile like `rect`."""
    _, place = _places(page, rect)
    blocks = [page.block(title, place.w, "body", True, 1.2) for title in titles]
    fits = all(block.height <= place.h and max(block.widths) <= place.w for block in blocks)
    return "body" if fits else "caption"


def heap_tile(page: Page, rect: Rect, heap: HeapTile, style: str) -> None:
    """Where it is low the name goes before the number."""
    page.card(rect, touchable=True)
    square, place = _places(page, rect)
    icon_square(page, square.middle(square.w, square.w), heap.icon, page.palette.tint(heap.tint))
    title = page.block(heap.title, place.w, style, True, 1.2).height
    below = page.theme.size("caption") * 1.4
    if heap.detail is None or title + below > place.h or page.block(heap.detail, 9999, "caption").widths[0] > place.w:
        below = 0
    high = min(title, place.h)
    block = place.middle(place.w, high + below)
    page.text(Rect(block.x, block.y, block.w, high), heap.title, style, True, leading=1.2)
    if below and heap.detail is not None:
        under = Rect(block.x, block.y + high, block.w, below)
        page.text(under, heap.detail, "caption", False, page.palette.soft, leading=1.25)
    name, action = way_of(heap)
    page.touch(rect, name, action, heap.title)


def _places(page: Page, rect: Rect) -> tuple[Rect, Rect]:
    """The icon's square and the place of the words."""
    inner = rect.inset(page.mm(4), page.mm(1.5))
    return inner.left(min(page.theme.pick(17, 18), inner.h), page.mm(4))
