"""How long a V4L2 camera exposes: by itself, held once it has settled, or fixed. Network cameras decide alone.

Held or fixed, the picture does not grow darker and lighter while a page is laid down, which the shutter would take for
motion. For a stand with a lamp of its own; in daylight, `auto`.
"""

from __future__ import annotations

from typing import Protocol

import cv2

MANUAL, AUTO = 1, 3  # V4L2_EXPOSURE_MANUAL and _APERTURE_PRIORITY, which is "automatic" with USB cameras
HOW = ("auto", "hold")


class Controls(Protocol):
    """Of a `cv2.VideoCapture`: `set` is False for what the camera does not have."""

    def set(self, control: int, value: float) -> bool: ...

    def get(self, control: int) -> float: ...


def is_known(how: str) -> bool:
    """`auto`, `hold`, or a number: the exposure in units of 100 µs (V4L2_CID_EXPOSURE_ABSOLUTE)."""
    return how in HOW or (how.isascii() and how.isdigit() and 0 < int(how) < 100_000)


def begin(device: Controls, how: str) -> None:
    """Before the first picture. Automatic also if a program before this one left it otherwise."""
    if how in HOW:
        device.set(cv2.CAP_PROP_AUTO_EXPOSURE, AUTO)
        device.set(cv2.CAP_PROP_AUTO_WB, 1)
    elif device.set(cv2.CAP_PROP_AUTO_EXPOSURE, MANUAL):
        device.set(cv2.CAP_PROP_EXPOSURE, int(how))


def settled(device: Controls, how: str) -> None:
    """Brightness no longer changes: hold what the camera has found, where it tells what that is."""
    if how != "hold":
        return
    for automatic, off, control in (
        (cv2.CAP_PROP_AUTO_EXPOSURE, MANUAL, cv2.CAP_PROP_EXPOSURE),
        (cv2.CAP_PROP_AUTO_WB, 0, cv2.CAP_PROP_WB_TEMPERATURE),
    ):
        found = device.get(control)
        if found > 0 and device.set(automatic, off):  # 0 and -1: it does not tell, and holding could mean anything
            device.set(control, found)
