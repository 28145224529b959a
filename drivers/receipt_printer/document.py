"""What a receipt says, as plain values; `layout.py` decides how it looks on paper.

Texts are kept out of every `repr`: a receipt bears a citizen's name and case number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Size = Literal["small", "body", "large", "title"]
Align = Literal["left", "centre", "right"]
RuleKind = Literal["thin", "thick", "dashed"]


@dataclass(frozen=True)
class Line:
    """A paragraph; it wraps, and a newline in it is kept."""

    text: str = field(repr=False)
    size: Size = "body"
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Pair:
    """A label at the left edge with its value at the right; a value too long for that stands below the label."""

    label: str = field(repr=False)
    value: str = field(repr=False)


@dataclass(frozen=True)
class QrCode:
    """A QR code (GB/T 18284, ISO/IEC 18004; UTF-8, error correction level M), centred, with words below it."""

    payload: str = field(repr=False)
    caption: str = field(default="", repr=False)


@dataclass(frozen=True)
class Rule:
    kind: RuleKind = "thin"


@dataclass(frozen=True)
class Space:
    mm: float


@dataclass(frozen=True)
class Table:
    """Columns of cells. A cell wraps within its column; `align`: one word a column, left where it is shorter."""

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    header: tuple[str, ...] = field(default=(), repr=False)
    align: tuple[Align, ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Header, then rows, each filled up with empty cells."""
        written = ((self.header,) if self.header else ()) + self.rows
        return tuple(row + ("",) * (self.columns - len(row)) for row in written)

    @property
    def columns(self) -> int:
        return max((len(row) for row in (self.header, *self.rows)), default=0)

    def aligned(self, column: int) -> Align:
        return self.align[column] if column < len(self.align) else "left"


Block = Line | Pair | QrCode | Rule | Space | Table


@dataclass(frozen=True)
class Receipt:
    blocks: tuple[Block, ...]
