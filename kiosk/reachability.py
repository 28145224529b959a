"""Whether the platform can be reached, said calmly: one lost answer is not "away", one lucky one not "back"."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

EVERY_S = 10.0  # a health call costs some 300 bytes; a citizen at home sees the truth within seconds
SOON_S = 1.5  # while the tendency is about to change
JITTER = 0.2  # terminals of one site must not ask in step
IN_A_ROW = 2  # answers, or failures, that turn the opinion


class Reachability:
    """`heard` takes what each call saw, probes included. The first word ever counts at once."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.reachable = False
        self._known = False
        self._against = 0  # words in a row that contradict the present opinion
        self._changed = changed

    def heard(self, answered: bool) -> None:
        if answered == self.reachable and self._known:
            self._against = 0
            return
        self._against += 1
        if not self._known or self._against >= IN_A_ROW:
            turned = answered != self.reachable
            self._known, self._against, self.reachable = True, 0, answered
            if turned:
                self._changed()

    @property
    def pause(self) -> float:
        """Seconds until the next probe."""
        return (SOON_S if self._against else EVERY_S) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


async def keep_probing(probe: Callable[[], Awaitable[object]], reachability: Reachability) -> None:
    """For ever. What the probe saw arrives through `heard`, as every call's answer does."""
    while True:
        await probe()
        await asyncio.sleep(reachability.pause)
