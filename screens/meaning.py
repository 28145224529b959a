"""What touches mean to the visit: an intent, a sign of life, or the way to the technician's page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from kiosk.visit.intents import Intent, OpenTechnician, StillHere
from kiosk.visit.snapshot import Snapshot

_STILL_HERE_EVERY_S = 1.0
_ALIVE_EVERY_S = 5.0  # while somebody types; the shortest limit of a page is twelve times as long


class Stage(Protocol):
    """Where snapshots come from and intents go to."""

    @property
    def snapshot(self) -> Snapshot | None: ...
    def subscribe(self, callback: Callable[..., None], /) -> Any: ...
    def send(self, intent: Intent, drawn: int | None = None, /) -> None: ...


class Meaning:
    """`stage` and `shown` give the present ones; `meant` is told before an intent is sent."""

    def __init__(
        self, stage: Callable[[], Stage], shown: Callable[[], Snapshot | None], meant: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._shown = shown
        self._meant = meant
        self._still_here = float("-inf")

    def send(self, intent: Intent) -> None:
        self._meant()
        shown = self._shown()
        self._stage().send(intent, shown.serial if shown else None)

    def technician(self) -> None:
        self._stage().send(OpenTechnician())

    def idle(self) -> None:
        """A touch that means nothing else; while a warning is shown it keeps the visit."""
        shown = self._shown()
        if shown is not None and shown.warning is not None:
            self._alive(_STILL_HERE_EVERY_S)

    def local(self) -> None:
        """A key, a stroke, a page of candidates: nothing for the visit, but a sign of life."""
        shown = self._shown()
        if shown is not None and shown.in_visit:
            self._alive(_ALIVE_EVERY_S)

    def _alive(self, every: float) -> None:
        now = time.monotonic()
        if now - self._still_here >= every:
            self._still_here = now
            self._stage().send(StillHere())
