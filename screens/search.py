"""Finding an item by characters or letters: what was typed stays visible, the keyboard lies below."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import message
from kiosk.visit.intents import ChooseArticle, ChooseMatter, Search, TurnPage
from kiosk.visit.views import SearchView
from kiosk.visit.views.reading import EntryRow
from screens.geometry import Rect
from screens.keyboard import board, line
from screens.keyboard import typing as t
from screens.keyboard.typing import Typing
from screens.list import tile_grid
from screens.page import Page
from screens.widgets.buttons import Button, button, pager
from screens.widgets.entries import entry_row
from screens.widgets.frame import frame

_MOST_CHARACTERS = 24


def draw(page: Page, view: SearchView) -> None:
    now: Typing | None = page.state.get("typing")
    if now is None:
        now = page.state["typing"] = board.begin(page, view.query)
    body = frame(page, home_button=True)
    hint = message("keyboard.hint.search") if now.mode in t.LATIN else None
    field = board.Field(now, lambda then: _changed(page, then), _MOST_CHARACTERS, hint)
    if page.landscape:
        left, right = body.columns(2, page.mm(14))
        place, left = left.foot(min(board.height(page), left.h * 0.66), page.mm(5))
        board.draw(page, place, field)
        _input(page, left, view, now)
        _found(page, right, view, 1)
        return
    place, body = body.foot(min(board.height(page), body.h * 0.46), page.mm(8))
    board.draw(page, place, field)
    high = page.theme.pick(25, 29) + page.mm(5) + page.theme.pick(18, 21)
    top, body = body.top(high, page.mm(5))
    _input(page, top, view, now)
    _found(page, body, view, 1)


def _changed(page: Page, then: Typing) -> None:
    """Draw at once what was typed; what it finds comes with the next view."""
    before: Typing = page.state["typing"]
    page.state["typing"] = then
    page.again()
    if t.query(then) != t.query(before):
        page.send(Search(t.query(then)))


def _input(page: Page, rect: Rect, view: SearchView, now: Typing) -> None:
    strip, rest = rect.top(page.theme.pick(25, 29), page.mm(5))
    line.draw(page, strip, now, page.words("search.hint"), icon="search")
    words = rest.top(page.theme.pick(18, 21))[0]
    if view.words:
        _words(page, words, view.words, now)
    elif not view.query:
        page.text(words, page.words("search.most_used"), "body", True)


def _words(page: Page, rect: Rect, words: tuple[str, ...], now: Typing) -> None:
    """Chinese words that fit what was typed; touching one puts it in."""
    gap, x = page.mm(3.5), rect.x
    for word in words:
        width = max(page.theme.target, max(page.block(word, 9999, "body", True).widths) + page.mm(11))
        if x + width > rect.right:
            break
        put = replace(t.turn(now, now.mode), value=word)
        it = Button(f"word:{word}", word, lambda then=put: _changed(page, then), "quiet")  # type: ignore[misc]
        button(page, Rect(x, rect.y, width, rect.h), it, "body")
        x += width + gap


def _found(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    if not view.tiles and not view.others and not view.articles:
        page.text(rect, page.words("search.nothing"), "button", False, page.palette.soft, "center")
        return
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    _results(page, rect, view, columns)


def _results(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    """What can be done here, and below it what can be read about."""
    most, gap = page.theme.pick(37, 45), page.mm(4)
    if not view.others and not view.articles:
        tile_grid(page, rect, view.tiles, columns, most)
        return
    label = page.theme.size("body") * 1.5 if view.others else 0.0
    count = len(view.tiles) + len(view.articles) + len(view.others)
    height = min(most, (rect.h - label - gap * count) / count)
    if view.tiles:
        grid, rect = rect.top(height * len(view.tiles) + gap * (len(view.tiles) - 1), gap)
        tile_grid(page, grid, view.tiles, columns, most)
    for article in view.articles:
        place, rect = rect.top(height, gap)
        row = EntryRow(article.value, article.title, article.detail, article.icon, "blue", article.mark)
        entry_row(page, place, f"article:{article.value}", row, ChooseArticle(article.value))
    if not view.others:
        return
    strip, rect = rect.top(label, page.mm(1))
    page.text(strip, page.words("guide.matters"), "body", True)
    rows = [EntryRow(str(one.number), one.title, one.detail, "book", "grey") for one in view.others]
    for place, one, row in zip(rect.stack([height] * len(rows), gap), view.others, rows, strict=True):
        entry_row(page, place, f"matter:{one.number}", row, ChooseMatter(one.number))
