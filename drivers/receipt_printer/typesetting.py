"""Breaks a text into lines by the rules of Chinese typesetting (GB/T 15834, clause 5.1; W3C CLREQ, 3.1.3).

Chinese may break between any two characters, except that closing punctuation never begins a line
and opening punctuation never ends one. Latin words and numbers stay whole when they can.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—～·％,.;:?!)]}%°℃")
NEVER_LAST = frozenset("（《「『【〔〈“‘([{￥¥$＄#№")

Width = Callable[[str], float]
"""The advance of a text in dots."""


def units(text: str) -> list[str]:
    """The smallest pieces between which a line may break; a blank belongs to the piece before it."""
    pieces: list[str] = []
    for character in text:
        if pieces and not _may_break(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _may_break(before: str, after: str) -> bool:
    last = before[-1]
    if after == " " or after in NEVER_FIRST or last in NEVER_LAST or unicodedata.combining(after):
        return False
    if last == " ":
        return True
    return _is_wide(last) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def wrap(text: str, width: Width, limit: float) -> list[str]:
    """Lines of `text`, none wider than `limit`; at least one, and a newline always begins another."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_fill(paragraph, width, limit))
    return lines


def _fill(paragraph: str, width: Width, limit: float) -> list[str]:
    if width(whole := paragraph.rstrip()) <= limit:  # most do, and measuring piece by piece takes long
        return [whole]
    lines: list[str] = []
    line = ""
    for unit in units(paragraph):
        if width((line + unit).rstrip()) <= limit:
            line += unit
            continue
        if line:
            lines.append(line.rstrip())
        line = unit
        while width(line.rstrip()) > limit and len(line) > 1:  # a word or number longer than the line
            cut = len(line) - 1
            while cut > 1 and width(line[:cut]) > limit:
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    lines.append(line.rstrip())
    return lines
