"""Finding an item by characters or letters: what was typed stays visible, the keyboard lies below."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk.languages import converted
from kiosk.text import message
from kiosk.visit.intents import CallHelp, ChooseArticle, ChooseMatter, OpenCategory, Search, TurnPage
from kiosk.visit.views.reading import EntryRow
from kiosk.visit.views.search import ArticleTile, MatterTile, SearchView
from screens.geometry import Rect
from screens.keyboard import board, line
from screens.keyboard import typing as t
from screens.keyboard.typing import Typing
from screens.list import tile_grid
from screens.page import Page
from screens.widgets.buttons import Button, button, button_row, pager
from screens.widgets.entries import entry_row, one_line
from screens.widgets.frame import above_reach, frame
from screens.widgets.rows import item_row
from screens.widgets.scope import scope_pill, whole_city

_MOST_CHARACTERS = 24


def draw(page: Page, view: SearchView) -> None:
    now: Typing | None = page.state.get("typing")
    if now is None:
        now = page.state["typing"] = board.begin(page, view.query)
    body = frame(page, home_button=True)
    hint = message("keyboard.hint.search") if now.mode in t.LATIN else None
    field = board.Field(now, lambda then: _changed(page, then), _MOST_CHARACTERS, hint)
    if page.low:
        _low(page, body, view, field)
        return
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


def _low(page: Page, body: Rect, view: SearchView, field: board.Field) -> None:
    """One thing after the other, so that all of it is within reach: the keyboard, or what was found in its place.
    The field, and while one types the names of what was found, are looked at above."""
    strip = above_reach(page, page.theme.pick(25, 29))
    line.draw(page, strip, _shown(page, field.now), page.words("search.hint"), icon="search")
    found = bool(view.tiles or view.others or view.articles)
    choosing = bool(page.state.get("choosing")) and found
    high = page.theme.target + page.mm(3)
    if choosing:
        row, rest = body.top(high, page.mm(4))
        button(
            page, row, Button("search:type", page.words("search.type"), page.change(choosing=False), icon="keyboard")
        )
        _found(page, rest, view, 2 if page.landscape else 1)
        return
    _glance(page, view)
    place, rest = body.foot(min(board.height(page), body.h - high - page.mm(5)), page.mm(5))
    row = rest.foot(high)[0]
    label = page.words("search.see")
    wide = max(page.block(label, 9999, "body", True).widths) + page.mm(26)
    see, words = row.end(wide, page.mm(5))
    choose = page.change(choosing=True)
    button(page, see, Button("search:see", label, choose, "primary", "arrow-right", True, enabled=found), "body")
    if view.scope is not None:
        words = scope_pill(page, words, view.scope)
    if view.words:
        _words(page, words, view.words, field.now)
    board.draw(page, place, field)


def _glance(page: Page, view: SearchView) -> None:
    """The names of what was found, to be read and not touched."""
    assert page.title_place is not None
    rect, line_h = page.title_place, page.theme.size("body") * 1.5
    names = [page.say(tile.title) for tile in view.tiles]
    names += [page.say(one.title) for one in view.articles] + [page.say(one.title) for one in view.others]
    if not names:
        page.text(rect, _nothing(page, view), "button", False, page.palette.soft, "center")
        return
    count = max(1, int((rect.h - page.mm(8)) // line_h))
    card = rect.foot(min(count, len(names)) * line_h + page.mm(8))[0]
    page.box(card, page.palette.paper, page.palette.line, 0.3)
    inner = card.inset(page.mm(7), page.mm(4))
    for name, place in zip(names[:count], inner.stack([line_h] * count), strict=False):
        page.text(place, one_line(page, name, place.w, "body"), "body", False, leading=1.3)


def _changed(page: Page, then: Typing) -> None:
    """Draw at once what was typed; what it finds comes with the next view."""
    before: Typing = page.state["typing"]
    page.state["typing"] = then
    page.state["choosing"] = False
    page.again()
    if t.query(then) != t.query(before):
        page.send(Search(t.query(then)))


def _input(page: Page, rect: Rect, view: SearchView, now: Typing) -> None:
    strip, rest = rect.top(page.theme.pick(25, 29), page.mm(5))
    line.draw(page, strip, _shown(page, now), page.words("search.hint"), icon="search")
    words = rest.top(page.theme.pick(18, 21))[0]
    if view.scope is not None:
        words = scope_pill(page, words, view.scope)
    if view.words:
        _words(page, words, view.words, now)
    elif not view.query:
        page.text(words, page.words("search.most_used"), "body", True)


def _words(page: Page, rect: Rect, words: tuple[str, ...], now: Typing) -> None:
    """Chinese words that fit what was typed; touching one puts it in."""
    gap, x = page.mm(3.5), rect.x
    for word in words:
        label = converted(
            word, page.language
        )  # the catalogue's own words have one writing; the citizen's may be another
        width = max(page.theme.target, max(page.block(label, 9999, "body", True).widths) + page.mm(11))
        if x + width > rect.right:
            break
        put = replace(t.turn(now, now.mode), value=word)
        it = Button(f"word:{word}", label, lambda then=put: _put(page, then), "quiet")  # type: ignore[misc]
        button(page, Rect(x, rect.y, width, rect.h), it, "body")
        x += width + gap


def _put(page: Page, then: Typing) -> None:
    board.put_pad_away(page)  # strokes of a word that was not finished
    _changed(page, then)


def _shown(page: Page, now: Typing) -> Typing:
    return replace(now, value=converted(now.value, page.language))


def _found(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    if not view.tiles and not view.others and not view.articles:
        _nothing_found(page, rect, view)
        return
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    _results(page, rect, view, columns)


def _nothing_found(page: Page, rect: Rect, view: SearchView) -> None:
    """In words, and where one goes from here."""
    everything = Button("category:all", page.words("home.all_short"), OpenCategory(None), icon="layout-grid")
    buttons = [everything, Button("nothing:help", page.words("adapt.help"), CallHelp(), icon="headset")]
    if view.scope is not None and view.scope.district is not None:
        whole = replace(whole_city(page), name="nothing:whole")  # the pill above is the same
        buttons = [whole, *buttons]
    else:
        buttons[0] = replace(everything, kind="primary")
    said, gap = _nothing(page, view), page.mm(6)
    words = page.block(said, rect.w, "button", True).height
    beside = not page.landscape and not (page.theme.senior and len(buttons) > 2)
    rows = 1 if beside else len(buttons)
    high = min(page.theme.target + page.mm(6), (rect.h - words - rows * gap) / rows)
    block = rect.middle(rect.w, words + rows * (high + gap))
    strip, rest = block.top(words, gap)
    page.text(strip, said, "button", True, align="center")
    if beside:
        button_row(page, rest.top(high)[0], buttons, "body")
        return
    for place, it in zip(rest.stack([high] * rows, gap), buttons, strict=True):
        button(page, place.middle(min(place.w, page.mm(120)), high), it, "body")


def _nothing(page: Page, view: SearchView) -> str:
    if view.scope is not None and view.scope.district is not None:
        return page.words("search.nothing_there", district=view.scope.district)
    return page.words("search.nothing")


def _results(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    """What can be done here, and below it what can be read about."""
    most, gap = page.theme.pick(37, 45), page.mm(4)
    if not view.others and not view.articles:
        tile_grid(page, rect, view.tiles, columns, most)
        return
    if columns > 1:
        _mixed(page, rect, view, columns)
        return
    label = page.theme.size("body") * 1.5 if view.others else 0.0
    count = len(view.tiles) + len(view.articles) + len(view.others)
    height = min(most, (rect.h - label - gap * count) / count)
    if view.tiles:
        grid, rect = rect.top(height * len(view.tiles) + gap * (len(view.tiles) - 1), gap)
        tile_grid(page, grid, view.tiles, columns, most)
    for article in view.articles:
        place, rect = rect.top(height, gap)
        _article(page, place, article)
    if not view.others:
        return
    strip, rect = rect.top(label, page.mm(1))
    page.text(strip, page.words("guide.matters"), "body", True)
    for place, one in zip(rect.stack([height] * len(view.others), gap), view.others, strict=True):
        _matter(page, place, one)


def _mixed(page: Page, rect: Rect, view: SearchView, columns: int) -> None:
    """Where it is wide and low: all kinds beside each other, each with its icon."""
    draws = [partial(item_row, page, tile=tile) for tile in view.tiles]
    draws += [partial(_article, page, article=one) for one in view.articles]
    draws += [partial(_matter, page, matter=one) for one in view.others]
    rows = -(-len(draws) // columns)
    cells = [cell for row in rect.rows(rows, page.mm(4)) for cell in row.columns(columns, page.mm(4))]
    for draw_it, cell in zip(draws, cells, strict=False):
        draw_it(rect=cell)


def _article(page: Page, rect: Rect, article: ArticleTile) -> None:
    row = EntryRow(article.value, article.title, article.detail, article.icon, "blue", article.mark)
    entry_row(page, rect, f"article:{article.value}", row, ChooseArticle(article.value))


def _matter(page: Page, rect: Rect, matter: MatterTile) -> None:
    row = EntryRow(str(matter.number), matter.title, matter.detail, "book", "grey")
    entry_row(page, rect, f"matter:{matter.number}", row, ChooseMatter(matter.number))
