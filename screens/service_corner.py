"""The technician's knock: seven taps in the upper left corner, where there is nothing to touch."""

from __future__ import annotations

import time
from collections.abc import Callable

TAPS = 7  # a child who drums there gets a page that asks for a code, and no further
WITHIN_S = 1.0  # from one tap to the next
SIDE_MM = 30.0


class ServiceCorner:
    """`tapped` is told of every touch, in pixels from the upper left; `open_page` is called at the last of them."""

    def __init__(self, px_per_mm: float, open_page: Callable[[], None], clock: Callable[[], float] = time.monotonic):
        self._side = SIDE_MM * px_per_mm
        self._open_page = open_page
        self._clock = clock
        self._count = 0
        self._last = float("-inf")

    def tapped(self, x: float, y: float) -> None:
        now = self._clock()
        here = x <= self._side and y <= self._side
        soon = now - self._last <= WITHIN_S
        self._last = now
        self._count = (self._count if soon else 0) + 1 if here else 0
        if self._count == TAPS:
            self._count = 0
            self._open_page()
