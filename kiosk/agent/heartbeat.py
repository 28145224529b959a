"""The heartbeat: how this terminal is, and nothing about anybody who uses it (docs/api.md, "Heartbeat")."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from kiosk.run_files import painted_ago, read_state
from kiosk.settings import Settings
from offline_cache import clock
from offline_cache.outbox import Outbox

JITTER = 0.2  # terminals that came back together must not stay together
STALE_PAINT_S = 90.0  # a still screen is painted anew every 30 s, and noted every 5 s
ANSWER_S = 15.0
LONGEST_S = 3600.0  # the service may ask for a slower beat, but not for silence
PATH = "/v1/heartbeats"

_log = logging.getLogger(__name__)


def state_of(home: Path) -> tuple[str, float | None]:
    """The terminal's state and the age of its last painted frame. A window that paints no more is down."""
    painted = painted_ago(home)
    ui = read_state(home)
    if painted is None:
        return ("starting" if ui is not None and ui.state == "starting" else "ui_down"), None
    if painted > STALE_PAINT_S or ui is None:
        return "ui_down", painted
    return ui.state, painted


def heartbeat(settings: Settings, outbox: Outbox, catalogue: str) -> dict[str, Any]:
    """One heartbeat. `seq` is the boot clock in milliseconds: it rises, also when the agent is started anew."""
    home = settings.home
    state, painted = state_of(home)
    ui = read_state(home)
    counts = outbox.counts()
    return {
        "terminal": settings.terminal_id,
        "boot_id": clock.boot_id(),
        "seq": int(clock.boottime() * 1000),
        "sent_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": version("yukuaiban-kiosk"),
        "state": state,
        "painted_s_ago": None if painted is None else round(painted, 1),
        "uptime_s": int(clock.boottime()),
        "outbox": {"waiting": counts.waiting, "parked": counts.parked, "oldest_s": round(counts.oldest_s, 1)},
        "devices": [dict(device) for device in ui.devices] if ui is not None else [],
        "disk_free_mb": shutil.disk_usage(home).free // 2**20,
        "memory_mb": memory_mb(),
        "catalogue": catalogue,
    }


def memory_mb() -> int:
    """Memory that is still to be had (proc(5), MemAvailable)."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) // 1024
    return 0


class Pulse:
    """Sends a heartbeat now and then every `interval` seconds, ± 20 %. One that was not heard is not sent again."""

    def __init__(
        self, settings: Settings, outbox: Outbox, client: httpx.AsyncClient, catalogue: Callable[[], str]
    ) -> None:
        self._settings = settings
        self._outbox = outbox
        self._client = client
        self._catalogue = catalogue
        self._interval = settings.heartbeat_s
        self._heard: bool | None = None

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._beat()
            pause = self._interval * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    async def _beat(self) -> None:
        try:
            body = await asyncio.to_thread(heartbeat, self._settings, self._outbox, self._catalogue())
            async with asyncio.timeout(ANSWER_S):
                response = await self._client.post(f"{self._settings.fleet_url.rstrip('/')}{PATH}", json=body)
            response.raise_for_status()
            answer = response.json()
            wished = answer.get("next_interval_s") if isinstance(answer, dict) else None
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            self._note(heard=False, why=type(error).__name__)
            return
        if isinstance(wished, (int, float)) and 0 < wished <= LONGEST_S:
            self._interval = float(wished)
        self._note(heard=True, why="")

    def _note(self, *, heard: bool, why: str) -> None:
        """Only a change is worth a line."""
        if heard != self._heard:
            self._heard = heard
            _log.info("the fleet service hears us" if heard else f"the fleet service does not hear us: {why}")
