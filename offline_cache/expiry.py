"""When a record may not be sent any more, decided so that no single wrong clock decides it.

A date (`not_after`) is over when the platform's clock and the terminal's own both say so. A length of time
(`keep`) needs neither (`lifetime.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from offline_cache import clock
from offline_cache.lifetime import NOTE_S
from offline_cache.sending import Sending


class Expiry:
    def __init__(self, outbox: Sending, now: Callable[[], float]) -> None:
        self._outbox = outbox
        self._now = now
        self._told: tuple[datetime, float] | None = None
        self._noted: float | None = None

    @property
    def knows_the_time(self) -> bool:
        """The platform has told its time since this process was started."""
        return self._told is not None

    def hear(self, told: datetime) -> None:
        """The platform's time, now."""
        self._told = told, self._now()

    def is_over(self, not_after: str) -> bool:
        time = self._certain_time()
        return time is not None and clock.utc_text(time) > not_after

    def expire(self) -> list[str]:
        """Give up what is over; keys. Blocks. Raises `DiskFailed`."""
        now = self._now()
        if self._noted is None or now - self._noted > NOTE_S:
            self._noted = now
            self._outbox.note_ages(now)
        return self._outbox.expire(self._certain_time(), now)

    def _certain_time(self) -> datetime | None:
        if self._told is None:
            return None
        told, at = self._told
        return min(told + timedelta(seconds=self._now() - at), datetime.now(UTC))
