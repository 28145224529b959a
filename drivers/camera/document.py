"""Is there a page under the camera, and is it good enough to keep? Pure functions of frames.

Thresholds were calibrated on generated pages (tests/drivers/test_camera_document.py draws them): full
and sparse text, 8 to 14 point, under sensor noise, blur, darkness, glare and slant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.frame import Pixels

Problem = Literal["none", "noPage", "moving", "blurred", "dark", "glare", "tooSmall"]
Sheet = Literal["a4", "id1"]
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Top left, top right, bottom right, bottom left; x and y from 0 to 1 within the frame."""

RECTIFIED: dict[Sheet, tuple[int, int]] = {"a4": (1240, 1754), "id1": (1012, 638)}  # 150 dpi; 300 dpi
PROPORTIONS = (1.2, 1.85)  # long side by short side, at a slant; a telephone has 2
BETWEEN_SHEETS = 1.5  # long side by short side: A4 has 1.414 (ISO 216), a card 1.586 (ISO/IEC 7810)
SEARCH_WIDTH = 640  # pixels; corners then come within 5 px of the truth on a 1920 frame, in 2 ms
LEAST_AREA = 0.10  # of the frame; less is a thing on the desk
LARGE_ENOUGH = {"a4": 0.30, "id1": 0.12}  # of the frame's area; smaller, fine print has too few pixels
LEAST_CONTRAST = 12.0  # grey levels of 255 between sheet and desk, after stretching
DARK = 60.0  # mean brightness of the sheet; below, noise is louder than thin strokes
GLARE_VALUE, GLARE_SATURATION, GLARE_SHARE = 250, 25, 0.01  # a blown-out spot of 1 % hides two lines of text
MOTION = 2.5  # mean grey levels between two frames at 320 px; noise alone gives 0.9, a hand 4 and more
JUDGED_LONG_SIDE = 1000  # pixels at which sharpness is judged, whatever the camera's resolution
STRONG_EDGE = 40  # grey levels within 9 pixels: a stroke or a rule, not noise
FEWEST_EDGES = 150  # pixels; an empty page cannot be blurred
SHARP = 0.22  # share of an edge's height that its steepest pixel climbs. Drawn pages seen at 880 pixels give 0.34 to
# 0.37 whatever stands on them; blurred by 1 pixel (still legible) 0.25, by 2 pixels (8 point is lost) 0.18


@dataclass(frozen=True, eq=False)
class Assessment:
    corners: Corners | None
    problem: Problem
    sheet: Sheet | None = None
    sharpness: float = 0.0
    rectified: Pixels | None = field(default=None, repr=False)
    """The sheet alone, upright, at its size in `RECTIFIED` (or that turned by 90°); only when asked for or good."""


def assess(bgr: Pixels, previous: Pixels | None = None, sheet: Sheet | None = None) -> Assessment:
    """Judge one frame. `previous`: the frame before, without which motion is not judged.

    `sheet`: what is expected; None: told from its proportions.
    """
    quad = _find(bgr)
    if quad is None:
        return Assessment(None, "dark" if np.percentile(bgr.max(axis=2)[::8, ::8], 99) < DARK else "noPage")
    kind = sheet or _kind(quad)
    corners = _fractions(quad, bgr)
    if cv2.contourArea(quad) / (bgr.shape[0] * bgr.shape[1]) < LARGE_ENOUGH[kind]:
        return Assessment(corners, "tooSmall", kind)
    if previous is not None and motion(bgr, previous) > MOTION:
        return Assessment(corners, "moving", kind)
    judged = _without_edge(_warp(bgr, quad, kind, JUDGED_LONG_SIDE))
    small = cv2.resize(judged, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    hsv = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), np.uint8)
    if cv2.mean(hsv)[2] < DARK:
        return Assessment(corners, "dark", kind)
    if _glare_share(hsv) > GLARE_SHARE:
        return Assessment(corners, "glare", kind)
    sharp = sharpness(judged)
    if sharp is not None and sharp < SHARP:
        return Assessment(corners, "blurred", kind, sharp)
    return Assessment(corners, "none", kind, 1.0 if sharp is None else sharp, _warp(bgr, quad, kind))


def motion(bgr: Pixels, previous: Pixels) -> float:
    """Mean difference of two frames, in grey levels at 320 pixels width."""
    if bgr.shape != previous.shape:
        return 255.0
    return float(cv2.absdiff(_small_grey(bgr, 320), _small_grey(previous, 320)).mean())


def sharpness(bgr: Pixels) -> float | None:
    """How steep the strong edges are, relative to their own height; None where there are none.

    `bgr`: the sheet at `JUDGED_LONG_SIDE`, or the same edge would be steeper the smaller it is drawn.
    Unlike the variance of the Laplacian it depends neither on how much is written nor on the light.
    """
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    window = np.ones((9, 9), np.uint8)
    height = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window)).astype(np.float32)
    slope = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 8)
    strong = height > STRONG_EDGE
    if int(strong.sum()) < FEWEST_EDGES:
        return None
    steepness = slope[strong] / height[strong]
    return float(np.percentile(steepness, 90))


