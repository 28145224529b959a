"""The link as one terminal among 100,000 may use it: not all of it, not all at once, and not when it costs."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from offline_cache.backoff import PROBE_CAP_S

PIECE_S = 0.25  # seconds of the allowed rate that go at once
SMALLEST_PIECE, LARGEST_PIECE = 1024, 64 * 1024  # bytes
RETRIES = 60.0  # tries again that a terminal may make at once,
RETRIES_PER_S = 1.0  # and then so many a second; all of its records together
RETRIES_PER_SUCCESS = 0.1
START_SPREAD_S = 60.0  # after the power came back in a district, its terminals begin within so long
OUTAGE_SPREAD_S = 300.0  # and after an outage of the platform; at most as long as the outage was
JUST_STARTED_S = 300.0  # a machine that is up for less long was probably switched on with others
RATINGS_S = 6 * 3600.0  # on a metered link ratings wait for a submission to travel with, but no longer than this
AWAKE_S = 30.0  # a submission that was acknowledged so long ago has woken the modem anyway
METERED_PROBE_CAP_S = 15 * 60.0


@dataclass(frozen=True)
class Link:
    """`bytes_per_s`: what uploads may take, None: all of it; `metered`: it costs by the byte; `terminal`: its id."""

    bytes_per_s: float | None = None
    metered: bool = False
    terminal: str = ""

    @property
    def probe_cap(self) -> float:
        """Most seconds between two questions whether the platform is back."""
        return METERED_PROBE_CAP_S if self.metered else PROBE_CAP_S

    def apart_after_start(self, up_s: float) -> float:
        """Seconds for which what waits is held, the machine being up for `up_s`: others may have started with it."""
        return self.offset(START_SPREAD_S) if up_s < JUST_STARTED_S else 0.0

    def apart_after_outage(self, away_s: float) -> float:
        return self.offset(min(away_s, OUTAGE_SPREAD_S))

    def offset(self, spread: float) -> float:
        """This terminal's own part of `spread` seconds, always the same; 0 for a terminal without a name."""
        if not self.terminal:
            return 0.0
        hashed = hashlib.sha256(self.terminal.encode()).digest()
        return spread * int.from_bytes(hashed[:4], "big") / 2**32


class Throttle:
    """Lets bytes through at a rate, whoever sends them."""

    def __init__(self, bytes_per_s: float | None) -> None:
        self._rate = bytes_per_s
        self._free_at = 0.0

    @property
    def piece(self) -> int:
        """Bytes that should go at once."""
        if self._rate is None:
            return LARGEST_PIECE
        return int(min(LARGEST_PIECE, max(SMALLEST_PIECE, self._rate * PIECE_S)))

    async def let(self, size: int) -> None:
        """Wait for the turn of `size` bytes."""
        if self._rate is None:
            return
        now = time.monotonic()
        begin = max(now, self._free_at)
        self._free_at = begin + size / self._rate
        await asyncio.sleep(begin - now)

    def takes(self, size: int, senders: int) -> float:
        """Seconds that `size` bytes may take when so many send at once; 0 where nothing holds them."""
        return size * senders / self._rate if self._rate else 0.0


class RetryBudget:
    """How often a terminal may try again, over all of its records: an ill platform is not to be worn down."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._left = RETRIES
        self._at = now()

    def take(self) -> float:
        """0: try again now. Else the seconds until one may."""
        now = self._now()
        self._left = min(RETRIES, self._left + (now - self._at) * RETRIES_PER_S)
        self._at = now
        if self._left < 1:
            return (1 - self._left) / RETRIES_PER_S
        self._left -= 1
        return 0.0

    def succeeded(self) -> None:
        self._left = min(RETRIES, self._left + RETRIES_PER_SUCCESS)


class Ratings:
    """When ratings travel."""

    def __init__(self, link: Link, now: Callable[[], float]) -> None:
        self._metered = link.metered
        self._now = now
        self._sent_at = now()
        self._awake_until = 0.0

    def lanes(self) -> tuple[str, ...]:
        """The lanes of which records may be sent now."""
        now = self._now()
        if self._metered and now > self._awake_until and now - self._sent_at < RATINGS_S:
            return ("submissions",)
        return ("submissions", "ratings")

    def acknowledged(self, lane: str) -> None:
        """Something was sent anyhow."""
        now = self._now()
        if lane == "ratings":
            self._sent_at = now
        self._awake_until = now + AWAKE_S
