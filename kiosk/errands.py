"""Calls that are still to be made when a visit is over: without the citizen, until the platform has answered.

Each can be made again without doing anything twice. In memory only, and nothing of a citizen in them: what must
outlive the process has a journal of its own.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

from kiosk.faults import describe
from kiosk.platform import Away

FIRST_S, LONGEST_S = 2.0, 60.0  # between two tries
GIVE_UP = 90  # tries, some hour and a half
MOST = 200  # a terminal has a few hundred visits a day; more than these at once is a platform that is gone

_log = logging.getLogger(__name__)


class Errands:
    def __init__(self, second: float = 1.0) -> None:
        self._second = second  # tests count faster
        self._running: set[asyncio.Task[None]] = set()

    def add(self, what: str, call: Callable[[], Awaitable[Any]]) -> None:
        """`call` gives `Away` while it has to be made again. `what` is for the log."""
        if len(self._running) >= MOST:
            _log.error("an errand was dropped, too many wait: %s", what)
            return
        task = asyncio.create_task(self._run(what, call))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @property
    def open(self) -> int:
        """How many the platform has not heard of yet."""
        return len(self._running)

    async def close(self) -> None:
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, what: str, call: Callable[[], Awaitable[Any]]) -> None:
        pause = FIRST_S
        for _ in range(GIVE_UP):
            try:
                if not isinstance(await call(), Away):
                    return
            except Exception as error:  # nobody waits for it; the others go on
                _log.error("an errand failed: %s: %s", what, describe(error))
                return
            await asyncio.sleep(pause * random.uniform(0.8, 1.2) * self._second)  # noqa: S311 - jitter
            pause = min(LONGEST_S, pause * 2)
        _log.error("an errand was given up: %s", what)
