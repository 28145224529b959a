"""When a touch counts: one tap is one press, whatever the finger or the panel does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.intents import Intent
from screens.geometry import Rect

AGAIN_S = 0.5  # EN 301 549 5.8: a second press of the same control counts after half a second at the earliest
KEY_AGAIN_S = 0.12  # "00" in a phone number is typed faster; a bouncing panel is faster still


@dataclass(frozen=True)
class Target:
    """Something that can be touched."""

    name: str
    rect: Rect
    action: Intent | Callable[[], None]
    text: str
    role: str = "button"
    enabled: bool = True
    dimmed: bool = False  # what it stands for cannot be done now; a touch still tells more
    key: bool = False  # of a keyboard: may be pressed again at once
    radius: int = 0
    zone: str = "body"  # where it stands in the order of focus: `screens/focus.py`
    chosen: bool = False  # it is what has been chosen


class TapGuard:
    """Decides which taps count. `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}
        self._last_tap = float("-inf")
        self._quiet_until = float("-inf")

    def accepts(self, name: str, key: bool = False) -> bool:
        """True when this tap counts; it is then remembered."""
        now = self._clock()
        since = now - self._last.get(name, float("-inf"))
        if now < self._quiet_until or since < (KEY_AGAIN_S if key else AGAIN_S):
            return False
        self._last = {other: at for other, at in self._last.items() if now - at < AGAIN_S}
        self._last[name] = now
        self._last_tap = now
        return True

    def screen_changed(self) -> None:
        """The second half of a double tap must not press what has just appeared under the finger."""
        self._quiet_until = self._last_tap + AGAIN_S

    @property
    def settled(self) -> bool:
        """True when a tap on something new would count."""
        return self._clock() >= self._quiet_until
