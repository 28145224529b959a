"""Rows and tiles: an icon on its tinted square, a title, a line below."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.text import Text
from kiosk.visit.intents import ChooseItem, OpenService
from kiosk.visit.views import ItemTile, ServiceTile
from screens.geometry import Rect
from screens.page import Page
from screens.theme import Tint, category_tint
from screens.widgets.buttons import Action


def icon_square(page: Page, rect: Rect, icon: str, tint: Tint, share: float = 0.56) -> None:
    page.box(rect, tint.ground, tint.ink if page.palette.outlined else None, 0.5, radius=page.mm(4))
    page.icon(icon, rect.middle(rect.w * share, rect.h * share), tint.ink)


def chip(page: Page, x: float, middle: float, text: Text | str, tint: Tint) -> float:
    """A small label; gives its width."""
    block = page.block(text, page.theme.width, "caption", True)
    height = page.theme.size("caption") * 1.32
    width = max(block.widths) + page.mm(5)
    rect = Rect(x, middle - height / 2, width, height).whole()
    page.box(rect, tint.ground, tint.ink if page.palette.outlined else None, 0.4, radius=page.mm(1.8))
    page.text(rect, text, "caption", True, tint.ink, "center", leading=1.25)
    return rect.w


def category_tile(
    page: Page, rect: Rect, name: str, icon: str, title: Text | str, tint: Tint, action: Action, one_line: bool
) -> None:
    """The icon above its word; `one_line` is the same for all tiles of a grid, so that their words are of one size."""
    page.card(rect, touchable=True)
    style = "body" if one_line else "caption"
    label, gap = page.theme.size(style) * (1.4 if style == "body" else 2.4), page.mm(2)
    side = min(max(page.mm(19), rect.h * 0.4), rect.h * 0.5, rect.h - label - gap - page.mm(3))
    top = rect.y + (rect.h - side - gap - label) / 2
    icon_square(page, Rect(rect.x + (rect.w - side) / 2, top, side, side), icon, tint)
    place = Rect(rect.x + page.mm(2), top + side + gap, rect.w - page.mm(4), label)
    page.text(place, title, style, False, page.palette.ink, "center", leading=1.2)
    page.touch(rect, name, action, title)


def _item_places(page: Page, rect: Rect, large: bool) -> tuple[Rect, Rect]:
    """The icon's square and the place of the words."""
    inner = rect.inset(page.mm(6 if rect.w > page.mm(140) else 5), page.mm(2))
    side = 28 if large else 22 if rect.w > page.mm(125) else 20 if page.han else 17  # Latin words take the room
    square, rest = inner.left(min(page.mm(side), inner.h), page.mm(5))
    return square, rest


def title_style(page: Page, tiles: Sequence[ItemTile], rect: Rect, large: bool = False) -> str:
    """The largest size in which every title of a grid fits above its second line."""
    _, rest = _item_places(page, rect, large)
    line = round(page.theme.size("caption") * 1.5)
    styles = ("button", "body", "caption") if large else ("body", "caption")
    for style in styles:
        blocks = [page.block(tile.title, rest.w, style, True, 1.25) for tile in tiles]
        if all(block.height + line + page.mm(1.5) <= rest.h for block in blocks):
            return style
    return "caption"


def item_row(page: Page, rect: Rect, tile: ItemTile, large: bool = False, style: str | None = None) -> None:
    """An item: what it is called, whether it ends at once, what one needs; or why it cannot be done now."""
    page.card(rect, touchable=tile.unavailable is None, fill=None if tile.unavailable is None else _closed(page))
    square, rest = _item_places(page, rect, large)
    style = style or title_style(page, [tile], rect, large)
    if tile.unavailable is None:
        icon_square(page, square.middle(square.w, square.w), tile.icon, page.palette.tint(category_tint(tile.category)))
        _able(page, rect, rest, tile, style)
    else:
        _unable(page, Rect(square.x, rest.y, rest.right - square.x, rest.h), rest, tile, style)
    page.touch(rect, f"item:{tile.short}", ChooseItem(tile.code), tile.title, dimmed=tile.unavailable is not None)


def _closed(page: Page) -> str:
    return page.palette.disabled_ground


