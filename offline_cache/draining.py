"""Send what waits, now, and say how far it got."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from offline_cache.connection import platform_client
from offline_cache.home import Home
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState
from offline_cache.uploader import Uploader

LOOK_S = 0.1


async def drain(home: Home, outbox: Outbox, limit: float, progress: Callable[[int, int], None]) -> UploaderState:
    """Upload until nothing waits, the platform refuses this terminal, or `limit` seconds are over.

    `progress(done, total)` in records. Raises `BadHome` and `BadConnection`.
    """
    files = (home.path(f"KIOSK_{name}") for name in ("PLATFORM_CA", "TERMINAL_CERT", "TERMINAL_KEY"))
    client = platform_client(home.platform_url, *files, proxy=home.variables.get("KIOSK_PROXY", ""))
    total = outbox.counts().waiting
    deadline = time.monotonic() + limit
    stop = asyncio.Event()
    async with client:
        uploader = Uploader(outbox, client, home.platform_url)
        running = asyncio.create_task(uploader.run(stop))
        try:
            while waiting := outbox.counts().waiting:
                progress(max(0, total - waiting), total)
                if running.done() or time.monotonic() > deadline or uploader.state.phase is Phase.REFUSED:
                    break
                await asyncio.sleep(LOOK_S)
            state = uploader.state
        finally:
            stop.set()
            await running
    progress(max(0, total - waiting), total)
    outbox.shred()
    return state
