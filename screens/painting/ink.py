"""A stroke of a pen with round ends and round turns.

Kivy's smooth line joins its parts to a point. Handwriting turns sharply, and there such a point shoots out of the
letter by many times the width of the line; so a sharp turn is made as several slighter ones, all in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, ceil, cos, pi, sin
from typing import Any

from kivy.graphics import SmoothEllipse, SmoothLine

_SLIGHT = pi / 4  # a turn by so much stands out by a twelfth of the pen
_IN_PLACE = 0.2  # pixels from one slight turn to the next: a place of its own, and no eye sees it
_SEGMENTS = 16  # of a dot of some pixels


class Stroke:
    """`pen`: half its width, in pixels. Points are the window's own, y upwards."""

    def __init__(self, canvas: Any, pen: float) -> None:
        self._canvas, self._pen = canvas, pen
        self._line: Any = None
        self._points: list[float] = []
        self._heading = 0.0  # radians
        self.last: tuple[float, float] | None = None

    def add(self, x: float, y: float) -> None:
        if self.last is None:
            self._dot(x, y)
            self._points = [x, y]
            self.last = (x, y)
            return
        heading = atan2(y - self.last[1], x - self.last[0])
        if self._line is None:
            self._line = SmoothLine(width=self._pen)
            self._canvas.add(self._line)
        else:
            self._points += _turn(self.last, self._heading, heading)
        self._points += (x, y)
        self._line.points = self._points
        self._heading, self.last = heading, (x, y)

    def end(self) -> None:
        """The pen is lifted."""
        if self._line is not None and self.last is not None:
            self._dot(*self.last)

    def _dot(self, x: float, y: float) -> None:
        side = 2 * self._pen
        where, size = (x - self._pen, y - self._pen), (side, side)
        self._canvas.add(SmoothEllipse(pos=where, size=size, segments=_SEGMENTS))


def rounded(points: Sequence[tuple[float, float]]) -> list[float]:
    """A whole line through these points, as `SmoothLine` takes it: its sharp turns are round."""
    flat, heading = list(points[0]), None
    for (x0, y0), (x, y) in pairwise(points):
        then = atan2(y - y0, x - x0)
        flat += _turn((x0, y0), heading, then) if heading is not None else []
        flat += (x, y)
        heading = then
    return flat


def _turn(place: tuple[float, float], heading: float, then: float) -> list[float]:
    """Points on the way from one heading to another, each a slight turn from the one before."""
    by = (then - heading + pi) % (2 * pi) - pi
    steps = ceil(abs(by) / _SLIGHT)
    points: list[float] = []
    x, y = place
    for step in range(1, steps):
        x += _IN_PLACE * cos(heading + by * step / steps)
        y += _IN_PLACE * sin(heading + by * step / steps)
        points += (x, y)
    return points
