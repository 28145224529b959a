"""Sends what is in the outbox, for as long as the agent runs; whatever it meets, nothing is lost or doubled.

It wakes when another process commits something, when a delay is over, or when a request has ended, and decides what
may be tried next (`lane.py`); `attempt.py` is one such try. A platform that is away is asked by one cheap probe at a
time (`backoff.py`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import SystemRandom

import httpx

from offline_cache import clock
from offline_cache.attempt import Attempts
from offline_cache.faults import DiskFailed
from offline_cache.lane import Lane
from offline_cache.leases import Leases
from offline_cache.link import Link, Ratings
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState

log = logging.getLogger(__name__)

POLL_S = 0.15  # how soon a commit of another process is seen; asking costs microseconds
LOOK_S = 5.0  # leases of processes that died, and deadlines, are looked for this often
CONCURRENCY = 4  # records of different citizens under way at once: hides the round trip on a slow link
DISK_S = 5.0
RANDOM = SystemRandom().random


class Uploader:
    """One a process. `client` bears the terminal's certificate (`connection.py`); `base_url` without `/v1`."""

    def __init__(
        self,
        outbox: Outbox,
        client: httpx.AsyncClient,
        base_url: str,
        *,
        concurrency: int = CONCURRENCY,
        link: Link = Link(),  # noqa: B008  (it is immutable)
        now: Callable[[], float] = clock.boottime,
        random: Callable[[], float] = RANDOM,
    ) -> None:
        self._outbox = outbox
        self._link = link
        self._lane = Lane(outbox, client, base_url, link, senders=concurrency, now=now, random=random)
        self._ratings = Ratings(link, now)
        self._attempts = Attempts(outbox, self._lane, self._ratings, now, random)
        self._leases = Leases(outbox, now)
        self._now = now
        self._under_way: set[asyncio.Task[None]] = set()
        self._newest = 0
        self._held = (0.0, 0.0)  # what waited at the first of these times is not sent before the second
        self._ending: set[asyncio.Task[None]] = set()  # uploads of what has expired

    @property
    def state(self) -> UploaderState:
        if failed := self._attempts.disk_failed:
            return UploaderState(Phase.DISK, failed)
        return self._lane.state(bool(self._under_way))

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set. What is under way then is ready again at once."""
        stopped = asyncio.create_task(stop.wait())
        try:
            up_s = self._now()  # after a power cut in the district not all terminals send in the same second
            self._held = (up_s, up_s + self._link.apart_after_start(up_s))
            while not stop.is_set():
                try:
                    seen = self._outbox.version()
                    pause = await self._start_what_is_due()
                    self._attempts.disk_failed = ""
                    await self._wait(stopped, seen, pause)
                except DiskFailed as error:
                    log.warning("outbox: %s", error)
                    self._attempts.disk_failed = error.reason
                    await asyncio.wait({stopped}, timeout=DISK_S)
        finally:
            await asyncio.sleep(0)  # a try that is cancelled before its first step could not give its lease back
            apart = (stopped, *self._under_way, *self._ending)
            for task in apart:
                task.cancel()
            await asyncio.gather(*apart, return_exceptions=True)
            await self._attempts.settling.finish()
            with suppress(DiskFailed):
                await self._leases.give_back()

    async def _wait(self, stopped: asyncio.Task[bool], seen: tuple[int, int], pause: float) -> None:
        """Until something is committed, a request ends, or `pause` seconds are over."""
        end = self._now() + pause
        waited = {stopped, *self._under_way, *self._attempts.settling.under_way}
        while (left := end - self._now()) > 0 and self._outbox.version() == seen:
            done, _ = await asyncio.wait(waited, timeout=min(POLL_S, left), return_when=asyncio.FIRST_COMPLETED)
            if done:
                return

    async def _start_what_is_due(self) -> float:
        """Start as many requests as may be; gives the seconds after which to look again."""
        self._notice_new_records()
        if not self._lane.is_well:
            await self._leases.give_back()
        if (wait := self._lane.wait()) > 0:
            return min(LOOK_S, wait)
        if self._lane.circuit.is_open and not await self._platform_is_back():
            return min(LOOK_S, self._lane.wait())
        if len(self._under_way) >= self._lane.room:  # long uploads hold up no time limit
            await self._expire()
        while len(self._under_way) < self._lane.room:
            if (lease := self._leases.next()) is None:
                await self._expire()
                now = self._now()
                since, well = self._held[0] if now < self._held[1] else None, self._lane.is_well
                if not await self._leases.lease(now, self._ratings.lanes(), several=well, since=since):
                    return await self._tidy_up(now)
                continue
            task = asyncio.create_task(self._attempts.make(lease))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return LOOK_S

    def _notice_new_records(self) -> None:
        """A citizen who has just handed something in may be waiting for the case number."""
        if (newest := self._outbox.newest()) > self._newest:
            self._newest = newest
            self._lane.circuit.nudge()

    async def _tidy_up(self, now: float) -> float:
        """Nothing could be started at `now`: shred what is done, and give the seconds until something is due."""
        if not self._under_way and not self._attempts.settling.under_way:
            await self._attempts.settling.shred_if_any()
        due = self._outbox.next_due(now)
        if due is None and not self._under_way:
            self._lane.nothing_waits()
        waits = (due or 0.0, self._held[1] - now)
        return min(LOOK_S, *(wait for wait in waits if wait > 0), LOOK_S)

    async def _platform_is_back(self) -> bool:
        away_s = self._lane.circuit.away_s
        if not await self._lane.probe():
            return False
        log.info("the platform is back")
        now = self._now()
        self._held = (now, max(self._held[1], now + self._link.apart_after_outage(away_s)))
        await asyncio.to_thread(self._outbox.hasten, self._attempts.asked_to_wait(now))
        return True

    async def _expire(self) -> None:
        expired = await asyncio.to_thread(self._lane.expiry.expire)
        for key in expired:
            log.warning("record %s expired before it could be sent", key)
        if expired:
            begun = await asyncio.to_thread(self._outbox.begun_uploads, expired)
            await self._attempts.settling.shred()
            if begun:  # a platform that does not answer that holds up nobody
                task = asyncio.create_task(self._end(begun))
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def _end(self, uploads: Sequence[str]) -> None:
        for url in uploads:
            await self._lane.delivery.terminate(url)
