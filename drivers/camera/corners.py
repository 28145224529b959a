"""Where a sheet lies in a frame: four corners of something bright, large and square like paper. Pure functions."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""height × width."""
Quad = NDArray[np.float32]
"""4 × 2: x and y of the top left, top right, bottom right and bottom left corner, in pixels."""

SEARCH_WIDTH = 640  # pixels; corners then come within 5 px of the truth on a 1920 frame, in 2 ms
LEAST_AREA = 0.10  # of the frame; less is a thing on the desk
PROPORTIONS = (1.2, 1.85)  # long side by short side, at a slant; a telephone has 2
LEAST_CONTRAST = 12.0  # grey levels of 255 between sheet and desk, after stretching
MOST_GAIN = 12.0  # of stretching; more would turn noise into edges


def find(grey: Grey) -> Quad | None:
    """The sheet's corners in pixels of `grey`, clockwise from the top left; None: there is no sheet."""
    small = reduced(grey, SEARCH_WIDTH)
    stretched = _stretched(small)
    if stretched is None:
        return None
    edges = cv2.Canny(cv2.GaussianBlur(stretched, (5, 5), 0), 50, 150)
    edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        hull = cv2.convexHull(contour)
        quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
        if len(quad) != 4 or cv2.contourArea(quad) < LEAST_AREA * small.size:
            continue
        ordered = _in_order(quad.reshape(4, 2).astype(np.float32))
        if _is_sheet(ordered, stretched):
            middle = ordered.mean(axis=0)
            inward = ordered + (middle - ordered) / np.linalg.norm(middle - ordered, axis=1, keepdims=True) * 1.4
            return np.asarray(inward * (grey.shape[1] / small.shape[1]), np.float32)  # the dilation had moved them out
    return None


def sides(quad: Quad) -> tuple[float, float]:
    """Mean width and height, in pixels."""
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(lengths[0] + lengths[2]) / 2, float(lengths[1] + lengths[3]) / 2


def reduced(pixels: NDArray[np.uint8], width: int) -> Grey:
    """At `width` pixels, or the frame's own if that is less. Halving averages out noise, and OpenCV is fast at it."""
    found: Any = pixels
    while found.shape[1] >= 2 * width:
        found = cv2.resize(found, (found.shape[1] // 2, found.shape[0] // 2), interpolation=cv2.INTER_AREA)
    if found.shape[1] > width:
        found = cv2.resize(found, (width, round(found.shape[0] * width / found.shape[1])))
    return np.asarray(found, np.uint8)


def _stretched(grey: Grey) -> Grey | None:
    """All of the scale used; None for a frame of one shade."""
    counts = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]))
    low, high = np.searchsorted(counts, (0.01 * grey.size, 0.99 * grey.size))
    if high - low < 10:
        return None
    gain = min(MOST_GAIN, 255 / (high - low))
    table = np.clip((np.arange(256) - low) * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, table), np.uint8)


def _is_sheet(quad: Quad, grey: Grey) -> bool:
    """Plausible as a rectangle seen at a slant, wholly in view, and of another brightness than the desk."""
    height, width = grey.shape
    if (quad < 3).any() or (quad[:, 0] > width - 4).any() or (quad[:, 1] > height - 4).any():
        return False
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    if not all(0.7 < a / b < 1.4 for a, b in ((lengths[0], lengths[2]), (lengths[1], lengths[3]))):
        return False
    if not PROPORTIONS[0] < max(sides(quad)) / min(sides(quad)) < PROPORTIONS[1]:
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


def _in_order(quad: Quad) -> Quad:
    """Clockwise from the top left."""
    middle = quad.mean(axis=0)
    turned = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)
