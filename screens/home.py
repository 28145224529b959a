"""The first page: one question, the search, a door for each category, what most people come for."""

from __future__ import annotations

from kiosk.visit.intents import ChooseArticle, OpenCategory, OpenDirectory, OpenSearch
from kiosk.visit.views import HomeView
from screens.geometry import Rect
from screens.page import Page
from screens.painting import art
from screens.theme import category_tint
from screens.widgets.adapt_bar import adapt_bar
from screens.widgets.buttons import Button, button_row, pager
from screens.widgets.frame import brand, clock, header_height, leave, pill_at_end
from screens.widgets.rows import banner, banner_height, category_tile, icon_square, item_row, service_strip, title_style


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
    head, rest = rest.top(page.theme.pick(116, 128))
    _hero(page, head)
    top, under = head.inset(page.theme.margin, 0).top(header_height(page), page.mm(3))
    _brand_and_clock(page, top)
    title, under = under.top(page.theme.pick(22, 26), page.mm(5))
    _question(page, title)
    _search(page, under.top(page.theme.pick(29, 33))[0])
    body = rest.inset(page.theme.margin, 0).top(page.mm(3))[1].foot(page.mm(7))[1]
    body = _notice(page, body, view)
    if page.theme.senior:
        _large_rows(page, body, view)
        return
    _tiles(page, body, view, page.mm(20), page.mm(39))


def _landscape(page: Page, view: HomeView) -> None:
    rest = adapt_bar(page, page.rect)
    head, rest = rest.left(page.mm(150))
    _hero(page, head)
    inner = head.inset(page.mm(11), 0)
    top, under = inner.top(page.theme.pick(40, 44), page.mm(18))
    brand(page, top)
    title, under = under.top(page.theme.pick(42, 52), page.mm(9))
    _question(page, title)
    search, under = under.top(page.theme.pick(29, 33), page.mm(6))
    _search(page, search)
    below = Rect(inner.x, under.y + page.mm(3), inner.w, page.mm(18))
    way_out = leave(page)
    if way_out is not None:
        pill_at_end(page, below, way_out)
    else:
        clock(page, below, page.palette.on_primary_soft if not page.palette.outlined else page.palette.soft)
    body = rest.inset(page.mm(10), page.mm(9))
    body = _notice(page, body, view)
    if page.theme.senior:
        _large_rows(page, body, view)
        return
    _tiles(page, body, view, page.mm(18), page.mm(36))


def _low(page: Page, view: HomeView) -> None:
    """The question above; the search and all doors where a hand reaches. What most people come for is behind them."""
    way_out = leave(page)
    rest = adapt_bar(page, page.reach, way_out)
    above = page.rect.top(page.reach.y)[0]
    _hero(page, above)
    top, under = above.inset(page.theme.margin, 0).top(header_height(page), page.mm(3))
    _brand_and_clock(page, top)
    if view.notice is not None:  # it is only read
        strip, under = under.foot(banner_height(page, under.w, view.notice) + page.mm(6), 0)
        banner(page, strip.top(strip.h - page.mm(6))[0], view.notice, "warn", "cloud-off")
    _question(page, under.middle(under.w, page.theme.pick(22, 26)))
    body = rest.inset(page.theme.margin, page.mm(4))
    search, body = body.top(page.theme.pick(22, 26), page.mm(4))
    _search(page, search)
    body = _emergency(page, body, view)
    if page.theme.senior:
        _large_rows_low(page, body, view)
        return
    columns = 7 if page.landscape else 5
    doors, body = body.top(min(_doors_height(page, view, columns), body.h), page.mm(4))
    _doors(page, doors, view, columns)
    if body.h >= page.theme.target:
        _services(page, body, view, min(body.h, page.mm(20)))


def _large_rows_low(page: Page, body: Rect, view: HomeView) -> None:
    """As many large rows as hands reach, and one line of buttons below them."""
    body = _services(page, body, view, page.mm(20 if page.landscape else 30))
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
    _everything(page, everything, view)
    pager(page, turn, index, pages, lambda by: page.change(page=index + by))


def _everything(page: Page, rect: Rect, view: HomeView) -> None:
    """All that can be done here, and beside it the whole city's guides."""
    words = page.words("home.all", total=view.total)
    buttons = [Button("category:all", words, OpenCategory(None), "quiet", "layout-grid")]
    if view.directory:
        label = page.words("home.directory")
        buttons.append(Button("intent:directory", label, OpenDirectory(), "quiet", "building-bank"))
    button_row(page, rect, buttons)


def _hero(page: Page, rect: Rect) -> None:
    colours = page.palette
    if colours.outlined:
        page.fill(rect, colours.paper)
        line = Rect(rect.right - 3, rect.y, 3, rect.h) if page.landscape else Rect(rect.x, rect.bottom - 3, rect.w, 3)
        page.fill(line, colours.line)
        return
    size = (int(rect.w), int(rect.h))
    wave = 0 if page.landscape else page.mm(7)
    band = page.mm(72) if page.landscape else page.mm(42)
    page.picture(rect, ("hero", size), lambda: art.hero(size, colours, wave, band))


