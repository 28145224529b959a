"""Writes the platform's acknowledgements down: those that arrive together in one commit, while the next are sent.

What is not written when the process dies is sent again, and answered by the same acknowledgement.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from offline_cache.faults import DiskFailed
from offline_cache.outbox import Outbox

log = logging.getLogger(__name__)

TOGETHER_S = 0.1  # others under way may end within it; a citizen who waits for a number does not notice
SHRED_AT = 50  # acknowledged records; earlier when nothing else is to be done


class Settling:
    """`failed`: told why, when the disk fails: the records are sent again, and the platform knows them."""

    def __init__(self, outbox: Outbox, failed: Callable[[str], None]) -> None:
        self._outbox = outbox
        self._failed = failed
        self._arrived: list[tuple[str, Mapping[str, Any]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._to_shred = 1  # what was acknowledged before this process, and is not shredded

    @property
    def under_way(self) -> set[asyncio.Task[None]]:
        return {self._writing} if self._writing else set()

    def acknowledged(self, key: str, body: Mapping[str, Any], *, alone: bool) -> None:
        """`alone`: nothing else is under way that could arrive together with it."""
        self._arrived.append((key, body))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(0 if alone else TOGETHER_S))

    async def _write(self, wait_s: float) -> None:
        try:
            while self._arrived:
                await asyncio.sleep(wait_s)
                several, self._arrived = self._arrived, []
                try:
                    await self._write_down(several)
                except DiskFailed as error:
                    self._failed(error.reason)
                    self._outbox.let_go(key for key, _ in several)
        finally:
            self._writing = None

    async def _write_down(self, several: list[tuple[str, Mapping[str, Any]]]) -> None:
        for key in await asyncio.to_thread(self._outbox.acknowledge_several, several):
            log.error("record %s was acknowledged by the platform, and is not one that was sent", key)
        self._to_shred += len(several)
        if self._to_shred >= SHRED_AT:
            await self.shred()

    async def shred_if_any(self) -> None:
        if self._to_shred:
            await self.shred()

    async def shred(self) -> None:
        """If not all of it could be done, the rest is done when nothing else is."""
        self._to_shred = 1
        if await asyncio.to_thread(self._outbox.shred):
            self._to_shred -= 1

    async def finish(self) -> None:
        """Until all that has arrived is written, or the disk has failed."""
        while self._writing:
            await self._writing
