"""Hands in the terminal's own list of each day's payments, once the day is over (docs/api.md, "Reconciling").

A day whose list has changed since, because an order became final or money was given back, is handed in again, for as
long as the journal surely has the whole of it. What was acknowledged stands in `KIOSK_HOME/payments-told.json`, a
digest a day; without that file all days are handed in again, and nothing is counted twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
import msgspec

from kiosk import clock
from kiosk.agent.asked_to_wait import asked_to_wait
from kiosk.contract.payment_days import HAND_IN, MOST_LINES, PaymentDay, PaymentDayKept, PaymentLine
from kiosk.payments.journal import Journal, JournalFailed, cut
from kiosk.payments.reconciling import kept_of
from kiosk.settings import Settings
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed
from offline_cache.link import Link
from offline_cache.verdict import ParkAfterConfirmation, TooLarge, judge_refusal, retry_after

LOOK_S = 600.0  # nobody waits for it
JITTER = 0.2
SPREAD_S = 2 * 3600.0  # terminals do not all hand in at midnight
ANSWER_S = 15.0
TOLD = "payments-told.json"

_log = logging.getLogger(__name__)


class Cashier:
    """For the platform's client."""

    def __init__(self, settings: Settings, client: httpx.AsyncClient, now: Callable[[], datetime] = clock.now) -> None:
        self._settings = settings
        self._client = client
        self._now = now
        self._later = timedelta(seconds=Link(terminal=settings.terminal_id).offset(SPREAD_S))
        self._files = DurableFiles()
        self._refused: dict[str, tuple[str, date]] = {}  # digest, and the day on which it was refused

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            pause = await self.hand_in() or LOOK_S * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    @property
    def today(self) -> date:
        """The day that is under way, for this terminal: it begins at its own time after midnight."""
        return (self._now() - self._later).date()

    async def hand_in(self) -> float:
        """Hand in what is new; the seconds for which the platform asked to be left alone, or 0."""
        days = await asyncio.to_thread(days_of, self._settings, cut(self._now()).date(), self.today)
        told = await asyncio.to_thread(_told, self._settings.home)
        for day, listed in days.items():
            content = msgspec.json.encode(listed)
            digest = hashlib.sha256(content).hexdigest()
            if told.get(day) == digest or self._refused.get(day) == (digest, self.today):
                continue
            try:
                async with asyncio.timeout(ANSWER_S):
                    response = await self._client.request(HAND_IN.verb, HAND_IN.path.format(day=day), content=content)
                if _is_for_good(response):  # of this list: it holds up no later day
                    self._refused[day] = (digest, self.today)  # tried again tomorrow: it may be mended over there
                    _log.error("the platform refuses the payments of %s: %s", day, response.status_code)
                    continue
                if response.status_code != HAND_IN.status:
                    return asked_to_wait(response)
                kept = msgspec.json.decode(response.content, type=PaymentDayKept)  # a captive portal also says 200
            except (httpx.HTTPError, TimeoutError, msgspec.DecodeError, UnicodeDecodeError):
                return 0.0
            if (kept.day, kept.lines) != (day, len(listed.lines)):
                return 0.0
            told = {one: known for one, known in told.items() if one in days} | {day: digest}
            await asyncio.to_thread(self._keep, told)
            _log.info("the platform has the payments of %s", day)
        return 0.0

    def _keep(self, told: Mapping[str, str]) -> None:
        try:
            self._files.write(self._settings.home / TOLD, msgspec.json.encode(told))
        except (DiskFailed, OSError) as error:  # it is handed in again, which doubles nothing
            _log.warning("what was handed in cannot be noted: %s", type(error).__name__)


def _is_for_good(response: httpx.Response) -> bool:
    """What is wrong with this list is no matter of time, nor of this terminal as a whole."""
    verdict = judge_refusal(response.status_code, response.headers, response.content)
    return isinstance(verdict, ParkAfterConfirmation | TooLarge) and retry_after(response.headers) is None


def days_of(settings: Settings, after: date, before: date) -> dict[str, PaymentDay]:
    """Each day between these two on which there was an order, the oldest first. A terminal at which nothing was ever
    paid has no journal, and none is made."""
    path = settings.home / "payments.sqlite"
    if not path.is_file():
        return {}
    try:
        journal = Journal.open(path)
        try:
            entries = journal.entries()
        finally:
            journal.close()
    except JournalFailed as error:
        _log.error("payments are not handed in: %s", type(error).__name__)
        return {}
    lines: defaultdict[str, list[PaymentLine]] = defaultdict(list)
    for entry in entries:
        kept = kept_of(entry, settings.terminal_id)
        if after.isoformat() < kept.day < before.isoformat():
            lines[kept.day].append(PaymentLine(number=kept.number, fen=kept.fen, state=kept.state))  # type: ignore[arg-type]
    return {day: PaymentDay(lines=tuple(lines[day][:MOST_LINES])) for day in sorted(lines)}


def _told(home: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode((home / TOLD).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
