"""Sends what is in the outbox, for as long as the agent runs; whatever it meets, nothing is lost or doubled.

It wakes when another process commits something, when a delay is over, or when a request has ended. Answers
are judged by `verdict.py`; a platform that is away is asked by one cheap probe at a time (`backoff.py`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from random import SystemRandom

import httpx

from offline_cache import clock
from offline_cache.backoff import PROBE_CAP_S, Circuit, delay
from offline_cache.delivery import Damaged, Delivery
from offline_cache.exchange import TRANSPORT_FAILURES
from offline_cache.expiry import Expiry
from offline_cache.faults import DiskFailed
from offline_cache.link import Link, Ratings, RetryBudget, Throttle
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState
from offline_cache.records import Lease
from offline_cache.rows import UnknownKey
from offline_cache.states import IllegalTransition
from offline_cache.verdict import (
    Acknowledged,
    Again,
    AttachmentsMissing,
    NotOurs,
    ParkAfterConfirmation,
    StopLane,
    TooLarge,
    Verdict,
)

log = logging.getLogger(__name__)

POLL_S = 0.15  # how soon a commit of another process is seen; asking costs microseconds
LOOK_S = 5.0  # leases of processes that died, and deadlines, are looked for this often
CONCURRENCY = 4  # records of different citizens under way at once: hides the round trip on a slow link
TRY_S = 29 * 60.0  # one try at one record with all its pages; what has arrived by then counts
LEASE_S = TRY_S + 60.0  # outlasts the try, so that no two processes send the same; a dead process's ends at once
REFUSED_STEP = 5  # the first delay after a 401 or 403 is that after 5 failed tries, up to 64 s
SHRED_AT = 50  # acknowledged records; earlier when nothing else is to be done
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
        self._circuit = Circuit(now, random, link.probe_cap)
        heard, throttle = self._circuit.succeeded, Throttle(link.bytes_per_s)
        self._delivery = Delivery(outbox, client, base_url, heard, throttle=throttle, senders=concurrency)
        self._budget, self._ratings = RetryBudget(now), Ratings(link, now)
        self._concurrency = concurrency
        self._now = now
        self._random = random
        self._under_way: set[asyncio.Task[None]] = set()
        self._acknowledged = 0
        self._newest = 0
        self._refusals = 0
        self._refused_until = 0.0
        self._detail = ""
        self._disk_failed = ""
        self._expiry = Expiry(outbox, now)

    @property
    def state(self) -> UploaderState:
        if self._disk_failed:
            return UploaderState(Phase.DISK, self._disk_failed)
        if self._refusals:
            return UploaderState(Phase.REFUSED, self._detail)
        if self._circuit.is_open:
            return UploaderState(Phase.OFFLINE, self._detail)
        if self._under_way:
            return UploaderState(Phase.SENDING)
        return UploaderState(Phase.WAITING if self._detail else Phase.IDLE, self._detail)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set. What is under way then is ready again at once."""
        stopped = asyncio.create_task(stop.wait())
        try:
            self._begin_apart()
            while not stop.is_set():
                try:
                    seen = self._outbox.version()
                    pause = await self._start_what_is_due()
                    self._disk_failed = ""
                    await self._wait(stopped, seen, pause)
                except DiskFailed as error:
                    log.warning("outbox: %s", error)
                    self._disk_failed = error.reason
                    await asyncio.wait({stopped}, timeout=DISK_S)
        finally:
            await asyncio.sleep(0)  # a try that is cancelled before its first step could not give its lease back
            for task in (stopped, *self._under_way):
                task.cancel()
            await asyncio.gather(stopped, *self._under_way, return_exceptions=True)

    async def _wait(self, stopped: asyncio.Task[bool], seen: tuple[int, int], pause: float) -> None:
        """Until something is committed, a request ends, or `pause` seconds are over."""
        end = self._now() + pause
        waited = {stopped, *self._under_way}
        while (left := end - self._now()) > 0 and self._outbox.version() == seen:
            done, _ = await asyncio.wait(waited, timeout=min(POLL_S, left), return_when=asyncio.FIRST_COMPLETED)
            if done:
                return

    # ---- what to do next ------------------------------------------------------------------------
    async def _start_what_is_due(self) -> float:
        """Start as many requests as may be; gives the seconds after which to look again."""
        self._notice_new_records()
        now = self._now()
        if self._refused_until > now:
            return min(LOOK_S, self._refused_until - now)
        if (wait := self._circuit.wait()) > 0:
            return min(LOOK_S, wait)
        if self._circuit.is_open and not await self._platform_is_back():
            return min(LOOK_S, self._circuit.wait())
        await self._expire()
        while len(self._under_way) < self._room():
            now = self._now()
            lease = await asyncio.to_thread(self._outbox.lease, now, LEASE_S, self._ratings.lanes())
            if lease is None:
                return await self._tidy_up(now)
            task = asyncio.create_task(self._try(lease))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return LOOK_S

    def _begin_apart(self) -> None:
        """After a power cut in the district not all of its terminals send what waits in the same second."""
        with suppress(DiskFailed):
            if apart := self._link.apart_after_start(self._now()):
                self._outbox.hasten(self._now() + apart)

    def _room(self) -> int:
        return self._concurrency if self._circuit.healthy and not self._refusals else 1

    def _notice_new_records(self) -> None:
        """A citizen who has just handed something in may be waiting for the case number."""
        if (newest := self._outbox.newest()) > self._newest:
            self._newest = newest
            self._circuit.nudge()

    async def _tidy_up(self, now: float) -> float:
        """Nothing could be started at `now`: shred what is done, and give the seconds until something is due."""
        if self._acknowledged and not self._under_way:
            await self._shred()
        due = self._outbox.next_due(now)
        if due is None and not self._under_way:
            self._detail = ""
        return LOOK_S if due is None else min(LOOK_S, due)

    async def _shred(self) -> None:
        self._acknowledged = 0
        await asyncio.to_thread(self._outbox.shred)

    async def _platform_is_back(self) -> bool:
        away_s = self._circuit.away_s
        if not await self._probe():
            return False
        log.info("the platform is back")
        apart = self._link.apart_after_outage(away_s)
        await asyncio.to_thread(self._outbox.hasten, apart and self._now() + apart)
        return True

    async def _probe(self) -> bool:
        """Ask for the platform's health; also tells its time."""
        try:
            told = await self._delivery.platform_time()
        except TRANSPORT_FAILURES as error:
            self._failed(type(error).__name__)
            return False
        if told is None:
            self._failed("somebody else answered")
            return False
        self._expiry.hear(told)
        self._circuit.succeeded()
        return True

    async def _expire(self) -> None:
        expired = await asyncio.to_thread(self._expiry.expire)
        for key in expired:
            log.warning("record %s expired before it could be sent", key)
        if expired:
            for url in await asyncio.to_thread(self._outbox.begun_uploads, expired):
                await self._delivery.terminate(url)
            await self._shred()

    # ---- one record -----------------------------------------------------------------------------
    async def _try(self, lease: Lease) -> None:
        """Send one record and write down how it went. Whatever happens here, the others go on."""
        try:
            await self._send(lease)
        except asyncio.CancelledError:
            with suppress(DiskFailed, IllegalTransition):
                self._outbox.postpone(lease.key, self._now(), lease.reason, counts=False)
            raise
        except DiskFailed as error:  # the lease runs out, and the platform knows the record if it comes again
            self._disk_failed = error.reason
        except (IllegalTransition, UnknownKey) as error:  # a person has decided about it meanwhile
            log.info("record %s: %s", lease.key, error)
        except Exception as error:
            # A mistake of ours with one record must not hold up the others. Its text could tell content: the type only.
            log.error("record %s: %s", lease.key, type(error).__name__)  # noqa: TRY400
            with suppress(DiskFailed, IllegalTransition):
                await self._postpone(lease, self._now() + delay(lease.attempts, self._random))

    async def _send(self, lease: Lease) -> None:
        try:
            if (lease.attempts or lease.reason) and (wait := self._budget.take()):
                return await self._postpone(lease, self._now() + wait, counts=False)
            if lease.not_after and (late := await self._is_late(lease.not_after)) is not False:
                # Not sent: it is over, as `_expire` will find, or the platform's time cannot be had now.
                return await self._postpone(lease, self._now(), counts=late is None)
            async with asyncio.timeout(TRY_S):
                verdict = await self._delivery.deliver(lease)
        except TRANSPORT_FAILURES as error:
            self._failed(type(error).__name__)
            await self._postpone(lease, self._now() + delay(lease.attempts, self._random, cap=PROBE_CAP_S))
        except Damaged as error:
            log.warning("record %s is damaged: %s", lease.key, error)
            await asyncio.to_thread(self._outbox.park, lease.key, f"damaged: {error}")
        else:
            await self._conclude(lease, verdict)

    async def _is_late(self, not_after: str) -> bool | None:
        """None: the platform cannot be asked for its time."""
        if not self._expiry.knows_the_time and not await self._probe():
            return None
        return self._expiry.is_over(not_after)

    async def _conclude(self, lease: Lease, verdict: Verdict) -> None:
        match verdict:
            case Acknowledged(body):
                await asyncio.to_thread(self._outbox.acknowledge, lease.key, body)
                self._answered()
                self._budget.succeeded()
                self._ratings.acknowledged(lease.lane)
                self._acknowledged += 1
                if self._acknowledged >= SHRED_AT:
                    await self._shred()
            case NotOurs(reason):
                self._failed(f"somebody else answered: {reason}")
                await self._postpone(lease, self._now() + delay(lease.attempts, self._random, cap=PROBE_CAP_S))
            case StopLane(reason):
                self._circuit.succeeded()
                self._refused_until = self._now() + max(1.0, delay(self._refusals + REFUSED_STEP, self._random))
                self._refusals += 1
                self._detail = reason
                log.error("the platform does not accept this terminal: %s; everything is kept", reason)
                await self._postpone(lease, self._now(), counts=False)
            case ParkAfterConfirmation(reason) | TooLarge(reason):
                self._answered()
                if lease.reason == reason:
                    log.error("record %s is parked: %s", lease.key, reason)
                    await asyncio.to_thread(self._outbox.park, lease.key, reason)
                else:
                    await self._postpone(lease, self._now() + delay(0, self._random), reason)
            case Again(reason, after, overloaded):
                if overloaded:
                    self._circuit.overloaded(after)
                else:
                    self._answered()
                self._detail = reason
                await self._postpone(lease, self._now() + delay(lease.attempts, self._random, after))
            case AttachmentsMissing():
                raise AssertionError("settled by the delivery")

    def _answered(self) -> None:
        """The platform was there and accepts this terminal."""
        self._circuit.succeeded()
        self._refusals, self._refused_until, self._detail = 0, 0.0, ""

    def _failed(self, detail: str) -> None:
        self._circuit.failed()
        self._detail = detail

    async def _postpone(self, lease: Lease, until: float, reason: str | None = None, *, counts: bool = True) -> None:
        """`reason`: a refusal that is to be confirmed; one that was noted before stays noted."""
        await asyncio.to_thread(self._outbox.postpone, lease.key, until, reason or lease.reason, counts=counts)
