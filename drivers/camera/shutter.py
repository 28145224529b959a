"""The automatic shutter: it takes a page that lies still and is good."""

from __future__ import annotations

from drivers.camera.document import Assessment, Corners

STEADY = 0.4  # s; a hand that lets go of a page has left by then
MAY_SHIFT = 0.012  # of the frame, that a corner of a page at rest wanders from noise


class AutoShutter:
    """Feed it each assessment with its time; it says once, for each page, when to take it."""

    def __init__(self) -> None:
        self._corners: Corners | None = None
        self._steady_since: float | None = None
        self._taken = False

    def feed(self, assessment: Assessment, at: float) -> bool:
        """True: take this frame. `at`: seconds of a monotonic clock."""
        if assessment.corners is None:
            self._taken = False  # the page has gone; the next one may be taken
        before, self._corners = self._corners, assessment.corners
        if assessment.problem != "none" or not _close(before, assessment.corners):
            self._steady_since = None
            return False
        if self._steady_since is None:
            self._steady_since = at
        if self._taken or at - self._steady_since < STEADY:
            return False
        self._taken = True
        return True

    def again(self) -> None:
        """The picture was thrown away: the same page may be taken once more."""
        self._taken = False
        self._steady_since = None


def _close(one: Corners | None, other: Corners | None) -> bool:
    if one is None or other is None:
        return False
    pairs = zip(one, other, strict=True)
    return all(abs(x - u) < MAY_SHIFT and abs(y - v) < MAY_SHIFT for (x, y), (u, v) in pairs)
