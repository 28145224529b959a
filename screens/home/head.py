"""Above the doors, or beside them: the city, one question, the search."""

from __future__ import annotations

from kiosk.visit.intents import OpenSearch
from screens.geometry import Rect
from screens.page import Page
from screens.painting import art
from screens.widgets.frame import brand, clock, header_height, leave, pill_at_end


def above(page: Page, rect: Rect) -> None:
    """Upright: all across the page."""
    hero(page, rect)
    top, under = rect.inset(page.theme.margin, 0).top(header_height(page), page.mm(3))
    brand_and_clock(page, top)
    title, under = under.top(page.theme.pick(22, 26), page.mm(5))
    question(page, title)
    search(page, under.top(page.theme.pick(29, 33))[0])


def beside(page: Page, rect: Rect) -> None:
    """Lying: a panel on the left; on larger glass question and search stand nearer to its middle. The time is below."""
    hero(page, rect)
    inner = rect.inset(page.mm(11), 0)
    top, under = inner.top(page.theme.pick(40, 44), page.mm(18 + 130 * page.theme.ample))
    brand(page, top)
    title, under = under.top(page.theme.pick(42, 52), page.mm(9))
    question(page, title)
    place, under = under.top(page.theme.pick(29, 33), page.mm(6))
    search(page, place)
    way_out = leave(page)
    if way_out is not None:
        pill_at_end(page, Rect(inner.x, under.y + page.mm(3), inner.w, page.mm(18)), way_out)
    else:
        time_at, _ = inner.foot(page.mm(18 + 9))  # its lower edge stands where the favourites' does
        ink = page.palette.ink if page.palette.outlined else page.palette.on_primary
        clock(page, time_at.top(page.mm(18))[0], ink, "left")


def hero(page: Page, rect: Rect) -> None:
    colours = page.palette
    if colours.outlined:
        page.fill(rect, colours.paper)
        line = Rect(rect.right - 3, rect.y, 3, rect.h) if page.landscape else Rect(rect.x, rect.bottom - 3, rect.w, 3)
        page.fill(line, colours.line)
        return
    size = (int(rect.w), int(rect.h))
    wave = 0 if page.landscape else page.mm(7)
    band = page.mm(72 + 60 * page.theme.ample) if page.landscape else page.mm(42)
    page.picture(rect, ("hero", size), lambda: art.hero(size, colours, wave, band))


def brand_and_clock(page: Page, rect: Rect) -> None:
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


def question(page: Page, rect: Rect) -> None:
    ink = page.palette.ink if page.palette.outlined else page.palette.on_primary
    key = "home.title_senior" if page.theme.senior else "home.title"
    page.text(rect, page.words(key), "title", True, ink, role="heading")


def search(page: Page, rect: Rect) -> None:
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
