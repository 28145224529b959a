"""Help and the ways to adapt the screen, always at the same place; in low mode the way out stands here too."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.languages import languages
from kiosk.visit.intents import CallHelp, SetLanguage, SetLow, SetMode
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Action, Button

LANGUAGES_AT_ONCE = 3  # beside back and help, in the place of five cells


@dataclass(frozen=True)
class Cell:
    name: str
    icon: str
    words: str
    action: Action
    on: bool = False


def adapt_bar(page: Page, rect: Rect, way_out: Button | None = None) -> Rect:
    """Draw it and give what is left. `way_out`: a button that has its place in the header otherwise."""
    cells = cells_of(page)
    if way_out is not None:
        cells.append(Cell(way_out.name, way_out.icon or "logout", page.say(way_out.label), way_out.action))
    bar, rest, places = _places(page, rect, cells)
    colours = page.palette
    page.fill(bar, colours.paper)
    edge = Rect(bar.x, bar.y, 2, bar.h) if page.landscape else Rect(bar.x, bar.y, bar.w, 2)
    page.fill(edge, colours.line)
    with page.zone("adapt"):
        for cell, place in zip(cells, places, strict=False):
            _draw(page, place, cell)
    return rest


def _places(page: Page, rect: Rect, cells: list[Cell]) -> tuple[Rect, Rect, list[Rect]]:
    """Portrait at the foot, landscape at the end; low in landscape in two columns, where hands reach."""
    count = len(cells)
    if not page.landscape:
        bar, rest = rect.foot(page.theme.pick(37, 43))
        least, sides = page.theme.target + page.mm(3), page.mm(2.5)
        wants = [max(least, page.block(cell.words, 9999, "caption", cell.on).widths[0] + sides) for cell in cells]
        return bar, rest, bar.inset(page.mm(2 if count > 5 else 4), 0).fitted(wants)
    if not page.low:
        bar, rest = rect.end(page.theme.pick(42, 52))
        return bar, rest, bar.rows(count)
    bar, rest = rect.end(page.theme.pick(74, 97))  # as wide as the longest word in the small size
    bar = page.reach.end(bar.w)[0]
    return bar, rest, [place for row in bar.rows(-(-count // 2)) for place in row.columns(2)]


def _draw(page: Page, place: Rect, cell: Cell) -> None:
    colours = page.palette
    ink = colours.primary if cell.on or colours.outlined else colours.ink
    size = page.mm(12.5)
    high = page.theme.size("caption") * 1.35
    block = place.middle(place.w, size + page.mm(2) + high)
    if cell.on:
        mark = place.inset(page.mm(3), page.mm(3))
        page.box(mark, colours.pale, colours.edge if colours.outlined else None, 0.5, radius=page.mm(4))
    page.icon(cell.icon, Rect(place.x + (place.w - size) / 2, block.y, size, size), ink)
    words_at = Rect(place.x + page.mm(1), block.y + size + page.mm(2), place.w - page.mm(2), high)
    page.text(words_at, cell.words, "caption", cell.on, ink, "center", leading=1.25)
    page.touch(place.inset(page.mm(1.5), page.mm(1.5)), cell.name, cell.action, cell.words, chosen=cell.on)


def cells_of(page: Page) -> list[Cell]:
    """Each says what a touch will do. None is lit for the way that one has: the words would be those of the other."""
    now = page.snapshot.preferences
    senior, contrast = now.mode == "senior", now.mode == "contrast"
    if page.state.get("languages") is not None:
        return _languages(page, page.state["languages"])
    return [
        Cell(
            "mode:standard" if senior else "mode:senior",
            "text-decrease" if senior else "text-increase",
            page.words("adapt.standard" if senior else "adapt.senior"),
            SetMode("standard" if senior else "senior"),
        ),
        Cell(
            "mode:standard" if contrast else "mode:contrast",
            "contrast-2",
            page.words("adapt.contrast_off" if contrast else "adapt.contrast"),
            SetMode("standard" if contrast else "contrast"),
        ),
        Cell(
            "low:off" if now.low else "low:on",
            "wheelchair",
            page.words("adapt.low_off" if now.low else "adapt.low"),
            SetLow(not now.low),
        ),
        Cell("language:menu", "language", page.words("adapt.languages"), page.change(languages=0)),
        Cell("intent:help", "headset", page.words("adapt.help"), CallHelp()),
    ]


def _languages(page: Page, first: int) -> list[Cell]:
    """Every language by its own name, in the place of the bar's other cells until one is chosen."""
    every = list(languages().values())

    def choose(code: str) -> Action:
        def act() -> None:
            page.change(languages=None)()
            page.send(SetLanguage(code))

        return act

    shown = every[first : first + LANGUAGES_AT_ONCE]
    cells = [
        Cell(f"language:{one.code}", "language", one.name, choose(one.code), one.code == page.language) for one in shown
    ]
    if len(every) > LANGUAGES_AT_ONCE:
        following = (first + LANGUAGES_AT_ONCE) if first + LANGUAGES_AT_ONCE < len(every) else 0
        cells.append(Cell("language:more", "dots", page.words("adapt.more"), page.change(languages=following)))
    cells.append(Cell("language:close", "x", page.words("adapt.back"), page.change(languages=None)))
    return [*cells, Cell("intent:help", "headset", page.words("adapt.help"), CallHelp())]
