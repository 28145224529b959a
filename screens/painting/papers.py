"""Paper and where it comes out, drawn in the theme's colours: a receipt, an A4 page, the front of a printer."""

from __future__ import annotations

from PIL import Image, ImageDraw

from screens.painting.hands import slot_picture
from screens.theme import Palette

_OVER = 3
A4 = 297 / 210  # height to width (ISO 216)


def receipt_picture(size: tuple[int, int], colours: Palette) -> Image.Image:
    """A strip of paper that was torn off below: a title, a square code, lines."""
    w, h = size[0] * _OVER, size[1] * _OVER
    edge, teeth = max(2, round(w * 0.018)), 9
    tooth = h * 0.035
    zigzag = [(w * (1 - at / (2 * teeth)), h - 1 - (tooth if at % 2 else 0)) for at in range(2 * teeth + 1)]
    picture = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    outline = [(0, 0), (w - 1, 0), *zigzag]
    draw.polygon(outline, fill=colours.paper)
    draw.line([*outline, (0, 0)], fill=colours.ink, width=edge, joint="curve")
    _bar(draw, (w * 0.28, h * 0.12, w * 0.72, h * 0.18), colours.ink)
    code = w * 0.30
    left, top = (w - code) / 2, h * 0.26
    draw.rectangle((left, top, left + code, top + code), fill=colours.ink)
    cell = code / 5
    for column, row in ((1, 1), (3, 1), (1, 3), (2, 2), (3, 3)):
        x, y = left + column * cell, top + row * cell
        draw.rectangle((x, y, x + cell * 0.8, y + cell * 0.8), fill=colours.paper)
    for at, length in enumerate((0.62, 0.48, 0.56)):
        y = top + code + h * (0.08 + at * 0.085)
        _bar(draw, (w * 0.18, y, w * (0.18 + length), y + h * 0.035), colours.edge if at == 0 else colours.line)
    return picture.reduce(_OVER)


def sheet_picture(size: tuple[int, int], colours: Palette) -> Image.Image:
    """A page with a heading, lines and a round seal."""
    w, h = size[0] * _OVER, size[1] * _OVER
    edge = max(2, round(w * 0.016))
    picture = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, w - 1, h - 1), w * 0.03, fill=colours.paper, outline=colours.ink, width=edge)
    _bar(draw, (w * 0.28, h * 0.11, w * 0.72, h * 0.16), colours.ink)
    for at, length in enumerate((0.72, 0.66, 0.72, 0.58, 0.40)):
        y = h * (0.26 + at * 0.10)
        _bar(draw, (w * 0.14, y, w * (0.14 + length), y + h * 0.032), colours.edge if at == 0 else colours.line)
    cx, cy, r = w * 0.70, h * 0.78, w * 0.12
    draw.ellipse((cx - r, cy - r, cx + r, cy + r), outline=colours.accent, width=edge * 2)
    return picture.reduce(_OVER)


def printer_picture(size: tuple[int, int], mouth: int, colours: Palette) -> Image.Image:
    """The front of a printer: what is above its mouth hides the paper."""
    return slot_picture(size, mouth, colours).transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _bar(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: str) -> None:
    draw.rounded_rectangle(box, (box[3] - box[1]) / 2, fill=colour)
