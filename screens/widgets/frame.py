"""What every page shares: the header with its way out, the steps, the one sentence that it says."""

from __future__ import annotations

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.clock import hours_and_minutes
from kiosk.text import message
from kiosk.visit.intents import Exit, OpenHome
from screens.geometry import Rect
from screens.page import Page
from screens.painting import art
from screens.widgets.adapt_bar import adapt_bar
from screens.widgets.buttons import Button, label


def frame(page: Page, home_button: bool = False) -> Rect:
    """Draw it all and give the rectangle for the page's own content, within the margins."""
    page.fill(page.rect, page.palette.ground)
    way_out = leave(page) or _home(page, home_button)
    if page.low:
        return _low_frame(page, way_out)
    header, rest = page.rect.top(header_height(page))
    draw_header(page, header, way_out)
    rest = adapt_bar(page, rest)
    rest = _steps(page, rest)
    return rest.inset(page.theme.margin, 0).top(page.mm(10))[1].foot(page.mm(9))[1]


def _low_frame(page: Page, way_out: Button | None) -> Rect:
    """What is only looked at stands above, everything that is touched within reach."""
    above = page.rect.top(page.reach.y - page.rect.y)[0]
    if not page.landscape:
        header, above = above.top(header_height(page))
        draw_header(page, header, None)
    above = _steps(page, above)
    page.title_place = above.inset(page.theme.margin, page.mm(5))
    rest = adapt_bar(page, page.reach, way_out)
    return rest.inset(page.theme.margin, page.mm(4))


def above_reach(page: Page, height: float) -> Rect:
    """Low mode: a strip right above what is touched, for what is only looked at; the sentence stands above it."""
    assert page.title_place is not None
    strip, page.title_place = page.title_place.foot(height, page.mm(4))
    return strip


def with_above(page: Page, rect: Rect) -> Rect:
    """Low mode: `rect` and all that is free above reach, for a page of which only the buttons are touched."""
    if page.title_place is None:
        return rect
    above, page.title_place = page.title_place, None
    return Rect(rect.x, above.y, rect.w, rect.bottom - above.y)


def _steps(page: Page, rect: Rect) -> Rect:
    if page.snapshot.progress is None or page.snapshot.item is None:
        return rect
    bar, rest = rect.top(step_height(page))
    with page.zone("steps"):
        step_bar(page, bar)
    return rest


def leave(page: Page) -> Button | None:
    """The way out of a visit, with whose it is: the next one must see that somebody is still signed in."""
    if not page.snapshot.in_visit:
        return None
    words, person = page.words("button.exit"), page.snapshot.person
    if person and not page.low:
        words = page.say(message("identity.signed_in", name=person))
    return Button("intent:exit", words, Exit(), icon="logout")


def _home(page: Page, home_button: bool) -> Button | None:
    return Button("intent:home", page.words("button.home"), OpenHome(), icon="home") if home_button else None


def header_height(page: Page) -> int:
    return int(page.theme.pick(33, 38)) if not page.landscape else int(page.theme.pick(28, 33))


def step_height(page: Page) -> int:
    return int(page.theme.pick(28, 34)) if not page.landscape else int(page.theme.pick(24, 29))


def draw_header(page: Page, rect: Rect, pill: Button | None) -> None:
    colours = page.palette
    page.fill(rect, colours.paper if colours.outlined else colours.primary)
    if colours.outlined:
        page.fill(Rect(rect.x, rect.bottom - 3, rect.w, 3), colours.line)
    inner = rect.inset(page.theme.margin, 0)
    with page.zone("header"):
        inner = pill_at_end(page, inner, pill) if pill else _person(page, inner)
        brand(page, inner)


def pill_at_end(page: Page, rect: Rect, pill: Button) -> Rect:
    """A round button at the header's end; gives what is left before it."""
    colours = page.palette
    width = max(page.block(pill.label, 9999, "body", True).widths) + page.theme.size("body") + page.mm(18)
    place, rest = rect.end(width, page.mm(6))
    box = place.middle(place.w, page.theme.target + page.mm(3)).whole()
    page.box(box, colours.paper, colours.edge if colours.outlined else None, 0.7, radius=int(box.h / 2))
    label(page, box.inset(page.mm(4), 0), pill, colours.primary, "body")
    page.touch(box, pill.name, pill.action, pill.label, radius=int(box.h / 2))
    return rest


def _person(page: Page, rect: Rect) -> Rect:
    """Whose visit it is, where the way out stands elsewhere."""
    if not page.snapshot.person:
        return rect
    ink = page.palette.ink if page.palette.outlined else page.palette.on_primary
    place, rest = rect.end(max(page.block(page.snapshot.person, 9999, "body", True).widths) + 2, page.mm(6))
    page.text(place, page.snapshot.person, "body", True, ink, "right")
    return rest


