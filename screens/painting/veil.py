"""A ground that makes one's own figures hard to read from the side and from afar: broken strokes of the same size as
the letters, in a tone near the ground's. Close by they are faint; where letters blur, letters and strokes blur alike.

It goes with a privacy filter on the glass and does not replace one.
"""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

_OVER = 2
_DENSITY = 0.9  # strokes for each square of a letter's height


def veil(size: tuple[int, int], letter: int, tone: str) -> Image.Image:
    """`letter`: height in pixels of what is written over it. The same for the same size: it does not flicker."""
    width, height = max(1, size[0]) * _OVER, max(1, size[1]) * _OVER
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    chance = random.Random(width * 7919 + height)  # noqa: S311 - a pattern, no secret
    side = max(4, letter * _OVER)
    count = int(_DENSITY * 4 * (width / side) * (height / side)) + 4
    for _ in range(count):
        x, y = chance.uniform(-side, width), chance.uniform(-side / 2, height)
        long, thick = side * chance.uniform(0.3, 0.8), max(2, side // 11)
        match chance.randrange(4):
            case 0:
                draw.line((x, y, x + long, y), tone, thick)
            case 1:
                draw.line((x, y, x, y + long), tone, thick)
            case 2:
                draw.line((x, y + long, x + long * 0.7, y), tone, thick)
            case _:
                draw.arc((x, y, x + long, y + long), chance.randrange(360), chance.randrange(360), tone, thick)
    return picture.resize((max(1, size[0]), max(1, size[1])), Image.Resampling.LANCZOS)
