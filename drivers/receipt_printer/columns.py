"""How a table's columns share the width of the paper, in dots or in cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def allot(natural: Sequence[float], room: float, gap: float, least: float) -> list[float]:
    """A width for each column. `natural`: of its widest cell; `room`: of the paper; `gap`: between two columns.

    Columns that fit stay as they are; the widest give way first, all to the same width, but none below
    `least`. Spare room goes to the first column, so that the last ends at the right edge.
    """
    if not natural:
        return []
    free = room - gap * (len(natural) - 1)
    if sum(natural) <= free:
        return [natural[0] + free - sum(natural), *natural[1:]]
    widths = [0.0] * len(natural)
    waiting = sorted(range(len(natural)), key=lambda column: natural[column])
    for place, column in enumerate(waiting):
        share = free / (len(waiting) - place)
        widths[column] = max(min(natural[column], share), min(least, natural[column]))
        free -= widths[column]
    return widths


def cells(text: str) -> int:
    """Columns of a printer's font that a text takes: Chinese two, Latin one (UAX 11, W and F)."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WFA" and ord(character) > 0x7F else 1 for character in text
    )