def brand(page: Page, rect: Rect) -> None:
    """The mark, the product's name, and where one stands."""
    colours = page.palette
    size = page.mm(19)
    place, rest = rect.left(size, page.mm(5.5))
    key = ("mark", size, page.theme.mode)
    ground, ink, river = (colours.paper, colours.primary, colours.accent)
    page.picture(place.middle(size, size), key, lambda: art.mark(size, ground, ink, river))
    ink = colours.on_primary if not colours.outlined else colours.ink
    name = page.words("brand.name")
    style = "body" if len(page.block(name, rest.w, "body", True).lines) == 1 else "caption"
    if max(page.block(name, rest.w, style, True).widths) > rest.w or len(page.block(name, rest.w, style).lines) > 1:
        page.text(rest, name, style, True, ink, leading=1.15, role="brand")
        return
    leading = 1.15 if page.landscape and page.theme.senior else 1.3  # there the header is low
    name_high = page.theme.size(style) * leading
    line = page.theme.size("caption") * leading
    room = int((rest.h - name_high - page.mm(1)) // line)
    for site in _where(page):
        lines = len(page.block(site, rest.w, "caption").lines)
        if lines <= room:
            break
    else:
        page.text(rest, name, "body", True, ink, leading=1.2, role="brand")
        return
    block = rest.middle(rest.w, name_high + line * lines)
    page.text(
        Rect(rest.x, block.y, rest.w, name_high), name, style, True, ink, leading=min(leading, 1.25), role="brand"
    )
    soft = colours.on_primary_soft if not colours.outlined else colours.soft
    below = Rect(rest.x, block.y + name_high, rest.w, line * lines)
    page.text(below, site, "caption", False, soft, leading=min(leading, 1.25), role="brand")


def _where(page: Page) -> tuple[str, ...]:
    """The place and the terminal, or, where that is too long, what a person at the telephone asks for."""
    site = page.snapshot.site
    whole = page.words("brand.site", site=site.name, terminal=site.terminal_id)
    return whole, page.words("brand.terminal", terminal=site.terminal_id)


def clock(page: Page, rect: Rect, colour: str, align: str = "right") -> None:
    """The time of day; a live widget looks once a second and draws the page anew when the minute is another."""
    page.text(rect, hours_and_minutes(), "button", True, colour, align, role="clock")
    page.keep("minute", lambda: _Minute(page)).page = page


class _Minute(Widget):
    def __init__(self, page: Page) -> None:
        super().__init__(size=(0, 0))
        self.page = page
        self._shown = hours_and_minutes()
        self._event = Clock.schedule_interval(self._look, 1.0)

    def _look(self, _dt: float) -> bool:
        if self.parent is None:
            return False  # its screen is gone
        now = hours_and_minutes()
        if now != self._shown:
            self._shown = now
            self.page.again()
        return True


def step_bar(page: Page, rect: Rect) -> None:
    """What is being done, and how far one is."""
    colours, progress, item = page.palette, page.snapshot.progress, page.snapshot.item
    assert progress is not None and item is not None
    page.fill(rect, colours.paper)
    page.fill(Rect(rect.x, rect.bottom - 2, rect.w, 2), colours.line)
    inner = rect.inset(page.theme.margin, page.mm(4 if page.landscape else 5))
    bars, words = inner.foot(page.mm(2.6), page.mm(2))
    where = page.words("steps.where", index=progress.index, total=progress.total, label=progress.label)
    wide = min(max(page.block(where, 9999, "caption").widths) + 2, words.w * 0.62)
    right, left = words.end(wide, page.mm(6))
    page.text(left, item, "body", True, leading=1.2)
    page.text(right, where, "caption", False, colours.soft, "right", leading=1.2)
    for index, bar in enumerate(bars.columns(progress.total, page.mm(2.2)), 1):
        at = index == progress.index
        colour = colours.primary if index < progress.index else colours.step if at else colours.line
        if colours.outlined and index > progress.index:
            page.box(bar, colours.paper, colours.line, 0.4, radius=int(bar.h / 2))
        else:
            page.box(bar, colour, radius=int(bar.h / 2))


def heading(page: Page, rect: Rect, title: str, hint: str | None = None, most: float = 0.5) -> Rect:
    """The one sentence of the page and a quieter one below; gives what is left."""
    if page.title_place is not None:
        above, page.title_place = page.title_place, None
        under = page.mm(3) + page.block(hint, above.w, "caption").height if hint else 0
        style = next(  # the sentence grows smaller before the hint becomes too small to read
            one
            for one in ("title", "button", "body")
            if one == "body" or page.block(title, above.w, one, True).height + under <= above.h
        )
        high = page.block(title, above.w, style, True).height
        high += page.mm(3) + page.block(hint, above.w, "body").height if hint else 0
        _sentences(page, above.middle(above.w, high), title, hint, 1.0, style)
        return rect
    return _sentences(page, rect, title, hint, most).top(page.mm(8))[1]


def _sentences(page: Page, rect: Rect, title: str, hint: str | None, most: float, style: str = "title") -> Rect:
    block = page.block(title, rect.w, style, True)
    high = min(block.height, rect.h * most)
    high = page.text(Rect(rect.x, rect.y, rect.w, high), title, style, True, valign="top", role="heading")
    rest = rect.top(high, page.mm(3))[1]
    if hint:
        sub = page.block(hint, rect.w, "body")
        high = min(sub.height, max(rest.h * most, rest.h - page.mm(8)))
        place = Rect(rest.x, rest.y, rest.w, high)
        high = page.text(place, hint, "body", False, page.palette.soft, valign="top")
        rest = rest.top(high)[1]
    return rest
