"""Draws a receipt as dots: one picture, 576 dots wide for 80 mm paper at 203 dpi, 384 for 58 mm.

The whole receipt is a picture, because a printer's own font lacks the rare characters of names
(CJK extensions A and B) and prints them blank, and because a code page cannot be asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont

from drivers.receipt_printer.columns import allot
from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Receipt, Rule, Size, Space, Table
from drivers.receipt_printer.typesetting import wrap

WIDTH, NARROW = 576, 384  # dots: the 72 mm that an 80 mm head prints, the 48 mm of a 58 mm head
DOTS_PER_MM = 8  # 203 dpi
MARGIN = 16  # dots; clones differ by a millimetre or two in where the head begins
EM: dict[int, dict[Size, int]] = {  # by the paper's width; narrow paper still takes 14 characters of "body" a line
    WIDTH: {"small": 23, "body": 28, "large": 38, "title": 48},
    NARROW: {"small": 21, "body": 25, "large": 32, "title": 40},
}
LEADING = 1.42  # line pitch in em: Chinese has no ascenders to hold lines apart
BLOCK_GAP = 6  # dots between blocks, so that a wrapped paragraph reads as one
PAIR_GAP = 28  # the least white between a label and its value: one character
INDENT = 28  # of a value that stands below its label
QR_TARGET = 352  # dots with its quiet zone: 44 mm, which a telephone reads at arm's length
QR_LEAST_MODULE = 3  # dots; below 0.375 mm dots of a thermal head run into each other
QR_QUIET_ZONE = 4  # modules, ISO/IEC 18004
INK = 160  # a grey below this becomes black; above the middle, as thin strokes suffer more than thick ones


class FontsMissing(Exception):
    """One sentence that names the folder and what to do."""


@dataclass(frozen=True)
class Faces:
    """The Simplified Chinese faces of Noto Sans, in `folder`, in the sizes for paper of `width` dots (a key of `EM`).

    Raises `FontsMissing` when made.
    """

    folder: Path
    width: int = WIDTH

    def __post_init__(self) -> None:
        missing = [name for name in ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf") if not self._usable(name)]
        if missing:
            raise FontsMissing(
                f"Receipts cannot be printed: {' and '.join(missing)} cannot be read in {self.folder}; "
                "`make setup` puts the fonts there."
            )

    def _usable(self, name: str) -> bool:
        try:
            ImageFont.truetype(self.folder / name, 10)
        except OSError:
            return False
        return True

    @cached_property
    def _sizes(self) -> dict[tuple[Size, bool], ImageFont.FreeTypeFont]:
        # BASIC: Chinese needs none of what Raqm shapes (ligatures, scripts that join), which takes three times as long.
        return {
            (size, bold): ImageFont.truetype(
                self.folder / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf",
                em,
                layout_engine=ImageFont.Layout.BASIC,
            )
            for size, em in EM[self.width].items()
            for bold in (False, True)
        }

    def face(self, size: Size, bold: bool) -> ImageFont.FreeTypeFont:
        return self._sizes[size, bold]


@lru_cache(maxsize=20_000)
def _advance(face: ImageFont.FreeTypeFont, character: str) -> float:
    return face.getlength(character)


def _length(face: ImageFont.FreeTypeFont) -> Callable[[str], float]:
    """The width of a text. Chinese is not kerned, so each of its characters is measured only once."""

    def length(text: str) -> float:
        if any(character < "\u2e80" for character in text):
            return face.getlength(text)
        return sum(_advance(face, character) for character in text)

    return length


@dataclass(frozen=True)
class _Strip:
    """A part of the receipt: its height, and how it is drawn when its top is known."""

    height: int
    draw: Callable[[ImageDraw.ImageDraw, int], None]


def render(receipt: Receipt, faces: Faces) -> Image.Image:
    """The receipt as a picture of mode "1" (0 black, 255 white), as wide as the paper.

    Raises `ValueError` where a QR code's payload is too long for any QR code.
    """
    strips = [strip for block in receipt.blocks for strip in _lay_out(block, faces)]
    picture = Image.new("L", (faces.width, max(1, sum(strip.height for strip in strips))), 255)
    pen = ImageDraw.Draw(picture)
    top = 0
    for strip in strips:
        strip.draw(pen, top)
        top += strip.height
    return picture.point([0 if grey < INK else 255 for grey in range(256)], "1")


def _lay_out(block: Block, faces: Faces) -> list[_Strip]:
    match block:
        case Line():
            return [*_text(block, faces), _blank(BLOCK_GAP)]
        case Pair():
            return [*_pair(block, faces), _blank(BLOCK_GAP)]
        case QrCode():
            return _qr_code(block, faces)
        case Rule():
            return [_rule(block, faces)]
        case Space():
            return [_blank(round(block.mm * DOTS_PER_MM))]
        case Table():
            return [*_table(block, faces), _blank(BLOCK_GAP)]


def _blank(height: int) -> _Strip:
    return _Strip(height, lambda pen, top: None)


def _text(line: Line, faces: Faces, left: int = MARGIN) -> list[_Strip]:
    face = faces.face(line.size, line.bold)
    right = faces.width - MARGIN
    strips = []
    for words in wrap(line.text, _length(face), right - left):
        ink_left, ink_right = _ink(words, face)
        spare = right - left - (ink_right - ink_left)
        x = {"left": left, "centre": left + spare / 2 - ink_left, "right": left + spare - ink_left}[line.align]
        strips.append(_words(words, face, round(x)))
    return strips


def _ink(words: str, face: ImageFont.FreeTypeFont) -> tuple[float, float]:
    """Where the black begins and ends; `getbbox` counts the white of a closing bracket too."""
    mask, offset = face.getmask2(words)
    box = mask.getbbox()
    return (offset[0] + box[0], offset[0] + box[2]) if box else (0.0, 0.0)


def _words(words: str, face: ImageFont.FreeTypeFont, x: int) -> _Strip:
    height = round(face.size * LEADING)
    # "ls": the baseline is placed, so that words of one size stand level whatever glyphs they hold.
    # 0.88 em above the baseline is where an ideograph of this face ends.
    baseline = round((height - face.size) / 2 + face.size * 0.88)
    return _Strip(height, lambda pen, top: pen.text((x, top + baseline), words, font=face, fill=0, anchor="ls"))


def _pair(pair: Pair, faces: Faces) -> list[_Strip]:
    label, value = faces.face("body", False), faces.face("body", True)
    room = faces.width - 2 * MARGIN
    if "\n" not in pair.value and _length(label)(pair.label) + PAIR_GAP + _length(value)(pair.value) <= room:
        left = _words(pair.label, label, MARGIN)
        right = _words(pair.value, value, faces.width - MARGIN - round(_length(value)(pair.value)))
        return [_beside([left, right])]
    return [
        *_text(Line(pair.label), faces),
        *_text(Line(pair.value, bold=True), faces, left=MARGIN + INDENT),
    ]


def _table(table: Table, faces: Faces) -> list[_Strip]:
    if not table.columns:
        return []
    lines = table.lines
    face = [faces.face("body", bold=bool(table.header) and at == 0) for at in range(len(lines))]
    natural = [
        max(_length(words)(row[column]) for row, words in zip(lines, face, strict=True))
        for column in range(table.columns)
    ]
    widths = allot(natural, faces.width - 2 * MARGIN, PAIR_GAP, 2 * EM[faces.width]["body"])
    lefts = [MARGIN + sum(widths[:column]) + column * PAIR_GAP for column in range(table.columns)]
    strips = []
    for row, words in zip(lines, face, strict=True):
        wrapped = [wrap(cell, _length(words), width) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(len(cell) for cell in wrapped)):
            pieces = []
            for column, cell in enumerate(wrapped):
                spare = widths[column] - _length(words)(cell[at]) if at < len(cell) else 0.0
                shift = {"left": 0.0, "centre": spare / 2, "right": spare}[table.aligned(column)]
                pieces.append(_words(cell[at] if at < len(cell) else "", words, round(lefts[column] + shift)))
            strips.append(_beside(pieces))
    return strips


def _beside(strips: list[_Strip]) -> _Strip:
    def draw(pen: ImageDraw.ImageDraw, top: int) -> None:
        for strip in strips:
            strip.draw(pen, top)

    return _Strip(max(strip.height for strip in strips), draw)


def _rule(rule: Rule, faces: Faces) -> _Strip:
    thickness, air = {"thin": (2, 13), "thick": (5, 16), "dashed": (2, 13)}[rule.kind]

    def draw(pen: ImageDraw.ImageDraw, top: int) -> None:
        dash, step = (8, 14) if rule.kind == "dashed" else (faces.width, faces.width)
        for x in range(MARGIN, faces.width - MARGIN, step):
            pen.rectangle((x, top + air, min(x + dash, faces.width - MARGIN) - 1, top + air + thickness - 1), fill=0)

    return _Strip(thickness + 2 * air, draw)


def qr_matrix(payload: str, width: int = WIDTH) -> tuple[list[list[bool]], int]:
    """The modules with their quiet zone, and how many dots one takes. Raises `ValueError`: too long for any code."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QR_QUIET_ZONE)
    code.add_data(payload.encode())
    code.make(fit=True)  # raises DataOverflowError, a ValueError
    matrix: list[list[bool]] = code.get_matrix()
    module = max(QR_LEAST_MODULE, min(QR_TARGET, width - 2 * MARGIN) // len(matrix))
    if module * len(matrix) > width:
        raise ValueError("The QR code would be wider than the paper.")
    return matrix, module


def _qr_code(block: QrCode, faces: Faces) -> list[_Strip]:
    matrix, module = qr_matrix(block.payload, faces.width)
    side = module * len(matrix)
    left = (faces.width - side) // 2

    def draw(pen: ImageDraw.ImageDraw, top: int) -> None:
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    x, y = left + column * module, top + row * module
                    pen.rectangle((x, y, x + module - 1, y + module - 1), fill=0)

    caption = _text(Line(block.caption, size="small", align="centre"), faces) if block.caption else []
    return [_Strip(side, draw), *caption, _blank(BLOCK_GAP)]
