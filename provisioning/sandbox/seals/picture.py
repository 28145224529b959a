"""A round electronic seal as a picture, of an organ that does not exist: red, a star, the name around it."""

from __future__ import annotations

import io
import math
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ORGAN = "测试市样例机关"
USE = "沙箱专用章"
RED = (200, 22, 29, 235)
SIDE = 640  # pixels; 42 mm on paper at some 390 dpi
ARC = 250.0  # degrees that the name takes


@cache
def seal_picture(fonts: Path) -> bytes:
    """A PNG with a transparent ground."""
    face = ImageFont.truetype(str(fonts / "NotoSansSC-Bold.otf"), 84)
    small = ImageFont.truetype(str(fonts / "NotoSansSC-Bold.otf"), 58)
    picture = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, SIDE - 9, SIDE - 9), outline=RED, width=16)
    draw.polygon(_star(SIDE / 2, SIDE / 2 - 6, 96), fill=RED)
    step = ARC / len(ORGAN)
    for place, character in enumerate(ORGAN):
        _turned(picture, character, face, (place - (len(ORGAN) - 1) / 2) * step)
    draw.text((SIDE / 2, SIDE * 0.75), USE, font=small, fill=RED, anchor="mm")
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    return packed.getvalue()


def _turned(picture: Image.Image, character: str, face: ImageFont.FreeTypeFont, degrees: float) -> None:
    """One character on the arc, its foot towards the middle; 0 degrees is the top."""
    side = 120
    stamp = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    ImageDraw.Draw(stamp).text((side / 2, side / 2), character, font=face, fill=RED, anchor="mm")
    stamp = stamp.rotate(-degrees, Image.Resampling.BICUBIC)
    radius, angle = SIDE / 2 - 82, math.radians(degrees)
    x, y = SIDE / 2 + radius * math.sin(angle), SIDE / 2 - radius * math.cos(angle)
    picture.alpha_composite(stamp, (round(x - side / 2), round(y - side / 2)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        long = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * corner / 5
        points.append((x + long * math.sin(angle), y - long * math.cos(angle)))
    return points
