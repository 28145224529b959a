"""A telephone that shows a code, and the window that reads it."""

from __future__ import annotations

from PIL import Image, ImageDraw

from screens.painting.shapes import rounded_mask, solid
from screens.theme import Palette

_OVER = 3
TALL = 1.9  # height to width of a telephone
_CELLS = 13
# Not a real code: enough cells to look like one, too few to say anything.
_PATTERN = (
    "1111101011111", "1000100110001", "1010101010101", "1000100010001", "1111101011111",
    "0000001100000", "1011010101101", "0000001011010", "1111100110101", "1000101001011",
    "1010101101100", "1000100110111", "1111101010101",
)  # fmt: skip


def phone_picture(width: int, colours: Palette) -> Image.Image:
    """A telephone from the front; a code on its screen, and two lines."""
    height = round(width * TALL)
    w, h = width * _OVER, height * _OVER
    edge, radius = round(w * 0.05), round(w * 0.14)
    picture = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, w - 1, h - 1), radius, fill=colours.ink)
    draw.rounded_rectangle((edge, edge, w - 1 - edge, h - 1 - edge), radius - edge, fill=colours.paper)
    _bar(draw, (w * 0.40, h * 0.055, w * 0.60, h * 0.075), colours.ink)
    _bar(draw, (w * 0.16, h * 0.15, w * 0.62, h * 0.20), colours.step)
    _bar(draw, (w * 0.16, h * 0.235, w * 0.48, h * 0.27), colours.line)
    cell = round(w * 0.72 / _CELLS)
    left, top = (w - cell * _CELLS) // 2, round(h * 0.88) - cell * _CELLS
    for y, row in enumerate(_PATTERN):
        for x, mark in enumerate(row):
            if mark == "1":
                at = (left + x * cell, top + y * cell)
                draw.rectangle((*at, at[0] + cell - 1, at[1] + cell - 1), fill=colours.ink)
    return picture.reduce(_OVER)


def scanner_picture(size: tuple[int, int], window: int, colours: Palette) -> Image.Image:
    """The front of the scanner with its dark window, `window` pixels wide, and the line of its light."""
    ground = colours.tray if not colours.outlined else colours.disabled_ground
    picture = solid(ground, rounded_mask(size, round(size[1] * 0.18)))
    draw = ImageDraw.Draw(picture)
    high = round(size[1] * 0.52)
    left, top = (size[0] - window) // 2, (size[1] - high) // 2
    draw.rounded_rectangle((left, top, left + window, top + high), round(high * 0.2), fill=colours.ink)
    middle, thick = top + high // 2, max(4, high // 14)
    inset = round(window * 0.08)
    draw.rounded_rectangle(
        (left + inset, middle - thick // 2, left + window - inset, middle + thick // 2), thick // 2, fill=colours.accent
    )
    return picture


def light_picture(size: tuple[int, int], narrow: int, colours: Palette) -> Image.Image:
    """What the window sees: a pale cone, `narrow` pixels wide at its foot."""
    w, h = size[0] * _OVER, size[1] * _OVER
    mask = Image.new("L", (w, h), 0)
    foot = (w - narrow * _OVER) // 2
    ImageDraw.Draw(mask).polygon([(0, 0), (w, 0), (w - foot, h), (foot, h)], fill=255)
    return solid(colours.pale, mask.reduce(_OVER))


def _bar(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: str) -> None:
    draw.rounded_rectangle(box, (box[3] - box[1]) / 2, fill=colour)
