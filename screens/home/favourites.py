"""What most people come for: rows of two, or large ones in the large print, a few a page."""

from __future__ import annotations

from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.home import doors
from screens.page import Page
from screens.widgets.buttons import pager
from screens.widgets.rows import item_row, service_strip, title_style


def services(page: Page, body: Rect, view: HomeView, height: float) -> Rect:
    """What is no item, in one row: narrower than the doors, so that it is not taken for one of them."""
    if not view.services:
        return body
    strip, rest = body.top(height, page.mm(4))
    service_strip(page, strip, view.services)
    return rest


def favourites(page: Page, body: Rect, view: HomeView, columns: int, height: float) -> None:
    title, body = body.top(page.mm(13 if page.landscape else 16), page.mm(3))
    page.text(title, page.words("home.favourites"), "body", True, role="heading")
    gap = page.mm(4)
    fitting = max(1, int((body.h + gap) // (height + gap)))
    shown = view.favourites[: fitting * columns]
    rows = -(-len(shown) // columns)
    cells = [cell for row in body.stack([height] * rows, gap) for cell in row.columns(columns, gap)]
    style = title_style(page, list(shown), cells[0]) if shown else "body"
    for tile, cell in zip(shown, cells, strict=False):
        item_row(page, cell, tile, style=style)


def large_rows(page: Page, body: Rect, view: HomeView) -> None:
    """Three things a page, two page buttons, and the way to all the others."""
    foot, body = body.foot(page.mm(30), page.mm(5))
    everything, body = body.foot(page.mm(27), page.mm(5))
    body = services(page, body, view, page.mm(34))
    gap = page.mm(5)
    count = max(1, min(3, int((body.h + gap) // (page.mm(44) + gap))))
    pages = max(1, -(-len(view.favourites) // count))
    index = min(page.state.get("page", 0), pages - 1)
    rows = body.rows(count, gap)
    for tile, row in zip(view.favourites[index * count : (index + 1) * count], rows, strict=False):
        item_row(page, row, tile, large=True)
    doors.everything(page, everything, view)
    pager(page, foot, index, pages, lambda by: page.change(page=index + by))


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
