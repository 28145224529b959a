"""Blocks of text in the theme's sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.textures import Textures
from screens.theme import STYLES, Theme
from screens.typesetting import wrap

LEADING = {"number": 1.25, "title": 1.3, "button": 1.35, "body": 1.5, "caption": 1.4}

_TIGHT = 1.15  # of the size: the least height that a line's letters need


@dataclass(frozen=True)
class Block:
    lines: tuple[str, ...]
    widths: tuple[float, ...]
    size: int
    line_height: float

    @property
    def height(self) -> float:
        return self.line_height * len(self.lines)


def set_block(
    textures: Textures,
    theme: Theme,
    text: str,
    width: float,
    style: str,
    bold: bool,
    leading: float | None = None,
    height: float | None = None,
) -> Block:
    """`text` in lines of at most `width`; when `height` is given, in the largest size from `style` down that fits."""
    block = None
    for smaller in STYLES[STYLES.index(style) :]:
        block = _block(textures, text, width, theme.size(smaller), bold, leading or LEADING[smaller])
        if height is not None and len(block.lines) == 1 and block.size * _TIGHT <= height < block.height:
            block = replace(block, line_height=round(height))  # a line alone needs no leading
        if height is None or (block.height <= height + 1 and max(block.widths) <= width + 1 and not torn(text, block)):
            break
    else:  # the last resort: a size below the scale, and tight lines
        for least in theme.smaller:
            block = _block(textures, text, width, least, bold, 1.25)
            if block.height <= (height or block.height) + 1 and max(block.widths) <= width + 1:
                break
    assert block is not None
    return block


def _block(textures: Textures, text: str, width: float, size: int, bold: bool, leading: float) -> Block:
    def measure(line: str) -> float:
        return textures.width(line, size, bold)

    lines = wrap(text, width, measure)
    lines = [*(line.removesuffix(" ·") for line in lines[:-1]), lines[-1]]  # what parts two things ends with the line
    return Block(tuple(lines), tuple(measure(line) for line in lines), size, round(size * leading))


def torn(text: str, block: Block) -> bool:
    """True when a Latin word had to be cut in two: a smaller size may spare that."""
    words = set(text.split())
    for one, two in zip(block.lines, block.lines[1:], strict=False):
        if not one or not two or not (one[-1] + two[0]).isascii() or one[-1] == "-":
            continue
        if one.split()[-1] + two.split()[0] in words:
            return True
    return False
