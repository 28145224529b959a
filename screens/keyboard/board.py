"""The whole keyboard on a page: tabs, candidates, keys or the pad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.text import Text, message
from kiosk.typing.typist import Answer
from screens.geometry import Rect
from screens.keyboard import candidates, keys
from screens.keyboard import typing as t
from screens.keyboard.ink import InkPad
from screens.keyboard.keys import Key
from screens.keyboard.typing import Typing
from screens.page import Page
from screens.widgets import keyboards

Change = Callable[[Typing], None]


@dataclass(frozen=True)
class Field:
    """The field that is typed into. `change` is called with every new state; the page is then drawn anew."""

    now: Typing
    change: Change
    most: int  # characters
    hint: Text | None = None  # in place of candidates, where there are none
    person: bool = False  # somebody's name is typed


def height(page: Page) -> float:
    """What the keyboard takes where there is room; a lower place makes its keys lower."""
    key = page.theme.pick(23, 25) if not page.landscape else page.theme.pick(19, 20)
    return _tabs_height(page) + _strip_height(page) + keys.ROWS * key + (keys.ROWS + 1) * page.mm(3)


def begin(page: Page, value: str) -> Typing:
    """A new field: the way of writing is the one that this citizen used last."""
    return t.begin(page.surface.typist, value, page.surface.typist.preferred, page.language, page.theme.senior)


def draw(page: Page, rect: Rect, field: Field) -> None:
    page.surface.typist.prepare()
    keyboards.tray(page, Rect(rect.x, rect.y - page.mm(3), rect.w, rect.h + page.mm(3)))
    tabs, rest = rect.top(_tabs_height(page), page.mm(3))
    _tabs(page, tabs, field)
    if field.now.open:
        candidates.grid(page, rest, field.now, lambda index: _choose(page, field, index), field.change)
        return
    strip, rest = rest.top(_strip_height(page), page.mm(3))
    hint = page.say(_hint(page, field))
    candidates.strip(page, strip, field.now, hint, lambda index: _choose(page, field, index), field.change)
    if field.now.mode == "handwriting":
        _pad(page, rest, field)
        return
    put_pad_away(page)
    keys.draw(page, rest, keys.rows_of(page, field.now), lambda key: _press(page, field, key))


def _tabs_height(page: Page) -> float:
    return page.theme.target + page.mm(1)


def _strip_height(page: Page) -> float:
    return page.theme.pick(19, 23) if not page.landscape else page.theme.pick(17, 20)


def _tabs(page: Page, rect: Rect, field: Field) -> None:
    colours, modes = page.palette, t.offered(page.surface.typist)
    names = [page.say(message(f"keyboard.mode.{mode}")) for mode in modes]
    style, cells = _tab_places(page, rect, names)
    for place, mode, words in zip(cells, modes, names, strict=True):
        on = mode == field.now.mode
        if on:
            page.box(place, colours.paper, colours.edge if colours.outlined else None, 0.6, radius=page.mm(3.2))
        ink = colours.primary if on or colours.outlined else colours.ink
        page.text(place.inset(page.mm(1), 0), words, style, on, ink, "center", leading=1.2)
        turn = partial(_turn, page, field, mode)
        page.touch(place, f"input:{mode}", turn, words, key=True, radius=page.mm(3.2), chosen=on)


def _tab_places(page: Page, rect: Rect, names: list[str]) -> tuple[str, list[Rect]]:
    """All in one size; where equal tabs would take small type, each is as wide as its word asks for."""
    gap, sides = page.mm(3), page.mm(2)
    for style in ("body", "caption"):
        wants = [max(page.theme.target, page.block(name, 9999, style, True).widths[0] + sides) for name in names]
        if sum(wants) + gap * (len(wants) - 1) <= rect.w:
            break
    return style, rect.fitted(wants, gap)


def _hint(page: Page, field: Field) -> Text:
    if not any(mode in t.CHINESE for mode in t.offered(page.surface.typist)):
        return message("keyboard.no_chinese")
    if field.now.composing:
        return message("keyboard.no_candidate")
    name = "english_name" if field.person and field.now.mode == "english" else field.now.mode
    return field.hint if field.hint is not None else message(f"keyboard.hint.{name}")


def _turn(page: Page, field: Field, mode: str) -> None:
    page.surface.typist.preferred = mode
    put_pad_away(page)
    field.change(t.turn(field.now, mode))


def _press(page: Page, field: Field, key: str) -> None:
    field.change(t.press(field.now, key, page.surface.typist, field.most))


def _choose(page: Page, field: Field, index: int) -> None:
    pad: InkPad | None = page.state.get("ink")
    if pad is not None:
        pad.clear()
    field.change(t.choose(field.now, index, page.surface.typist, field.most))


# ---- handwriting --------------------------------------------------------------------------------
def put_pad_away(page: Page) -> None:
    pad: InkPad | None = page.state.get("ink")
    if pad is not None:
        pad.clear()


def _pad(page: Page, rect: Rect, field: Field) -> None:
    colours, typist = page.palette, page.surface.typist
    side, place = rect.end(page.theme.pick(52, 58), page.mm(4))
    place = place.whole()
    page.box(place, colours.key, colours.edge if colours.outlined else colours.line, 0.5)
    _guide_lines(page, place)
    pad: InkPad = page.keep("ink", lambda: InkPad(typist, colours.ink, page.theme.px_per_mm))
    pad.place(place, page.theme.height, colours.ink)
    pad.heard = lambda answer: _heard(page, field, answer)
    pad.written = page.surface.local_touch
    page.touch(place, "pad:ink", lambda: None, message("keyboard.pad"), role="pad")

    def press(key: str) -> None:
        if key == "undo":
            pad.undo()
            return
        unfinished = bool(pad.strokes)
        pad.clear()
        if key == "rewrite" or (key == t.DELETE and unfinished):  # what lies on the pad goes first
            field.change(t.wrote(field.now, Answer()))
        else:
            _press(page, field, key)

    names = (
        Key("ink:undo", page.say(message("keyboard.undo")), "undo", style="body"),
        Key("ink:rewrite", page.say(message("keyboard.rewrite")), "rewrite", style="body"),
        Key("key:space", page.words("button.space"), t.SPACE, style="body"),
        Key("key:delete", page.words("button.delete"), t.DELETE, dark=True, icon="backspace"),
    )
    keys.draw(page, side, [[name] for name in names], press)


def _heard(page: Page, field: Field, answer: Answer | None) -> None:
    if answer is None:  # the engine has failed: what cannot work is no longer offered
        modes = t.offered(page.surface.typist)
        mode = field.now.mode if field.now.mode in modes else modes[0]
        field.change(t.turn(field.now, mode))
        return
    field.change(t.wrote(field.now, answer))


def _guide_lines(page: Page, rect: Rect) -> None:
    """A cross, faint, as in a copybook."""
    centre_x, centre_y = rect.centre
    inset = page.mm(5)
    page.fill(Rect(rect.x + inset, centre_y, rect.w - 2 * inset, 2), page.palette.line)
    page.fill(Rect(centre_x, rect.y + inset, 2, rect.h - 2 * inset), page.palette.line)
