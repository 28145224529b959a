"""A door for each category, one to everything, and one to the whole city's guides."""

from __future__ import annotations

from kiosk.visit.intents import OpenCategory, OpenDirectory
from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.page import Page
from screens.theme import category_tint
from screens.widgets.buttons import Button, button_row
from screens.widgets.rows import category_tile, icon_square


def rows_of(view: HomeView, columns: int) -> int:
    return -(-(len(view.categories) + 1) // columns)


def height(page: Page, view: HomeView, columns: int) -> float:
    rows = rows_of(view, columns)
    return rows * page.mm(43 if not page.landscape else 34) + (rows - 1) * page.mm(3.5)


def doors(page: Page, rect: Rect, view: HomeView, columns: int) -> None:
    """The categories; the door to everything takes what is left of the last row."""
    gap = page.mm(3.5)
    count = len(view.categories) + 1
    rows = rect.rows(-(-count // columns), gap)
    cells = [cell for row in rows for cell in row.columns(columns, gap)]
    wide = cells[0].w - page.mm(4)
    one_line = all(len(page.block(c.title, wide, "body").lines) == 1 for c in view.categories)
    for category, cell in zip(view.categories, cells, strict=False):
        tint = page.palette.tint(category_tint(category.name))
        name = f"category:{category.name}"
        category_tile(page, cell, name, category.icon, category.title, tint, OpenCategory(category.name), one_line)
    last = cells[count - 1]
    everything = Rect(last.x, last.y, rect.right - last.x, last.h)
    if view.directory and count < len(cells):
        everything = last
        beyond = cells[count]
        _directory(page, Rect(beyond.x, beyond.y, rect.right - beyond.x, beyond.h))
    if everything.w > cells[0].w:
        _all_items(page, everything, view)
    else:
        tint = page.palette.tint("blue")
        words = page.words("home.all_short")
        category_tile(page, everything, "category:all", "layout-grid", words, tint, OpenCategory(None), page.han)


def _directory(page: Page, rect: Rect) -> None:
    """The whole city's guides, in what the last row leaves; without that place the list of all items leads there."""
    tint = page.palette.tint("teal")
    words = page.words("home.directory")
    category_tile(page, rect, "intent:directory", "building-bank", words, tint, OpenDirectory(), page.han)


def _all_items(page: Page, rect: Rect, view: HomeView) -> None:
    """Lying, across more than one place."""
    tint = page.palette.tint("blue")
    words = page.words("home.all", total=view.total)
    page.card(rect, touchable=True)
    side = page.mm(19)
    wide = side + page.mm(5) + max(page.block(words, 9999, "body", True).widths) + page.mm(14)
    row = rect.inset(page.mm(4), 0).middle(wide, side)
    square, rest = row.left(side, page.mm(5))
    icon_square(page, square.middle(side, side), "layout-grid", tint)
    arrow, rest = rest.end(page.mm(9), page.mm(3))
    page.text(rest, words, "body", True, page.palette.primary)
    page.icon("chevron-right", arrow, page.palette.primary, 2.0)
    page.touch(rect, "category:all", OpenCategory(None), words)


def everything(page: Page, rect: Rect, view: HomeView) -> None:
    """All that can be done here, and beside it the whole city's guides."""
    words = page.words("home.all", total=view.total)
    buttons = [Button("category:all", words, OpenCategory(None), "quiet", "layout-grid")]
    if view.directory:
        label = page.words("home.directory")
        buttons.append(Button("intent:directory", label, OpenDirectory(), "quiet", "building-bank"))
    button_row(page, rect, buttons)
