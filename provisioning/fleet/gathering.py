"""Heartbeats that arrive together are written together: a commit waits for the disk, ten no longer than one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from provisioning.fleet.heartbeat import Heartbeat
from provisioning.fleet.store import FleetStore

GATHER_S = 0.01  # nobody waits for the answer to a heartbeat, and it is given only once this one is on the disk
MOST = 500  # in one transaction: some 100 ms of the service's time


class Gathering:
    def __init__(self, store: FleetStore, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._waiting: list[tuple[Heartbeat, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def take(self, heartbeat: Heartbeat) -> bool:
        """As `FleetStore.take`: durable when it returns."""
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((heartbeat, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(GATHER_S)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    kept = self._store.take_all([heartbeat for heartbeat, _ in batch], self._now())
                except Exception as error:  # the disk: each caller is told, and the next ones are tried again
                    for _, written in batch:
                        if not written.done():
                            written.set_exception(error)
                    continue
                for (_, written), changed in zip(batch, kept, strict=True):
                    if not written.done():  # whoever asked may have gone
                        written.set_result(changed)
        finally:
            self._writing = None