def _find(bgr: Pixels) -> NDArray[np.float32] | None:
    """The sheet's corners in pixels of the frame, in order."""
    grey = _small_grey(bgr, SEARCH_WIDTH)
    counts = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]))
    low, high = np.searchsorted(counts, (0.01 * grey.size, 0.99 * grey.size))
    if high - low < 10:
        return None
    gain = min(12.0, 255 / (high - low))  # more would turn noise into edges
    table = np.clip((np.arange(256) - low) * gain, 0, 255).astype(np.uint8)
    stretched = np.asarray(cv2.LUT(grey, table), np.uint8)
    edges = cv2.Canny(cv2.GaussianBlur(stretched, (5, 5), 0), 50, 150)
    edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        hull = cv2.convexHull(contour)
        quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
        if len(quad) != 4 or cv2.contourArea(quad) < LEAST_AREA * grey.size:
            continue
        ordered = _in_order(quad.reshape(4, 2).astype(np.float32))
        if _is_sheet(ordered, stretched):
            middle = ordered.mean(axis=0)
            inward = ordered + (middle - ordered) / np.linalg.norm(middle - ordered, axis=1, keepdims=True) * 1.4
            return np.asarray(inward * (bgr.shape[1] / grey.shape[1]), np.float32)  # the dilation had moved them out
    return None


def _is_sheet(quad: NDArray[np.float32], grey: Pixels) -> bool:
    """Plausible as a rectangle seen at a slant, wholly in view, and of another brightness than the desk."""
    height, width = grey.shape
    if (quad < 3).any() or (quad[:, 0] > width - 4).any() or (quad[:, 1] > height - 4).any():
        return False
    sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    if not all(0.7 < a / b < 1.4 for a, b in ((sides[0], sides[2]), (sides[1], sides[3]))):
        return False
    if not PROPORTIONS[0] < max(_sides(quad)) / min(_sides(quad)) < PROPORTIONS[1]:
        return False
    for before, corner, after in zip(np.roll(quad, 1, axis=0), quad, np.roll(quad, -1, axis=0), strict=True):
        one, other = before - corner, after - corner
        cosine = float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
        if abs(cosine) > 0.5:  # 60° to 120°
            return False
    inside = np.zeros_like(grey)
    cv2.fillConvexPoly(inside, quad.astype(np.int32), 255)
    around = cv2.subtract(
        cv2.dilate(inside, np.ones((25, 25), np.uint8)), cv2.dilate(inside, np.ones((7, 7), np.uint8))
    )
    return bool(abs(cv2.mean(grey, inside)[0] - cv2.mean(grey, around)[0]) > LEAST_CONTRAST)


def _in_order(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """Clockwise from the top left."""
    middle = quad.mean(axis=0)
    turned = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _sides(quad: NDArray[np.float32]) -> tuple[float, float]:
    """Mean width and height, in pixels."""
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(lengths[0] + lengths[2]) / 2, float(lengths[1] + lengths[3]) / 2


def _kind(quad: NDArray[np.float32]) -> Sheet:
    width, height = _sides(quad)
    return "a4" if max(width, height) / min(width, height) < BETWEEN_SHEETS else "id1"


def _warp(bgr: Pixels, quad: NDArray[np.float32], kind: Sheet, long_side: int | None = None) -> Pixels:
    short, long = sorted(RECTIFIED[kind])
    if long_side is not None:
        short, long = round(short * long_side / long), long_side
    width, height = _sides(quad)
    w, h = (long, short) if width > height else (short, long)
    target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    bend = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(cv2.warpPerspective(bgr, bend, (w, h), flags=cv2.INTER_LINEAR), np.uint8)


def _without_edge(rectified: Pixels) -> Pixels:
    """The outer 3 % may show the desk."""
    y, x = (round(side * 0.03) for side in rectified.shape[:2])
    return rectified[y:-y, x:-x]


def _glare_share(hsv: Pixels) -> float:
    """Share of the largest blown-out spot."""
    blown = cv2.inRange(hsv, (0, 0, GLARE_VALUE + 1), (255, GLARE_SATURATION - 1, 255))
    _, _, stats, _ = cv2.connectedComponentsWithStats(blown)
    largest = int(stats[1:, cv2.CC_STAT_AREA].max()) if len(stats) > 1 else 0
    return largest / int(blown.size)


def _fractions(quad: NDArray[np.float32], bgr: Pixels) -> Corners:
    height, width = bgr.shape[:2]
    a, b, c, d = ((float(x) / width, float(y) / height) for x, y in quad)
    return (a, b, c, d)


def _small_grey(bgr: Pixels, width: int) -> Pixels:
    height = round(bgr.shape[0] * width / bgr.shape[1])
    return np.asarray(cv2.resize(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), (width, height), interpolation=cv2.INTER_AREA))
