"""Finding an item by letters: what was typed stays visible, the keyboard lies below."""

from __future__ import annotations

from kiosk.visit.intents import Search, TurnPage
from kiosk.visit.views import SearchView
from screens.geometry import Rect
from screens.list import tile_grid
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.buttons import Button, button, pager
from screens.widgets.field import field
from screens.widgets.frame import frame

_MOST_LETTERS = 24


def draw(page: Page, view: SearchView) -> None:
    body = frame(page, home_button=True)
    if page.landscape:
        left, right = body.columns(2, page.mm(14))
        board, left = left.foot(keyboards.letters_height(page, 3) - page.mm(10))
        keyboards.letters(page, board, lambda key: _press(page, view, key))
        _input(page, left, view)
        _found(page, right, view, 1)
        return
    board, body = body.foot(keyboards.letters_height(page, 3), page.mm(6))
    keyboards.letters(page, keyboards.tray(page, board), lambda key: _press(page, view, key))
    high = page.theme.pick(25, 29) + page.mm(5) + page.theme.pick(20, 23)
    top, body = body.top(high, page.mm(6))
    _input(page, top, view)
    _found(page, body, view, 1)


def _press(page: Page, view: SearchView, key: str) -> None:
    page.send(Search(keyboards.typed(view.query, key, _MOST_LETTERS)))


def _input(page: Page, rect: Rect, view: SearchView) -> None:
    strip, rest = rect.top(page.theme.pick(25, 29), page.mm(5))
    if view.query:
        clear, strip = strip.end(strip.h * 1.4, page.mm(4))
        wipe = Button("key:clear", page.words("button.clear"), Search(""), "secondary")
        button(page, clear, wipe, "body", key=True)
    field(page, strip, view.query, page.words("search.hint"), icon="search")
    words = rest.top(page.theme.pick(20, 23))[0]
    if view.words:
        _words(page, words, view.words)
    elif not view.query:
        page.text(words, page.words("search.most_used"), "body", True)


def _words(page: Page, rect: Rect, words: tuple[str, ...]) -> None:
    """Chinese words that fit what was typed; touching one puts it in."""
    gap, x = page.mm(3.5), rect.x
    for word in words:
        width = max(page.theme.target, max(page.block(word, 9999, "body", True).widths) + page.mm(11))
        if x + width > rect.right:
            break
        button(page, Rect(x, rect.y, width, rect.h), Button(f"word:{word}", word, Search(word), "quiet"), "body")
        x += width + gap


def _found(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    if not view.tiles:
        page.text(rect, page.words("search.nothing"), "button", False, page.palette.soft, "center")
        return
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    tile_grid(page, rect, view.tiles, columns, page.theme.pick(37, 45))
