"""Can what stands on a sheet be read: is it bright enough, free of glare, sharp? Pure functions.

The sheet is judged as it lies in the frame, before anything is bent upright: that costs least, and bending would soften
edges by how the sheet happens to lie. Thresholds were calibrated on generated pages
(tests/drivers/camera/test_camera_document.py draws them): full and sparse text, 8 to 14 point, under sensor noise,
blur, darkness, glare and slant.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.corners import Grey, Quad, reduced, sides

JUDGED_LONG_SIDE = 1000  # pixels of the sheet at which sharpness is judged, whatever the camera's resolution
LIT_LONG_SIDE = 200  # pixels, at least, at which light is judged: enough to see a spot that hides two lines
MARGIN = 0.03  # of a side; the outermost may show the desk
STRONG_EDGE = 40  # grey levels within 9 pixels: a stroke or a rule, not noise
FEWEST_EDGES = 150  # pixels; an empty page cannot be blurred
MOST_EDGES = 20_000  # pixels that are asked, row by row: more would tell the same in more time
GLARE_VALUE, GLARE_SATURATION = 250, 25  # HSV of a blown-out spot: brighter, and less coloured


def sharpness(grey: Grey, quad: Quad) -> float | None:
    """How steep the strong edges of the sheet are, relative to their own height; None where there are none.

    Unlike the variance of the Laplacian it depends neither on how much is written nor on the light.
    """
    sheet, inside = _close_up(grey, quad)
    window = np.ones((9, 9), np.uint8)
    height = cv2.subtract(cv2.dilate(sheet, window), cv2.erode(sheet, window))
    _, strong = cv2.threshold(height, STRONG_EDGE, 255, cv2.THRESH_BINARY)
    strong = cv2.bitwise_and(strong, inside)
    edges = cv2.countNonZero(strong)
    if edges < FEWEST_EDGES:
        return None
    rows = slice(None, None, 1 + edges // MOST_EDGES)
    at = np.asarray(strong)[rows] > 0
    across, down = (np.asarray(cv2.Sobel(sheet, cv2.CV_16S, *way))[rows][at] for way in ((1, 0), (0, 1)))
    steepness = np.hypot(across, down, dtype=np.float32) / (8 * np.asarray(height)[rows][at].astype(np.float32))
    return float(np.percentile(steepness, 90))


def light(bgr: NDArray[np.uint8], quad: Quad) -> tuple[float, float]:
    """The sheet's mean brightness (HSV value, 0 to 255) and the share that the largest blown-out spot has of it."""
    width = bgr.shape[1]
    while width // 2 * max(sides(quad)) / bgr.shape[1] >= LIT_LONG_SIDE:
        width //= 2
    small = reduced(bgr, width)
    inside = _mask(quad * (width / bgr.shape[1]), small.shape[:2])
    hsv = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), np.uint8)
    blown = cv2.inRange(hsv, (0, 0, GLARE_VALUE + 1), (255, GLARE_SATURATION - 1, 255))
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_and(blown, inside))
    largest = int(stats[1:, cv2.CC_STAT_AREA].max()) if len(stats) > 1 else 0
    return float(cv2.mean(hsv, inside)[2]), largest / max(1, cv2.countNonZero(inside))


def _close_up(grey: Grey, quad: Quad) -> tuple[Grey, Grey]:
    """The part of the frame that holds the sheet, at `JUDGED_LONG_SIDE`, and a mask of the sheet within it."""
    left, top = np.maximum(np.floor(quad.min(axis=0)), 0).astype(int)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int) + 1
    part = grey[top:bottom, left:right]
    scale = JUDGED_LONG_SIDE / max(sides(quad))
    way = cv2.INTER_AREA if scale < 0.75 else cv2.INTER_LINEAR  # a finer camera must not alias
    sheet = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=way), np.uint8)
    return sheet, _mask((quad - (left, top)) * scale, sheet.shape[:2])


def _mask(quad: Quad, shape: tuple[int, ...]) -> Grey:
    """255 on the sheet without its margin."""
    middle = quad.mean(axis=0)
    inside = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(middle + (quad - middle) * (1 - 2 * MARGIN)).astype(np.int32), 255)
    return inside
