"""The way to one host, for all of this process that call it: closed while the host asks for time (`Retry-After`)."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable

from offline_cache.backoff import delay

PATIENCE_S = 10.0  # a citizen stands and waits; beyond that they are told when to come back


class Lane:
    """`hold` closes it; `enter` waits until it is open again, where that is soon."""

    def __init__(self, now: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random.random) -> None:
        self._now = now
        self._chance = chance
        self._until = float("-inf")
        self.waits: Callable[[float, bool], None] = lambda seconds, soon: None
        """Told the seconds that are left, and whether they are waited for."""

    @property
    def left(self) -> float:
        """Seconds until the host may be asked again."""
        return max(0.0, self._until - self._now())

    def hold(self, asked: float) -> None:
        """The host wants to be left alone for so long. With some spread behind it: all terminals were told the same."""
        self._until = max(self._until, self._now() + delay(0, self._chance, asked))

    async def enter(self, patience: float, *, quietly: bool = False) -> float:
        """0: the host may be asked. Else the seconds for which it may not, and that were not waited for."""
        while (left := self.left) > 0:
            soon = left <= patience
            if not quietly:
                self.waits(left, soon)
            if not soon:
                return left
            patience -= left
            await asyncio.sleep(left)
        return 0.0
