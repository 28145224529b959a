"""Paths of SVG as polylines."""

from __future__ import annotations

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

_CURVE_STEPS = 10


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


def polylines(path: str) -> list[list[tuple[float, float]]]:
    """`path`: the `d` of an SVG path (SVG 1.1, 8.3)."""
    pen = _Flatten()
    parse_path(path, pen)
    return pen.lines
