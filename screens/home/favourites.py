"""What most people come for: rows of two, or large ones in the large print, a few a page."""

from __future__ import annotations

from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.home import doors
from screens.page import Page
from screens.widgets.buttons import pager
from screens.widgets.rows import item_row, service_strip, title_style

COLUMNS = 2


def services(page: Page, body: Rect, view: HomeView, height: float) -> Rect:
    """What is no item, in one row: narrower than the doors, so that it is not taken for one of them."""
    if not view.services:
        return body
    strip, rest = body.top(height, page.mm(4))
    service_strip(page, strip, view.services)
    return rest


def title_height(page: Page) -> float:
    """With what stands free below it."""
    return page.mm(16 if page.landscape else 19)


def rows_of(view: HomeView) -> int:
    return -(-len(view.favourites) // COLUMNS)


def are_large(page: Page, width: float, view: HomeView, rows: int, height: float) -> bool:
    """All names of so many rows have their full size."""
    cell = Rect(0, 0, width, height).columns(COLUMNS, page.mm(4))[0]
    return title_style(page, view.favourites[: rows * COLUMNS], cell) == "body"


def favourites(page: Page, body: Rect, view: HomeView, rows: int, height: float) -> None:
    title, body = body.top(page.mm(13 if page.landscape else 16), page.mm(3))
    page.text(title, page.words("home.favourites"), "body", True, role="heading")
    gap, shown = page.mm(4), view.favourites[: rows * COLUMNS]
    cells = [cell for row in body.stack([height] * rows, gap) for cell in row.columns(COLUMNS, gap)]
    style = title_style(page, list(shown), cells[0]) if shown else "body"
    for tile, cell in zip(shown, cells, strict=False):
        item_row(page, cell, tile, style=style)


def large_rows(page: Page, body: Rect, view: HomeView) -> None:
    """Three things a page, more where each of them still stands as high as three do on less glass, in two columns where
    they are as wide; the way to all the others, and two page buttons where it takes more than one."""
    body = services(page, body, view, page.mm(34))
    foot, gap = None, page.mm(5)
    everything, rest = body.foot(page.mm(27), gap)
    rows, columns = _large_grid(page, rest)
    if rows * columns < len(view.favourites):
        foot, body = body.foot(page.mm(30), gap)
        everything, rest = body.foot(page.mm(27), gap)
        rows, columns = _large_grid(page, rest)
    count = rows * columns
    pages = max(1, -(-len(view.favourites) // count))
    index = min(page.state.get("page", 0), pages - 1)
    cells = [cell for row in rest.rows(rows, gap) for cell in row.columns(columns, gap)]
    for tile, cell in zip(view.favourites[index * count : (index + 1) * count], cells, strict=False):
        item_row(page, cell, tile, large=True)
    doors.everything(page, everything, view)
    if foot is not None:
        pager(page, foot, index, pages, lambda by: page.change(page=index + by))


def _large_grid(page: Page, rect: Rect) -> tuple[int, int]:
    """Rows and columns of large things that stand in it."""
    gap = page.mm(5)
    rows = max(1, min(3, int((rect.h + gap) // (page.mm(44) + gap))), int((rect.h + gap) // (page.mm(72) + gap)))
    return rows, 2 if rect.w > page.mm(400) else 1


def large_rows_low(page: Page, body: Rect, view: HomeView) -> None:
    """As many large rows as hands reach, and one line of buttons below them."""
    body = services(page, body, view, page.mm(20 if page.landscape else 30))
    foot, body = body.foot(page.theme.action, page.mm(4))
    if page.landscape:
        turn, everything = foot.columns(2, page.mm(6))
    else:
        everything, turn = foot, body.foot(page.theme.action)[0]
        body = body.foot(page.theme.action, page.mm(4))[1]
    gap = page.mm(4)
    columns = 2 if page.landscape else 1
    rows = max(1, int((body.h + gap) // (page.mm(40) + gap)))
    count = rows * columns
    pages = max(1, -(-len(view.favourites) // count))
    index = min(page.state.get("page", 0), pages - 1)
    shown = view.favourites[index * count : (index + 1) * count]
    cells = [cell for row in body.rows(rows, gap) for cell in row.columns(columns, gap)]
    for tile, cell in zip(shown, cells, strict=False):
        item_row(page, cell, tile, large=columns == 1)
    doors.everything(page, everything, view)
    pager(page, turn, index, pages, lambda by: page.change(page=index + by))