def _able(page: Page, rect: Rect, rest: Rect, tile: ItemTile, style: str) -> None:
    line = round(page.theme.size("caption") * 1.5)
    title = page.block(tile.title, rest.w, style, True, 1.25)
    needs, instant = _needs_lines(page, tile, rest.w), tile.instant
    if title.height + line * 1.86 + page.mm(1.5) > rest.h:
        # where it is low the name goes before, and what one needs before the label; the guide says all
        first, _, second = needs.partition("\n")
        alone = not first and max(page.block(second, 9999, "caption").widths) <= rest.w
        needs, instant = (second, False) if alone else (first, instant)
    below = max(line, min(line * (1.86 if "\n" in needs else 1), rest.h - title.height - page.mm(1.5)))
    if title.height + line + page.mm(1.5) > rest.h + 1:
        below = 0
    high = min(title.height, rest.h - below)
    top = rest.y + max(0, (rest.h - high - page.mm(1.5) - below) / 2)
    page.text(Rect(rest.x, top, rest.w, high), tile.title, style, True, leading=1.25)
    if below:
        under = Rect(rest.x, top + high + page.mm(1.5), rest.w, max(line, rect.bottom - top - high - page.mm(4)))
        _needs(page, under, instant, line, needs)


def _unable(page: Page, whole: Rect, rest: Rect, tile: ItemTile, style: str) -> None:
    """Greyed, with the reason. Where both are long, the picture gives way before the words become small."""
    colours, gap = page.palette, page.mm(1)
    reason = page.say(tile.unavailable or "")
    styles = ("button", "body", "caption")
    for place, size in ((place, size) for place in (rest, whole) for size in styles[styles.index(style) :]):
        title = page.block(tile.title, place.w, size, True, 1.25)
        why = page.block(reason, place.w, "caption", False, 1.3)
        if title.height + gap + why.height <= place.h and max(*title.widths, *why.widths) <= place.w + 1:
            break
    if place is rest:
        square = Rect(whole.x, whole.y, min(rest.x - whole.x - page.mm(5.5), whole.h), whole.h)
        icon_square(page, square.middle(square.w, square.w), tile.icon, Tint(colours.disabled, colours.disabled_ground))
    both = place.middle(place.w, title.height + gap + why.height)
    name, under = both.top(max(title.height * 0.5, min(title.height, both.h - gap - why.height)), gap)
    page.text(name, tile.title, size, True, colours.disabled, leading=1.25)
    ink = colours.tint("bad").ink if not colours.outlined else colours.ink
    page.text(under, reason, "caption", False, ink, valign="top", leading=1.3)


def _needs_lines(page: Page, tile: ItemTile, width: float) -> str:
    """What one needs, in one line or in two; a line ends between two things. It begins with the second where the first
    has no room beside the label."""
    words = page.say(tile.needs)
    if tile.instant:
        width -= max(page.block(page.words("tile.instant"), 9999, "caption", True).widths) + page.mm(8)

    def fits(part: Sequence[str]) -> bool:
        return page.block(" · ".join(part), 9999, "caption").widths[0] <= width

    parts = words.split(" · ")
    if fits(parts):
        return words
    first = next((n for n in range(len(parts) - 1, 0, -1) if fits(parts[:n])), 0)
    if not first:
        return "\n" + words if tile.instant else words
    return " · ".join(parts[:first]) + "\n" + " · ".join(parts[first:])


def _needs(page: Page, rect: Rect, instant: bool, line: float, words: str) -> None:
    x, middle = rect.x, rect.y + line / 2
    if instant:
        x += chip(page, x, middle, page.words("tile.instant"), page.palette.tint("good")) + page.mm(3)
    for number, part in enumerate(words.split("\n")):
        if number and x + max(page.block(part, 9999, "caption").widths) > rect.right:
            x = rect.x  # too long to stand beside the label
        place = Rect(x, rect.y + number * line * 0.86, rect.right - x, line)
        page.text(place, part, "caption", False, page.palette.soft, leading=1.25)


def service_strip(page: Page, rect: Rect, tiles: Sequence[ServiceTile]) -> None:
    """Equal cells, or as wide as their words; icons beside the words, or above all of them where one would not fit."""
    between, side, gap = page.mm(3.5), page.mm(9), page.mm(3)
    free = rect.w - between * (len(tiles) - 1)
    for style, beside in (("body", True), ("body", False), ("caption", True), ("caption", False)):
        widths = [max(page.block(tile.title, 9999, style).widths) for tile in tiles]
        wants = [wide + (side + gap + page.mm(3) if beside else page.mm(4)) for wide in widths]
        high = 0 if beside else side * 0.9 + page.mm(3) + page.theme.size(style) * 1.3
        if high <= rect.h and (max(wants) * len(tiles) <= free or (style == "caption" and sum(wants) <= free)):
            break
    cells = rect.fitted(wants, between)
    for tile, cell, wide in zip(tiles, cells, widths, strict=True):
        able = tile.unavailable is None
        ink = page.palette.ink if able else page.palette.disabled
        page.card(cell, touchable=able, fill=None if able else page.palette.disabled_ground)
        if beside:
            square, words = cell.middle(side + gap + wide + 2, side).left(side, gap)
            page.text(Rect(words.x, cell.y, words.w, cell.h), tile.title, style, False, ink)
        else:
            line = page.theme.size(style) * 1.3
            both = cell.middle(cell.w - page.mm(2), side * 0.9 + page.mm(1) + line)
            square, words = both.top(side * 0.9, page.mm(1))
            square = square.middle(square.h, square.h)
            page.text(words, tile.title, style, False, ink, "center", leading=1.2)
        page.icon(tile.icon, square, page.palette.primary if able else page.palette.disabled, 2.0)
        page.touch(cell, f"service:{tile.name}", OpenService(tile.name), tile.title, dimmed=not able)


