"""The first page: one question, the search, a door for each category, what most people come for."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.visit.intents import ChooseArticle
from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.home import doors, favourites, head
from screens.page import Page
from screens.widgets.adapt_bar import adapt_bar
from screens.widgets.frame import header_height, leave
from screens.widgets.rows import banner, banner_height

ROWS = 3  # of favourites; one more is worth it only where it makes no name small


def draw(page: Page, view: HomeView) -> None:
    page.fill(page.rect, page.palette.ground)
    if page.low:
        _low(page, view)
    elif page.landscape:
        _landscape(page, view)
    else:
        _portrait(page, view)


def _portrait(page: Page, view: HomeView) -> None:
    rest = adapt_bar(page, page.rect)
    top, rest = rest.top(page.theme.pick(116, 128))
    head.above(page, top)
    body = rest.inset(page.theme.margin, 0).top(page.mm(3))[1].foot(page.mm(7))[1]
    body = _notice(page, body, view)
    if page.theme.senior:
        favourites.large_rows(page, body, view)
        return
    _tiles(page, body, view, page.mm(20), page.mm(39))


def _landscape(page: Page, view: HomeView) -> None:
    rest = adapt_bar(page, page.rect)
    panel, rest = rest.left(page.mm(150 + 110 * page.theme.ample))
    head.beside(page, panel)
    body = rest.inset(page.mm(10), page.mm(9))
    body = _notice(page, body, view)
    if page.theme.senior:
        favourites.large_rows(page, body, view)
        return
    _tiles(page, body, view, page.mm(18), page.mm(36))


def _low(page: Page, view: HomeView) -> None:
    """The question above; the search and all doors where a hand reaches. What most people come for is behind them
    where it has no room."""
    rest = adapt_bar(page, page.reach, leave(page))
    above = page.rect.top(page.reach.y)[0]
    head.hero(page, above)
    top, under = above.inset(page.theme.margin, 0).top(header_height(page), page.mm(3))
    head.brand_and_clock(page, top)
    if view.notice is not None:  # it is only read
        strip, under = under.foot(banner_height(page, under.w, view.notice) + page.mm(6), 0)
        banner(page, strip.top(strip.h - page.mm(6))[0], view.notice, "warn", "cloud-off")
    head.question(page, under.middle(under.w, page.theme.pick(22, 26)))
    body = rest.inset(page.theme.margin, page.mm(4))
    search, body = body.top(page.theme.pick(22, 26), page.mm(4))
    head.search(page, search)
    body = _emergency(page, body, view)
    if page.theme.senior:
        favourites.large_rows_low(page, body, view)
        return
    columns = 7 if page.landscape else 5
    favourite = page.mm(36 if page.landscape else 39)
    if _below_doors(page, body, view, columns, page.mm(20)) >= favourite:
        _tiles(page, body, view, page.mm(20), favourite, columns)
        return
    place, body = body.top(min(doors.height(page, view, columns), body.h), page.mm(4))
    doors.doors(page, place, view, columns)
    if body.h >= page.theme.target:
        favourites.services(page, body, view, min(body.h, page.mm(20)))


def _notice(page: Page, body: Rect, view: HomeView) -> Rect:
    body = _emergency(page, body, view)
    if view.notice is None:
        return body
    strip, rest = body.top(banner_height(page, body.w, view.notice), page.mm(5))
    banner(page, strip, view.notice, "warn", "cloud-off")
    return rest


def _emergency(page: Page, body: Rect, view: HomeView) -> Rect:
    """The way to the emergency column, above all else while there is one."""
    if view.emergency is None:
        return body
    words = page.say(view.emergency)
    strip, rest = body.top(max(page.theme.target, banner_height(page, body.w - page.mm(14), words)), page.mm(5))
    banner(page, strip, words, "bad")
    arrow = strip.inset(page.mm(5), 0).end(page.mm(9))[0]
    page.icon("chevron-right", arrow, page.palette.tint("bad").ink, 2.0)
    page.touch(strip, "intent:emergency", ChooseArticle("emergency"), words)
    return rest


def _tiles(page: Page, body: Rect, view: HomeView, service: float, favourite: float, columns: int = 5) -> None:
    """Doors, services, and as many rows of favourites as stand below them; what is left over makes all roomier."""
    below, gap = _below_doors(page, body, view, columns, service), page.mm(4)
    rows = max(1, min(int((below + gap) // (favourite + gap)), favourites.rows_of(view)))
    room = _shared_out(page, below, rows, favourite, doors.rows_of(view, columns))
    if rows > ROWS and not favourites.are_large(page, body.w, view, rows, room.favourite):
        rows = ROWS
        room = _shared_out(page, below, rows, favourite, doors.rows_of(view, columns))
    strip, body = body.top(doors.height(page, view, columns) + room.doors, page.mm(5))
    doors.doors(page, strip, view, columns)
    body = favourites.services(page, body, view, service + room.service)
    favourites.favourites(page, body, view, rows, room.favourite)


class _Room(NamedTuple):
    """Pixels: what all doors together and the services get in addition, and how high a favourite becomes."""

    doors: float
    service: float
    favourite: float


def _shared_out(page: Page, below: float, rows: int, favourite: float, door_rows: int) -> _Room:
    gap = page.mm(4)
    over = max(0.0, below - rows * (favourite + gap) + gap)
    roomier = min(over, door_rows * page.mm(5 if page.landscape else 3))
    favourite += min((over - roomier) / rows, page.mm(4))
    over = max(0.0, below - roomier - rows * (favourite + gap) + gap)
    each = min(over / (door_rows + rows + 0.5), page.mm(45 * page.theme.ample))  # the services get half as much
    return _Room(roomier + door_rows * each, each / 2, favourite + each)


def _below_doors(page: Page, body: Rect, view: HomeView, columns: int, service: float) -> float:
    """Height for favourites, when the doors stand as low as they may."""
    strip = service + page.mm(4) if view.services else 0
    return body.h - doors.height(page, view, columns) - page.mm(5) - strip - favourites.title_height(page)
