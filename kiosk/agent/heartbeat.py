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
from cryptography import x509

from kiosk.agent.asked_to_wait import asked_to_wait
from kiosk.run_files import painted_ago, read_state
from kiosk.settings import Settings
from kiosk.sites import BadProfile, profile
from offline_cache import clock
from offline_cache.faults import DiskFailed
from offline_cache.link import JUST_STARTED_S, Link
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState

JITTER = 0.2  # terminals that came back together must not stay together
STALE_PAINT_S = 90.0  # a still screen is painted anew every 30 s, and noted every 5 s
ANSWER_S = 15.0
LONGEST_WORD = 64  # characters that the service takes of a word
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


def first_pause(terminal: str, interval: float, up_s: float) -> float:
    """Seconds before the first beat. After the power came back in a district its terminals start within a second or
    two: each then begins at its own place of an interval. An agent that was only started anew beats at once."""
    return Link(terminal=terminal).offset(interval) if up_s < JUST_STARTED_S else 0.0


def next_pause(interval: float, chance: float, asked: float = 0.0) -> float:
    """Seconds until the next beat. `chance`: from 0 to 1; `asked`: for how long the service wants to be left alone."""
    return max(asked, interval * (1 - JITTER + 2 * JITTER * chance))


def heartbeat(settings: Settings, outbox: Outbox, catalogue: str, uploader: UploaderState) -> dict[str, Any]:
    """One heartbeat. `seq` is the boot clock in milliseconds: it rises, also when the agent is started anew."""
    home = settings.home
    state, painted = state_of(home)
    ui = read_state(home)
    return {
        "terminal": settings.terminal_id,
        "boot_id": clock.boot_id(),
        "seq": int(clock.boottime() * 1000),
        "sent_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": version("yukuaiban-kiosk"),
        "state": state,
        "painted_s_ago": None if painted is None else round(painted, 1),
        "uptime_s": int(clock.boottime()),
        "outbox": _outbox(outbox, uploader),
        "devices": [dict(device) for device in ui.devices] if ui is not None else [],
        "disk_free_mb": shutil.disk_usage(home).free // 2**20,
        "memory_mb": memory_mb(),
        "catalogue": catalogue,
        "district": settings.district,
        "site": settings.site_name[:LONGEST_WORD],
        "site_profile": settings.site_profile,
        "hours": opening_hours(settings),
        "certificate_days": certificate_days(settings.terminal_cert),
    }


def _outbox(outbox: Outbox, uploader: UploaderState) -> dict[str, Any]:
    """A disk that cannot be asked is a reason to say so, not to fall silent."""
    try:
        counts = outbox.counts()
    except DiskFailed as error:
        return {"waiting": None, "parked": None, "oldest_s": None, "phase": Phase.DISK, "detail": error.reason}
    waiting = {"waiting": counts.waiting, "parked": counts.parked, "oldest_s": round(counts.oldest_s, 1)}
    return {**waiting, "phase": uploader.phase, "detail": uploader.detail[:LONGEST_WORD]}


def opening_hours(settings: Settings) -> str | None:
    """Of the place, `HH:MM-HH:MM` in China; None: they are set wrongly, and the window says so."""
    try:
        found = profile(settings.site_profile or "hall", settings.site_hours)
    except BadProfile:
        return None
    return f"{found.opens}-{found.closes}"


def memory_mb() -> int:
    """Memory that is still to be had (proc(5), MemAvailable)."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) // 1024
    return 0


def certificate_days(path: Path | None) -> int | None:
    """Whole days for which this terminal's certificate is still good; None: it has none that can be read."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes()) if path is not None else None
    except (OSError, ValueError):
        return None
    if certificate is None:
        return None
    return max(0, (certificate.not_valid_after_utc - datetime.now(UTC)).days)


class Pulse:
    """Sends a heartbeat every `interval` seconds, ± 20 %. One that was not heard is not sent again."""

    def __init__(
        self,
        settings: Settings,
        outbox: Outbox,
        client: httpx.AsyncClient,
        catalogue: Callable[[], str],
        uploader: Callable[[], UploaderState],
    ) -> None:
        self._settings = settings
        self._outbox = outbox
        self._client = client
        self._catalogue = catalogue
        self._uploader = uploader
        self._interval = settings.heartbeat_s
        self._heard: bool | None = None
        self._asked = 0.0  # seconds for which the service wants to be left alone

    async def run(self, stop: asyncio.Event) -> None:
        pause = first_pause(self._settings.terminal_id, self._interval, clock.boottime())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        while not stop.is_set():
            await self._beat()
            pause = next_pause(self._interval, random.random(), self._asked)  # noqa: S311
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    async def _beat(self) -> None:
        try:
            body = await asyncio.to_thread(heartbeat, self._settings, self._outbox, self._catalogue(), self._uploader())
            async with asyncio.timeout(ANSWER_S):
                response = await self._client.post(f"{self._settings.fleet_url.rstrip('/')}{PATH}", json=body)
            self._asked = asked_to_wait(response)
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