def choice_row(
    page: Page,
    rect: Rect,
    name: str,
    title: Text | str,
    action: Action,
    chosen: bool = False,
    icon: str | None = None,
    tint: Tint | None = None,
    sub: Text | str | None = None,
    mark: str | None = None,
    share: float = 0.56,
    style: str | None = None,
) -> None:
    """A row that is chosen by a tap; what is chosen has a blue frame and a tick, not colour alone."""
    colours = page.palette
    page.box(
        rect,
        colours.pale if chosen else colours.paper,
        colours.primary if chosen else colours.edge,
        0.75 if chosen else 0.5,
    )
    inner = rect.inset(_choice_inset(page, rect), page.mm(2))
    if icon and tint:
        square, inner = inner.left(_choice_icon(page, inner), page.mm(6))
        icon_square(page, square.middle(square.w, square.w), icon, tint, share)
    if mark:
        size = _mark(page)
        place, inner = inner.end(size, page.mm(4))
        page.icon(mark, place.middle(size, size), colours.primary if chosen else colours.edge, 2.0)
    if sub:
        high = page.theme.size("caption") * 1.4
        title_high = page.theme.size("body") * 1.35
        block = inner.middle(inner.w, high + title_high)
        page.text(Rect(inner.x, block.y, inner.w, title_high), title, style or "body", True)
        page.text(Rect(inner.x, block.y + title_high, inner.w, high), sub, "caption", False, colours.soft)
    else:
        page.text(inner, title, style or _choice_style(page, rect), True, leading=1.2)
    page.touch(rect, name, action, title, chosen=chosen)


def _mark(page: Page) -> int:
    return int(page.theme.pick(11, 13.5))


def _choice_icon(page: Page, inner: Rect) -> float:
    return min(page.mm(20), inner.h)


def named_style(page: Page, rect: Rect, titles: Sequence[Text | str], mark: bool) -> str:
    """The size in which each of them stands in one line beside its icon, in a row like `rect`."""
    inner = rect.inset(_choice_inset(page, rect), page.mm(2))
    wide = inner.w - _choice_icon(page, inner) - page.mm(6) - (_mark(page) + page.mm(4) if mark else 0)
    return "body" if all(page.block(title, 9999, "body", True).widths[0] <= wide for title in titles) else "caption"


def _choice_inset(page: Page, rect: Rect) -> int:
    return page.mm(6 if rect.w > page.mm(110) else 3.5)


def _choice_style(page: Page, rect: Rect) -> str:
    large = rect.h >= page.theme.pick(24, 30) and rect.w > page.mm(150)
    return "button" if large else "body"


def choices_style(page: Page, rect: Rect, titles: Sequence[Text | str]) -> str:
    """The largest size in which each of them fits into a row like `rect` with its mark at the end."""
    wide, high = rect.w - 2 * _choice_inset(page, rect) - _mark(page) - page.mm(4), rect.h - page.mm(4)
    largest = _choice_style(page, rect)
    for style in ("button", "body") if largest == "button" else ("body",):
        blocks = [page.block(title, wide, style, True, 1.2) for title in titles]
        if all(block.height <= high and max(block.widths) <= wide for block in blocks):
            return style
    return "caption"


def banner(page: Page, rect: Rect, text: Text | str, tint: str = "warn", icon: str = "alert-triangle") -> None:
    """A calm sentence that must be seen."""
    colours = page.palette.tint(tint)
    page.box(rect, colours.ground, colours.ink if page.palette.outlined else None, 0.5, radius=page.mm(4))
    size = _mark(page)
    place, rest = rect.inset(page.mm(5), page.mm(2)).left(size, page.mm(4))
    page.icon(icon, place.middle(size, size), colours.ink, 2.0)
    page.text(rest, text, "body", True, colours.ink, leading=1.35, role="alert")


def banner_height(page: Page, width: float, text: Text | str) -> float:
    block = page.block(text, width - page.mm(14) - _mark(page), "body", True, 1.35)
    return max(page.mm(20), block.height + page.mm(8))
