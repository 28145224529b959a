"""One picture of a camera. OpenCV is loaded with the first one: a terminal without a camera does without its 30 MB."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"
"""height × width × 3, in OpenCV's order blue, green, red."""


@dataclass(frozen=True)
class Picture:
    """Pixels to show: `rgb` holds height rows of width pixels of 3 bytes, top row first."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class Frame:
    bgr: Pixels = field(repr=False)
    taken_at: float  # time.monotonic()

    def picture(self, max_side: int) -> Picture:
        """For the screen, at most `max_side` pixels high and wide; never enlarged."""
        return picture(self.bgr, max_side)

    def jpeg(self, quality: int = 90) -> bytes:
        return jpeg(self.bgr, quality)


def picture(bgr: Pixels, max_side: int) -> Picture:
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = bgr.shape[:2]
    scale = min(1.0, max_side / max(height, width))
    if scale < 1.0:
        bgr = np.asarray(cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    return Picture(bgr.shape[1], bgr.shape[0], rgb.tobytes())


def jpeg(bgr: Pixels, quality: int = 90) -> bytes:
    import cv2  # noqa: PLC0415

    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()


def smaller_jpeg(data: bytes, max_side: int, at_most: int) -> bytes:
    """A JPEG made again, at most `max_side` pixels high and wide and at most `at_most` bytes: the finest that fits."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    bgr = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    scale = min(1.0, max_side / max(bgr.shape[:2]))
    if scale < 1.0:
        bgr = np.asarray(cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    for quality in (90, 75, 60, 40, 20):
        made = jpeg(bgr, quality)
        if len(made) <= at_most:
            break
    return made
