"""Reads a picture from a file, for the verbs that judge pictures."""

from __future__ import annotations

from pathlib import Path

LARGEST = 64 * 1024 * 1024  # bytes; a camera's picture has a tenth of that


class BadPicture(ValueError):
    """One sentence without the file's name."""


def read(path: Path, grey: bool = False) -> object:
    """height × width (grey), or height × width × 3 (blue, green, red). Raises `BadPicture`."""
    import cv2
    import numpy as np

    try:
        if path.stat().st_size > LARGEST:
            raise BadPicture("is too large")
        data = path.read_bytes()
    except OSError as error:
        raise BadPicture(f"cannot be read: {error.strerror}") from None
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR)
    except cv2.error:
        pixels = None
    if pixels is None:
        raise BadPicture("is no picture of a known kind")
    return pixels
