"""The mountain city by night, for pages without a task: ranges, a skyline on their feet, a bridge, the river.

Everything is white of a few per cent over the header's blue, painted at half the size: edges stay soft, and it costs
a quarter. Above it is nothing but the sky, which is as wide as one pixel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sin

from PIL import Image, ImageChops, ImageColor, ImageDraw

from screens.painting.shapes import solid
from screens.theme import Palette

LESS = 2  # the picture is painted so much smaller
_SMOOTH = 2  # and its lines so much larger, before they are made smaller again

# Heights as shares of the band above the river; uneven like the hills between two rivers.
_FAR = (0.42, 0.66, 0.50, 0.92, 0.58, 0.80, 0.46, 1.00, 0.60, 0.74, 0.40, 0.68)
_MIDDLE = (0.30, 0.56, 0.34, 0.48, 0.66, 0.38, 0.52, 0.30, 0.62, 0.40, 0.54, 0.28)
_NEAR = (0.26, 0.14, 0.34, 0.22, 0.12, 0.18, 0.10, 0.16, 0.12, 0.30, 0.18, 0.36)
_HOUSES = (22, 34, 18, 46, 30, 54, 26, 40, 62, 36, 24, 50, 32, 44, 20, 38, 28, 58, 34, 22, 42, 30, 48, 26)
_RIVER = 0.30  # of the band lies below the horizon


def city(size: tuple[int, int]) -> Image.Image:
    """Its light, as wide as the page and as high as the band in which it stands; to be shown twice as large."""
    width, height = size[0] // LESS, size[1] // LESS
    horizon = height - round(height * _RIVER)
    light = Image.new("L", (width, height), 0)
    for heights, opacity in ((_FAR, 0.055), (_MIDDLE, 0.05)):
        light = ImageChops.add(light, _range((width, height), horizon, heights, opacity))
    light = ImageChops.add(light, _drawn((width, height), lambda d, s: _houses(d, s, width, horizon), 0.05))
    light = ImageChops.add(light, _range((width, height), horizon, _NEAR, 0.07))
    light = ImageChops.add(light, _drawn((width, height), lambda d, s: _bridge(d, s, width, horizon), 0.16))
    light = ImageChops.add(light, _drawn((width, height), lambda d, s: _river(d, s, width, horizon, height), 0.10))
    return solid("#FFFFFF", light)


def sky(height: int, palette: Palette) -> Image.Image:
    """The header's two blues from above to below, one pixel wide."""
    start, end = ImageColor.getrgb(palette.primary), ImageColor.getrgb(palette.primary_deep)
    column = Image.new("RGB", (1, 2))
    column.putdata([start[:3], end[:3]])
    return column.resize((1, height), Image.Resampling.BILINEAR)


def _drawn(size: tuple[int, int], draw: Callable[[ImageDraw.ImageDraw, int], None], opacity: float) -> Image.Image:
    layer = Image.new("L", (size[0] * _SMOOTH, size[1] * _SMOOTH), 0)
    draw(ImageDraw.Draw(layer), _SMOOTH)
    return layer.resize(size, Image.Resampling.BOX).point(lambda level: round(level * opacity))


def _range(size: tuple[int, int], horizon: int, heights: Sequence[float], opacity: float) -> Image.Image:
    pitch = size[0] / (len(heights) - 1)

    def draw(pen: ImageDraw.ImageDraw, scale: int) -> None:
        line = [(i * pitch * scale, horizon * (1 - share) * scale) for i, share in enumerate(heights)]
        pen.polygon([(0, horizon * scale), *line, (size[0] * scale, horizon * scale)], fill=255)

    return _drawn(size, draw, opacity)


def _houses(pen: ImageDraw.ImageDraw, scale: int, width: int, horizon: int) -> None:
    """Towers on the slope, close together in the middle."""
    pitch = width / (len(_HOUSES) + 1)
    for index, tall in enumerate(_HOUSES):
        left, wide = (index + 0.6) * pitch, pitch * (0.46 if index % 3 else 0.62)
        top = horizon - horizon * tall / 100
        pen.rectangle((left * scale, top * scale, (left + wide) * scale, horizon * scale), fill=255)
        if index % 4 == 0:
            mast = (left + wide / 2) * scale
            pen.line((mast, (top - horizon * 0.06) * scale, mast, top * scale), fill=255, width=scale)


def _bridge(pen: ImageDraw.ImageDraw, scale: int, width: int, horizon: int) -> None:
    """A deck over the whole width, hung from two towers."""
    deck = (horizon + horizon * 0.05) * scale
    pen.line((0, deck, width * scale, deck), fill=255, width=2 * scale)
    for place in (0.24, 0.76):
        x, top = width * place * scale, (horizon - horizon * 0.44) * scale
        pen.line((x, top, x, deck + horizon * 0.10 * scale), fill=255, width=2 * scale)
        for step in range(1, 8):
            reach = width * 0.027 * step * scale
            tie = top + (deck - top) * (0.06 * (8 - step) / 8)
            for side in (-1, 1):
                pen.line((x, tie, x + side * reach, deck), fill=150, width=1)


def _river(pen: ImageDraw.ImageDraw, scale: int, width: int, horizon: int, height: int) -> None:
    deep = height - horizon
    for row in range(5):
        y = horizon + deep * (0.22 + 0.17 * row)
        swing = deep * 0.018 * (row + 1)
        line = [
            (x * scale, (y + swing * sin(x / width * (9 - row) + row * 1.7)) * scale) for x in range(0, width + 8, 8)
        ]
        pen.line(line, fill=255 - 34 * row, width=scale + row // 2)
