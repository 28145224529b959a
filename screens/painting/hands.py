"""What the hand does with a card, drawn in the theme's colours: the card, the reader's bed, the slot, the arrow."""

from __future__ import annotations

from PIL import Image, ImageDraw

from screens.painting.icons import stroke_line
from screens.painting.shapes import dashed_frame, rounded_mask, solid
from screens.theme import Palette

_OVER = 3
ID1 = 85.6 / 53.98  # width to height of every card (ISO/IEC 7810 ID-1)


def card_picture(width: int, means: str, colours: Palette) -> Image.Image:
    """A card from above: lines and a portrait, or a chip."""
    height = round(width / ID1)
    w, h = width * _OVER, height * _OVER
    edge = round(w * 0.012)
    radius = round(w * 0.06)
    face = colours.paper
    picture = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, w - 1, h - 1), radius, fill=colours.ink)
    draw.rounded_rectangle((edge, edge, w - 1 - edge, h - 1 - edge), radius - edge, fill=face)
    if means in ("social_security_card", "bank_card"):
        _chip(draw, w, h, colours)
    else:
        _portrait(draw, w, h, colours)
    return picture.reduce(_OVER)


def _bar(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: str) -> None:
    draw.rounded_rectangle(box, (box[3] - box[1]) / 2, fill=colour)


def _portrait(draw: ImageDraw.ImageDraw, w: int, h: int, colours: Palette) -> None:
    for y, length, colour in ((0.22, 0.34, colours.edge), (0.38, 0.42, colours.line), (0.54, 0.30, colours.line)):
        _bar(draw, (w * 0.10, h * y, w * (0.10 + length), h * (y + 0.075)), colour)
    _bar(draw, (w * 0.10, h * 0.76, w * 0.56, h * 0.84), colours.step)
    line = w * 0.014
    tint = colours.tint("blue")
    cx, cy, r = w * 0.77, h * 0.38, w * 0.085
    draw.ellipse((cx - r - line, cy - r - line, cx + r + line, cy + r + line), fill=tint.ink)
    draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=tint.ground)
    top, wide = h * 0.56, w * 0.13
    draw.pieslice((cx - wide - line, top - line, cx + wide + line, top + h * 0.5), 180, 360, fill=tint.ink)
    draw.pieslice((cx - wide, top, cx + wide, top + h * 0.5), 180, 360, fill=tint.ground)
    draw.rectangle((cx - wide - line, h * 0.80, cx + wide + line, h * 0.86), fill=colours.paper)


def _chip(draw: ImageDraw.ImageDraw, w: int, h: int, colours: Palette) -> None:
    """The chip lies at the end that goes in first, which is drawn below."""
    tint = colours.tint("warn")
    x, y, cw, ch = w * 0.12, h * 0.34, w * 0.17, h * 0.26
    line = w * 0.012
    draw.rounded_rectangle((x, y, x + cw, y + ch), w * 0.02, fill=tint.ground, outline=tint.ink, width=round(line))
    for share in (0.33, 0.67):
        draw.line((x, y + ch * share, x + cw, y + ch * share), fill=tint.ink, width=round(line * 0.8))
    draw.line((x + cw / 2, y, x + cw / 2, y + ch), fill=tint.ink, width=round(line * 0.8))
    _bar(draw, (w * 0.12, h * 0.16, w * 0.52, h * 0.24), colours.step)
    _bar(draw, (w * 0.12, h * 0.72, w * 0.62, h * 0.79), colours.edge)
    _bar(draw, (w * 0.68, h * 0.72, w * 0.88, h * 0.79), colours.line)
    _bar(draw, (w * 0.60, h * 0.16, w * 0.88, h * 0.24), colours.line)


def bed_picture(size: tuple[int, int], card: tuple[int, int], colours: Palette) -> Image.Image:
    """The reading area: a tray with a dashed place for the card."""
    ground = colours.tray if not colours.outlined else colours.disabled_ground
    picture = solid(ground, rounded_mask(size, round(size[1] * 0.09)))
    frame = dashed_frame(card, round(card[0] * 0.06), max(3, card[0] // 70), colours.primary, colours.paper)
    picture.alpha_composite(frame, ((size[0] - card[0]) // 2, (size[1] - card[1]) // 2))
    return picture


def slot_picture(size: tuple[int, int], mouth: int, colours: Palette) -> Image.Image:
    """The front of the card slot: what is below its mouth hides the card."""
    ground = colours.tray if not colours.outlined else colours.disabled_ground
    picture = solid(ground, rounded_mask(size, round(size[1] * 0.14)))
    draw = ImageDraw.Draw(picture)
    left, high = (size[0] - mouth) // 2, max(8, size[1] // 16)
    draw.rounded_rectangle((left, 0, left + mouth, high), high // 2, fill=colours.ink)
    return picture


def arrow_picture(size: int, colour: str, up: bool) -> Image.Image:
    side = size * _OVER
    picture = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(picture)
    unit = side / 24
    lines = ([(12, 3), (12, 20)], [(4.5, 12.5), (12, 20), (19.5, 12.5)])
    for line in lines:
        points = [(x * unit, (24 - y if up else y) * unit) for x, y in line]
        stroke_line(draw, points, 3.4 * unit, 255)
    return solid(colour, picture.resize((size, size), Image.Resampling.LANCZOS))
