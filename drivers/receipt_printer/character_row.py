"""How a printer draws a row of its own characters: cells of 12 × 24 dots, a Chinese character takes two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

CELL = 12  # dots
HEIGHT = 24
LINE = 30  # dots, the default line spacing

Dots = NDArray[np.bool_]
Face = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Look:
    wide: int = 1
    high: int = 1
    bold: bool = False


def rows(pieces: list[tuple[bytes, Look]], face: Face, width: int, align: int) -> Dots:
    """The dots of one line, or of several where it is longer than the paper. `align`: 0 left, 1 centre, 2 right."""
    tiles = [_tile(character, look, face) for data, look in pieces for character in data.decode("gb18030", "replace")]
    lines: list[list[Dots]] = [[]]
    for tile in tiles:
        if sum(one.shape[1] for one in lines[-1]) + tile.shape[1] > width:
            lines.append([])
        lines[-1].append(tile)
    return np.concatenate([_line(line, width, align) for line in lines])


def _line(tiles: list[Dots], width: int, align: int) -> Dots:
    used = sum(tile.shape[1] for tile in tiles)
    tallest = max((tile.shape[0] for tile in tiles), default=0)
    dots = np.zeros((max(LINE, tallest), width), np.bool_)
    left = {1: (width - used) // 2, 2: width - used}.get(align, 0)
    for tile in tiles:
        dots[tallest - tile.shape[0] : tallest, left : left + tile.shape[1]] = tile
        left += tile.shape[1]
    return dots


def _tile(character: str, look: Look, face: Face) -> Dots:
    picture = Image.new("1", (CELL if ord(character) < 0x80 else 2 * CELL, HEIGHT), 0)
    pen = ImageDraw.Draw(picture)
    for shift in (0, 1) if look.bold else (0,):
        # "ls": 0.88 em above the baseline is where an ideograph of the face ends
        if isinstance(face, ImageFont.FreeTypeFont):
            pen.text((shift, 21), character, font=face, fill=1, anchor="ls")
        else:
            pen.text((shift, 0), character, font=face, fill=1)
    return np.repeat(np.repeat(np.asarray(picture, np.bool_), look.high, axis=0), look.wide, axis=1)
