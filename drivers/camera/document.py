"""Is there a page under the camera, and is it good enough to keep? Pure functions of frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.corners import Grey, Quad, find, reduced, sides
from drivers.camera.frame import Pixels
from drivers.camera.legibility import light, sharpness

Problem = Literal["none", "noPage", "moving", "blurred", "dark", "glare", "tooSmall"]
Sheet = Literal["a4", "id1"]
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Top left, top right, bottom right, bottom left; x and y from 0 to 1 within the frame."""

RECTIFIED: dict[Sheet, tuple[int, int]] = {"a4": (1240, 1754), "id1": (1012, 638)}  # 150 dpi; 300 dpi
BETWEEN_SHEETS = 1.5  # long side by short side: A4 has 1.414 (ISO 216), a card 1.586 (ISO/IEC 7810)
LARGE_ENOUGH = {"a4": 0.30, "id1": 0.12}  # of the frame's area; smaller, fine print has too few pixels
DARK = 60.0  # mean brightness of the sheet; below, noise is louder than thin strokes
GLARE_SHARE = 0.01  # a blown-out spot of 1 % hides two lines of text
MOTION = 2.5  # mean grey levels between two frames at 320 px; noise alone gives 0.9, a hand 4 and more
MOTION_WIDTH = 320  # pixels
STEP = 16  # pixels of the upright sheet
SHARP = 0.22  # share of an edge's height that its steepest pixel climbs. Drawn pages seen at 880 pixels give 0.34 to
# 0.37 whatever stands on them; blurred by 1 pixel (still legible) 0.25, by 2 pixels (8 point is lost) 0.18


@dataclass(frozen=True, eq=False)
class Assessment:
    corners: Corners | None
    problem: Problem
    sheet: Sheet | None = None
    sharpness: float = 0.0
    rectified: Pixels | None = field(default=None, repr=False)
    """The sheet alone, upright, at its size in `RECTIFIED` (or that turned by 90°); only of a good frame."""


def assess(bgr: Pixels, previous: Pixels | None = None, sheet: Sheet | None = None) -> Assessment:
    """Judge one frame. `previous`: the frame before, without which motion is not judged.

    `sheet`: what is expected; None: told from its proportions.
    """
    grey = _grey(bgr)
    quad = find(grey)
    if quad is None:
        return Assessment(None, "dark" if np.percentile(bgr[::8, ::8].max(axis=2), 99) < DARK else "noPage")
    kind = sheet or _kind(quad)
    corners = _fractions(quad, bgr)
    if cv2.contourArea(quad) / grey.size < LARGE_ENOUGH[kind]:
        return Assessment(corners, "tooSmall", kind)
    if previous is not None and _motion(grey, _grey(previous)) > MOTION:
        return Assessment(corners, "moving", kind)
    brightness, blown_out = light(bgr, quad)
    if brightness < DARK:
        return Assessment(corners, "dark", kind)
    if blown_out > GLARE_SHARE:
        return Assessment(corners, "glare", kind)
    sharp = sharpness(grey, quad)
    if sharp is not None and sharp < SHARP:
        return Assessment(corners, "blurred", kind, sharp)
    return Assessment(corners, "none", kind, 1.0 if sharp is None else sharp, _upright(bgr, quad, kind))


def _grey(bgr: Pixels) -> Grey:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)


def _motion(grey: Grey, previous: Grey) -> float:
    """Mean difference of two frames, in grey levels."""
    if grey.shape != previous.shape:
        return 255.0
    return float(cv2.absdiff(reduced(grey, MOTION_WIDTH), reduced(previous, MOTION_WIDTH)).mean())


def _kind(quad: Quad) -> Sheet:
    width, height = sides(quad)
    return "a4" if max(width, height) / min(width, height) < BETWEEN_SHEETS else "id1"


def _upright(bgr: Pixels, quad: Quad, kind: Sheet) -> Pixels:
    short, long = sorted(RECTIFIED[kind])
    width, height = sides(quad)
    w, h = (long, short) if width > height else (short, long)
    target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    x, y = _origins(np.asarray(cv2.getPerspectiveTransform(target, quad), np.float64), w, h)
    return np.asarray(cv2.remap(bgr, x, y, cv2.INTER_LINEAR), np.uint8)


def _origins(bend: NDArray[np.float64], width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where each pixel of the upright sheet comes from: reckoned at every 16th, and straight in between.

    `cv2.warpPerspective` divides for each pixel, which takes longer than fetching it. At the steepest slant that counts
    as a sheet the two differ by a hundredth of a pixel.
    """
    columns, rows = -(-width // STEP) + 2, -(-height // STEP) + 2
    # `cv2.resize` puts a node in the middle of the pixels that it becomes; one node more on each side, for the edges.
    u, v = np.meshgrid((np.arange(columns) - 0.5) * STEP - 0.5, (np.arange(rows) - 0.5) * STEP - 0.5)
    depth = bend[2, 0] * u + bend[2, 1] * v + bend[2, 2]
    found = []
    for row in bend[:2]:
        nodes = ((row[0] * u + row[1] * v + row[2]) / depth).astype(np.float32)
        whole = cv2.resize(nodes, (columns * STEP, rows * STEP), interpolation=cv2.INTER_LINEAR)
        found.append(np.asarray(whole, np.float32)[STEP : STEP + height, STEP : STEP + width])
    return found[0], found[1]


def _fractions(quad: Quad, bgr: Pixels) -> Corners:
    height, width = bgr.shape[:2]
    a, b, c, d = ((float(x) / width, float(y) / height) for x, y in quad)
    return (a, b, c, d)
