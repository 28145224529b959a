"""Which district: the terminal's own first, then any of the others."""

from __future__ import annotations

from kiosk.visit.intents import Narrow, TurnPage
from kiosk.visit.views.directory import DistrictsView, DistrictTile
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, pager
from screens.widgets.frame import frame, heading
from screens.widgets.rows import choice_row


def draw(page: Page, view: DistrictsView) -> None:
    body = frame(page, home_button=True)
    whole = Button("scope:whole", view.whole, Narrow(""), "secondary", "layout-grid")
    body = actions(page, body, whole, back=True)
    if view.pages > 1:
        foot, body = body.foot(page.theme.pick(20, 24), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    hint = None if page.landscape and not page.low else page.say(view.hint)
    body = heading(page, body, page.say(view.title), hint)
    columns = (4 if page.theme.senior else 5) if page.landscape else (2 if page.theme.senior or not page.han else 3)
    if page.low and not page.landscape and not page.theme.senior:
        columns = 4  # fewer rows within reach
    gap = page.mm(3.5)
    count = -(-len(view.tiles) // columns)
    height = min(page.theme.pick(30, 36), (body.h - gap * (count - 1)) / max(1, count))
    cells = [cell for row in body.stack([height] * count, gap) for cell in row.columns(columns, gap)]
    for tile, cell in zip(view.tiles, cells, strict=False):
        _tile(page, cell, tile)


def _tile(page: Page, rect: Rect, tile: DistrictTile) -> None:
    mark = "circle-check" if tile.chosen else "map-pin" if tile.own and not page.low else None
    name = f"district:{tile.code}"
    choice_row(page, rect, name, tile.title, Narrow(tile.code), chosen=tile.chosen, mark=mark)
