"""Line icons: SVG outlines become masks of any size and stroke."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "icons"
FALLBACK = "file-text"
GRID = 24.0  # the family is drawn on a square of 24
STROKE = 1.75
_OVER = 4  # drawn so many times larger, then reduced: smooth edges

Polyline = tuple[tuple[float, float], ...]


def names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def outline_of(name: str) -> tuple[Polyline, ...]:
    """The strokes of an icon on the square of 24. An unknown name gives the fallback, with a line in the log."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        logging.getLogger(__name__).warning("no icon %s; showing %s", name, FALLBACK)
        path = FOLDER / f"{FALLBACK}.svg"
    from screens.painting.outlines import polylines  # noqa: PLC0415  (where all icons are pictures already, nobody asks)

    lines: list[list[tuple[float, float]]] = []
    for tag in re.findall(r"<path\b[^>]*>", path.read_text(encoding="utf-8")):
        data = re.search(r'\bd="([^"]+)"', tag)
        if data and 'stroke="none"' not in tag:
            lines += polylines(data.group(1))
    return tuple(tuple(line) for line in lines)


def mask(name: str, size: int, stroke: float = STROKE) -> Image.Image:
    """An "L" picture of size × size with the icon's strokes, round at their ends."""
    scale = size * _OVER / GRID
    picture = Image.new("L", (size * _OVER, size * _OVER), 0)
    draw = ImageDraw.Draw(picture)
    for line in outline_of(name):
        stroke_line(draw, [(x * scale, y * scale) for x, y in line], stroke * scale, 255)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def stroke_line(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float, fill: int | str) -> None:
    """A line with round joints and ends, as the icons have."""
    if len(points) > 1:
        draw.line(points, fill=fill, width=max(1, round(width)))
    radius = width / 2
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
