"""The same code twice: a scanner that looks all the time reads it again while it is still held there."""

from __future__ import annotations

import time

SAME_CODE = 1.5  # s in which the same bytes are still the same showing of the code


class Repeats:
    """Keeps a hash of the last code only."""

    def __init__(self) -> None:
        self._last: tuple[int, float] | None = None

    def is_one(self, data: bytes) -> bool:
        """True for the code that was let through less than `SAME_CODE` ago; any other is let through and noted."""
        code, now = hash(data), time.monotonic()
        if self._last is not None and self._last[0] == code and now - self._last[1] < SAME_CODE:
            return True
        self._last = (code, now)
        return False

    def forget(self) -> None:
        self._last = None
