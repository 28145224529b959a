"""The first page: one question, the search, a door for each category, what most people come for."""

from __future__ import annotations

from kiosk.visit.intents import ChooseArticle
from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.home import doors, favourites, head
from screens.page import Page
from screens.widgets.adapt_bar import adapt_bar
from screens.widgets.frame import header_height, leave
from screens.widgets.rows import banner, banner_height


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
    panel, rest = rest.left(page.mm(150))
    head.beside(page, panel)
    body = rest.inset(page.mm(10), page.mm(9))
    body = _notice(page, body, view)
    if page.theme.senior:
        favourites.large_rows(page, body, view)
        return
    _tiles(page, body, view, page.mm(18), page.mm(36))


def _low(page: Page, view: HomeView) -> None:
    """The question above; the search and all doors where a hand reaches. What most people come for is behind them."""
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


def _tiles(page: Page, body: Rect, view: HomeView, service: float, favourite: float) -> None:
    """Doors, services, and as many rows of favourites as stand below them; what is left over makes all roomier."""
    columns, gap = 5, page.mm(5)
    high = doors.height(page, view, columns)
    title = page.mm(16 if page.landscape else 19)
    below = body.h - high - gap - (service + page.mm(4) if view.services else 0) - title
    rows = max(1, min(int((below + page.mm(4)) // (favourite + page.mm(4))), -(-len(view.favourites) // 2)))
    over = max(0.0, below - rows * (favourite + page.mm(4)) + page.mm(4))
    roomier = min(over, doors.rows_of(view, columns) * page.mm(5 if page.landscape else 3))
    strip, body = body.top(high + roomier, gap)
    doors.doors(page, strip, view, columns)
    body = favourites.services(page, body, view, service)
    favourites.favourites(page, body, view, 2, favourite + min((over - roomier) / rows, page.mm(4)))