def _brand_and_clock(page: Page, rect: Rect) -> None:
    """The clock gives way to the way out while somebody is signed in."""
    way_out = None if page.low else leave(page)
    if way_out is not None:
        brand(page, pill_at_end(page, rect, way_out))
        return
    ink = page.palette.ink if page.palette.outlined else page.palette.on_primary
    time_at, rect = rect.end(page.mm(42), page.mm(4))
    if page.snapshot.person:
        page.text(time_at, page.snapshot.person, "body", True, ink, "right")
    else:
        clock(page, time_at, ink)
    brand(page, rect)


def _question(page: Page, rect: Rect) -> None:
    ink = page.palette.ink if page.palette.outlined else page.palette.on_primary
    key = "home.title_senior" if page.theme.senior else "home.title"
    page.text(rect, page.words(key), "title", True, ink, role="heading")


def _search(page: Page, rect: Rect) -> None:
    colours = page.palette
    page.card(rect, touchable=True)
    size = page.mm(13)
    place, rest = rect.inset(page.mm(7), 0).left(size, page.mm(5))
    page.icon("search", place.middle(size, size), colours.primary, 2.0)
    if rect.w > page.mm(180):
        go = page.words("home.search_button")
        wide = max(page.block(go, 9999, "body", True).widths) + page.mm(12)
        pill, rest = rest.end(wide, page.mm(4))
        box = pill.middle(wide, page.mm(18)).whole()
        page.box(box, colours.pale, None, radius=page.mm(3.5))
        page.text(box, go, "body", True, colours.primary, "center")
    hint = page.words("home.search_hint_senior" if page.theme.senior else "home.search_hint")
    page.text(rest, hint, "body", False, colours.soft, leading=1.25)
    page.touch(rect, "intent:search", OpenSearch(), page.words("home.search_hint"))


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
    doors = _doors_height(page, view, columns)
    title = page.mm(16 if page.landscape else 19)
    below = body.h - doors - gap - (service + page.mm(4) if view.services else 0) - title
    rows = max(1, min(int((below + page.mm(4)) // (favourite + page.mm(4))), -(-len(view.favourites) // 2)))
    over = max(0.0, below - rows * (favourite + page.mm(4)) + page.mm(4))
    roomier = min(over, _door_rows(view, columns) * page.mm(5 if page.landscape else 3))
    strip, body = body.top(doors + roomier, gap)
    _doors(page, strip, view, columns)
    body = _services(page, body, view, service)
    _favourites(page, body, view, 2, favourite + min((over - roomier) / rows, page.mm(4)))


def _door_rows(view: HomeView, columns: int) -> int:
    return -(-(len(view.categories) + 1) // columns)


def _doors_height(page: Page, view: HomeView, columns: int) -> float:
    rows = _door_rows(view, columns)
    return rows * page.mm(43 if not page.landscape else 34) + (rows - 1) * page.mm(3.5)


def _doors(page: Page, rect: Rect, view: HomeView, columns: int) -> None:
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
    _all_items(page, everything, view)


def _directory(page: Page, rect: Rect) -> None:
    """The whole city's guides, in what the last row leaves; without that place the list of all items leads there."""
    tint = page.palette.tint("teal")
    words = page.words("home.directory")
    category_tile(page, rect, "intent:directory", "building-bank", words, tint, OpenDirectory(), page.han)


def _all_items(page: Page, rect: Rect, view: HomeView) -> None:
    tint = page.palette.tint("blue")
    if rect.w < page.mm(70):
        words = page.words("home.all_short")
        category_tile(page, rect, "category:all", "layout-grid", words, tint, OpenCategory(None), page.han)
        return
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


def _services(page: Page, body: Rect, view: HomeView, height: float) -> Rect:
    """What is no item, in one row: narrower than the doors, so that it is not taken for one of them."""
    if not view.services:
        return body
    strip, rest = body.top(height, page.mm(4))
    service_strip(page, strip, view.services)
    return rest


def _favourites(page: Page, body: Rect, view: HomeView, columns: int, height: float) -> None:
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


def _large_rows(page: Page, body: Rect, view: HomeView) -> None:
    """Three things a page, two page buttons, and the way to all the others."""
    foot, body = body.foot(page.mm(30), page.mm(5))
    everything, body = body.foot(page.mm(27), page.mm(5))
    body = _services(page, body, view, page.mm(34))
    gap = page.mm(5)
    count = max(1, min(3, int((body.h + gap) // (page.mm(44) + gap))))
    pages = max(1, -(-len(view.favourites) // count))
    index = min(page.state.get("page", 0), pages - 1)
    rows = body.rows(count, gap)
    for tile, row in zip(view.favourites[index * count : (index + 1) * count], rows, strict=False):
        item_row(page, row, tile, large=True)
    _everything(page, everything, view)
    pager(page, foot, index, pages, lambda by: page.change(page=index + by))
