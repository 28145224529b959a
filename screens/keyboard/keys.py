"""The keys of each way of writing: rows of keys, each as wide as its share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.text import message
from screens.geometry import Rect
from screens.keyboard.typing import CLEAR, DELETE, SHIFT, SPACE, Typing
from screens.page import Page
from screens.widgets import keyboards

ROWS = 4
REST = 0.0  # a share: what the other keys of the row leave
LETTERS = keyboards.LETTERS
STROKES = "hspnz"  # librime's letters for 横竖撇捺折
SIGNS = "-/#.()"
_DOT = "·"  # between the parts of a name, as in 阿依努尔·测试


@dataclass(frozen=True)
class Key:
    name: str
    face: str
    pressed: str  # what it types, or one of the named keys
    share: float = 1.0
    dark: bool = False
    icon: str | None = None
    style: str = "button"


def rows_of(page: Page, typing: Typing) -> list[list[Key]]:
    """From the top down."""
    if typing.mode == "stroke":
        return _stroke_rows(page)
    if typing.mode == "digits":
        return _digit_rows(page)
    upper = typing.mode == "english" and typing.upper
    rows = [[Key(f"key:{c}", c.upper() if upper else c, c.upper() if upper else c) for c in line] for line in LETTERS]
    if typing.mode == "english":
        rows[2].insert(0, Key("key:shift", page.say(message("keyboard.shift")), SHIFT, 1.5, True, "arrow-up"))
        rows[2].append(_delete(page, REST))
        signs = [Key(f"key:{sign}", sign, sign, 1.1) for sign in "-'."]
        rows.append([_clear(page), _space(page, REST), *signs])
    else:
        rows[2].append(_delete(page, REST))
        split = Key("key:'", page.say(message("keyboard.split")), "'", 1.7, style="body")
        dot = Key("key:dot", _DOT, _DOT, 1.2)
        rows.append([_clear(page), split, _space(page, REST), dot])
    return rows


def _stroke_rows(page: Page) -> list[list[Key]]:
    faces = [Key(f"key:{c}", page.say(message(f"keyboard.stroke.{c}")), c) for c in STROKES]
    return [faces[:3], [*faces[3:], _delete(page)], [_clear(page, 1.0), _space(page, 1.0), Key("key:dot", _DOT, _DOT)]]


def _digit_rows(page: Page) -> list[list[Key]]:
    digits = [Key(f"digit:{c}", c, c) for c in keyboards.DIGITS]
    words = page.say(message("keyboard.units")).split()
    units = [Key(f"unit:{word}", word, word, float(len(word)), style="body") for word in words]
    signs = [Key(f"key:{sign}", sign, sign) for sign in SIGNS]
    return [digits, units, [*signs, _delete(page, REST)], [_clear(page), _space(page, REST)]]


def _clear(page: Page, share: float = 2.2) -> Key:
    return Key("key:clear", page.words("button.clear"), CLEAR, share, True, style="body")


def _space(page: Page, share: float) -> Key:
    return Key("key:space", page.words("button.space"), SPACE, share, style="body")


def _delete(page: Page, share: float = 1.0) -> Key:
    return Key("key:delete", page.words("button.delete"), DELETE, share, True, "backspace")


def draw(page: Page, rect: Rect, rows: list[list[Key]], press: Callable[[str], None]) -> None:
    """A share of 2 is as wide as two keys with their gap. A shorter row is centred, unless one key takes the rest."""
    gap = page.mm(3)
    most = max(len(row) for row in rows)
    unit = (rect.w + gap) / most
    for place, row in zip(rect.rows(len(rows), gap), rows, strict=True):
        used = unit * sum(key.share for key in row)
        rest = rect.w + gap - used if any(key.share == REST for key in row) else 0.0
        x = place.x + (rect.w + gap - used - rest) / 2
        for key in row:
            wide = rest if key.share == REST else unit * key.share
            cell = Rect(x, place.y, wide - gap, place.h)
            keyboards.key(page, cell, key.name, key.face, partial(press, key.pressed), key.dark, key.icon, key.style)
            x += wide
