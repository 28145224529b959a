"""A started scanner, and a read that is under way."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from drivers.outcome import Failure
from drivers.scanner.payload import Scanned
from drivers.status import DeviceState
from tests.limits import LIMIT_S


@asynccontextmanager
async def started(scanner):
    await scanner.start()
    try:
        assert await scanner.wait_status(lambda status: status.device is not DeviceState.STARTING, LIMIT_S)
        yield scanner
    finally:
        await scanner.close()


async def asked(scanner, limit: float = LIMIT_S) -> asyncio.Task[Scanned | Failure]:
    """A read that is under way."""
    reading = asyncio.create_task(scanner.read(limit))
    while scanner._waiting is None:
        await asyncio.sleep(0)
    return reading
