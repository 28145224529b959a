"""The product's own marks: two ridges over a river line, the header with the mountain city's ridges."""

from __future__ import annotations

from math import sin

from PIL import Image, ImageColor, ImageDraw

from screens.painting.icons import stroke_line
from screens.painting.shapes import rounded_mask, solid
from screens.theme import Palette

_OVER = 3

# Heights of two ranges, as shares of the band they stand in; uneven like the hills between two rivers.
_FAR = (0.30, 0.62, 0.38, 0.84, 0.46, 0.70, 0.34, 0.92, 0.50, 0.66, 0.28, 0.58)
_NEAR = (0.10, 0.44, 0.22, 0.56, 0.18, 0.36, 0.48, 0.16, 0.52, 0.26, 0.40, 0.12)


def mark(size: int, ground: str, ink: str, river: str) -> Image.Image:
    """Two ridges and a river line on a rounded square."""
    side = size * _OVER
    picture = solid(ground, rounded_mask((size, size), round(size * 0.22))).resize((side, side))
    draw = ImageDraw.Draw(picture)
    unit = side / 24
    ridge = [(4.2, 14.6), (8.6, 8.4), (11.4, 12.2), (14.6, 6.2), (19.8, 14.6)]
    stroke_line(draw, [(x * unit, y * unit) for x, y in ridge], 2.0 * unit, ink)
    wave = [(4.4 + i * 0.38, 18.3 + 0.75 * sin(i * 0.33)) for i in range(41)]
    stroke_line(draw, [(x * unit, y * unit) for x, y in wave], 1.7 * unit, river)
    picture = picture.resize((size, size), Image.Resampling.LANCZOS)
    picture.putalpha(rounded_mask((size, size), round(size * 0.22)))
    return picture


def hero(size: tuple[int, int], palette: Palette, wave: int, band: int) -> Image.Image:
    """The header's picture: a quiet shade, two ranges in the lowest `band` pixels, a river's curve of `wave` pixels.

    What lies below the curve is transparent, so that the page's ground shows.
    """
    height = size[1]
    shade = Image.new("RGB", (1, height))
    start, end = ImageColor.getrgb(palette.primary), ImageColor.getrgb(palette.primary_deep)
    for y in range(height):
        share = y / max(1, height - 1)
        shade.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(start[:3], end[:3], strict=True)))
    picture = shade.resize(size).convert("RGBA")
    for heights, opacity, reach in ((_FAR, 0.07, 1.0), (_NEAR, 0.09, 0.78)):
        high = min(height, round(band * reach))
        picture.alpha_composite(_range((size[0], high), heights, opacity), (0, height - high))
    if wave:
        seen = Image.new("L", size, 255)
        seen.paste(_river((size[0], min(height, wave))), (0, height - min(height, wave)))
        picture.putalpha(seen)
    return picture


def _range(size: tuple[int, int], heights: tuple[float, ...], opacity: float) -> Image.Image:
    """As high as a peak of 1 would be."""
    width, height = size
    over = 2
    layer = Image.new("L", (width * over, height * over), 0)
    pitch = width / (len(heights) - 1)
    points = [(i * pitch * over, height * (1 - share) * over) for i, share in enumerate(heights)]
    outline = [(0, height * over), *points, (width * over, height * over)]
    ImageDraw.Draw(layer).polygon(outline, fill=round(255 * opacity))
    return solid("#FFFFFF", layer.reduce(over))


def _river(size: tuple[int, int]) -> Image.Image:
    width, height = size
    over = 4
    mask = Image.new("L", (width * over, height * over), 255)
    edge = []
    for step in range(121):
        share = step / 120
        y = height * (1 - 0.42 - 0.34 * sin(share * 6.0 + 0.4) - 0.20 * sin(share * 11.0 + 1.2))
        edge.append((share * width * over, y * over))
    ImageDraw.Draw(mask).polygon([*edge, (width * over, height * over), (0, height * over)], fill=0)
    return mask.reduce(over)
