"""Line icons: SVG outlines become masks of any size and stroke."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "icons"
FALLBACK = "file-text"
GRID = 24.0  # the family is drawn on a square of 24
STROKE = 1.75
_OVER = 4  # drawn so many times larger, then reduced: smooth edges
_CURVE_STEPS = 10

Polyline = tuple[tuple[float, float], ...]


class _Flatten(BasePen):
    """Collects a path as polylines."""

    def __init__(self) -> None:
        super().__init__(None)
        self.lines: list[list[tuple[float, float]]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.lines.append([pt])

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.lines[-1].append(pt)

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:
        (x0, y0) = self.lines[-1][-1]
        for step in range(1, _CURVE_STEPS + 1):
            t = step / _CURVE_STEPS
            a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
            self.lines[-1].append(
                (a * x0 + b * pt1[0] + c * pt2[0] + d * pt3[0], a * y0 + b * pt1[1] + c * pt2[1] + d * pt3[1])
            )

    def _closePath(self) -> None:
        self.lines[-1].append(self.lines[-1][0])


def names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def outline_of(name: str) -> tuple[Polyline, ...]:
    """The strokes of an icon on the square of 24. An unknown name gives the fallback, with a line in the log."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        logging.getLogger(__name__).warning("no icon %s; showing %s", name, FALLBACK)
        path = FOLDER / f"{FALLBACK}.svg"
    pen = _Flatten()
    for tag in re.findall(r"<path\b[^>]*>", path.read_text(encoding="utf-8")):
        data = re.search(r'\bd="([^"]+)"', tag)
        if data and 'stroke="none"' not in tag:
            parse_path(data.group(1), pen)
    return tuple(tuple(line) for line in pen.lines)


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
