"""The items of a category, or all of them, in pages."""

from __future__ import annotations

from kiosk.visit.intents import OpenDirectory, TurnPage
from kiosk.visit.views import ItemTile, ListView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button, pager
from screens.widgets.frame import frame, heading
from screens.widgets.rows import item_row, title_style


def draw(page: Page, view: ListView) -> None:
    body = frame(page, home_button=True)
    hint = None if page.landscape and not page.low else page.words("list.hint")  # a lying screen needs the height
    body = heading(page, body, page.say(view.title), hint)
    body = _foot(page, body, view)
    columns = 2 if page.landscape or (len(view.tiles) > 4 and not page.theme.senior and body.h < page.mm(270)) else 1
    if page.low and not page.landscape and not page.han:
        columns = 1 if len(view.tiles) <= 4 else 2
    tile_grid(page, body, view.tiles, columns, page.theme.pick(46 if page.low else 37, 58))


def _foot(page: Page, body: Rect, view: ListView) -> Rect:
    """The page buttons, and the way on to the city's whole directory: in one row where hands reach little."""
    foot = body.foot(page.theme.pick(21, 26) if page.landscape else page.theme.action)[0]
    rest = body.foot(foot.h, page.mm(6))[1] if view.pages > 1 else body
    if view.beyond:
        words = page.words("home.directory" if page.low else "list.beyond")
        beyond = Button("intent:directory", words, OpenDirectory(), "quiet", "building-bank")
        if page.low:
            strip, foot = foot.left(foot.w * 0.28, page.mm(6))
        elif page.landscape and view.pages > 1:
            strip, foot = foot.left(foot.w * 0.44, page.mm(12))
        else:
            strip, rest = rest.foot(page.theme.target + page.mm(3), page.mm(5))
        button(page, strip, beyond, "body")
    if view.pages > 1:
        pager(page, foot, view.page, view.pages, TurnPage)
    return rest


def tile_grid(page: Page, body: Rect, tiles: tuple[ItemTile, ...], columns: int, most: float) -> None:
    """Rows of equal height, at most `most` each, as high as the place allows."""
    gap = page.mm(4)
    rows = max(1, -(-len(tiles) // columns))
    height = min(most, (body.h - gap * (rows - 1)) / rows)
    cells = [cell for row in body.stack([height] * rows, gap) for cell in row.columns(columns, gap)]
    large = page.theme.senior and columns == 1
    style = title_style(page, tiles, cells[0], large) if tiles else "body"
    for tile, cell in zip(tiles, cells, strict=False):
        item_row(page, cell, tile, large, style)
