"""Tells the fleet service what the visits of a day took and spared, once the day is over (docs/api.md, "Usage")."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import httpx
import msgspec

from kiosk import clock
from kiosk.agent.asked_to_wait import asked_to_wait
from kiosk.contract.usage import TELL, UsageKept, UsagePeriod
from kiosk.settings import Settings
from kiosk.usage.books import to_tell, was_told
from offline_cache.link import Link

LOOK_S = 600.0  # nobody waits for it
JITTER = 0.2
SPREAD_S = 2 * 3600.0  # 100,000 terminals do not all tell of a day at midnight
ANSWER_S = 15.0

_log = logging.getLogger(__name__)


class Bookkeeper:
    """Nothing waits for it and nothing is lost by an answer that is: the same period is told again, and kept once."""

    def __init__(self, settings: Settings, client: httpx.AsyncClient, now: Callable[[], datetime] = clock.now) -> None:
        self._settings = settings
        self._client = client
        self._now = now
        self._later = timedelta(seconds=Link(terminal=settings.terminal_id).offset(SPREAD_S))
        self._told: dict[str, int] = {}  # visits of the newest periods by their first day: also of one still open

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            asked = await self.tell()
            pause = asked or LOOK_S * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    @property
    def today(self) -> date:
        """The day that is under way, for this terminal: it begins at its own time after midnight."""
        return (self._now() - self._later).date()

    async def tell(self) -> float:
        """Tell what is over; the seconds for which the service asked to be left alone, or 0."""
        for period in await asyncio.to_thread(lambda: list(to_tell(self._settings, self.today))):
            if self._told.get(period.first) == period.total.visits:
                was_told(self._settings, period)
                continue
            try:
                async with asyncio.timeout(ANSWER_S):
                    response = await self._client.post(
                        f"{self._settings.fleet_url.rstrip('/')}{TELL.path}", content=msgspec.json.encode(period)
                    )
                if response.status_code != TELL.status:
                    return asked_to_wait(response)
                kept = msgspec.json.decode(response.content, type=UsageKept)  # a captive portal also says 200
            except (httpx.HTTPError, TimeoutError, msgspec.DecodeError, UnicodeDecodeError):
                return 0.0
            if kept.first == period.first:
                self._note(period)
        return 0.0

    def _note(self, period: UsagePeriod) -> None:
        self._told = dict(sorted((self._told | {period.first: period.total.visits}).items())[-2:])
        was_told(self._settings, period)
        _log.info("the fleet service has the visits of %s to %s", period.first, period.last)
