"""One try at one record, and what is written down of how it went. Whatever happens here, the other records go on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from offline_cache.backoff import PROBE_CAP_S, delay
from offline_cache.exchange import TRANSPORT_FAILURES
from offline_cache.faults import DiskFailed
from offline_cache.lane import Lane
from offline_cache.leases import TRY_S
from offline_cache.link import Ratings, RetryBudget
from offline_cache.outbox import Outbox
from offline_cache.records import Lease
from offline_cache.rows import UnknownKey
from offline_cache.settling import Settling
from offline_cache.states import IllegalTransition
from offline_cache.upkeep import Damaged, Unreadable
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


class Attempts:
    def __init__(
        self, outbox: Outbox, lane: Lane, ratings: Ratings, now: Callable[[], float], random: Callable[[], float]
    ) -> None:
        self._outbox = outbox
        self._lane = lane
        self._budget = RetryBudget(now)
        self._ratings = ratings
        self._now = now
        self._random = random
        self._under_way = 0
        self._asked: dict[str, float] = {}  # by record, until when the platform does not want it
        self.disk_failed = ""
        self.settling = Settling(outbox, self._disk_fails)

    def _disk_fails(self, reason: str) -> None:
        self.disk_failed = reason

    def asked_to_wait(self, now: float) -> list[str]:
        """Keys of what the platform itself has put off until after `now`."""
        self._asked = {key: until for key, until in self._asked.items() if until > now}
        return list(self._asked)

    async def make(self, lease: Lease) -> None:
        self._under_way += 1
        try:
            await self._send(lease)
        except asyncio.CancelledError:
            with suppress(DiskFailed, IllegalTransition):
                self._outbox.postpone(lease.key, self._now(), lease.reason, counts=False)
            raise
        except DiskFailed as error:  # it is sent again once the disk is well; the platform knows it if it comes twice
            self.disk_failed = error.reason
            self._outbox.let_go([lease.key])
        except (IllegalTransition, UnknownKey) as error:  # a person has decided about it meanwhile
            log.info("record %s: %s", lease.key, error)
        except Exception as error:
            # A mistake of ours with one record must not hold up the others. Its text could tell content: the type only.
            log.error("record %s: %s", lease.key, type(error).__name__)  # noqa: TRY400
            with suppress(DiskFailed, IllegalTransition):
                await self._postpone(lease, self._now() + delay(lease.attempts, self._random))
        finally:
            self._under_way -= 1

    async def _send(self, lease: Lease) -> None:
        try:
            if (lease.attempts or lease.reason) and (wait := self._budget.take()):
                return await self._postpone(lease, self._now() + wait, counts=False)
            if lease.not_after and (late := await self._is_late(lease.not_after)) is not False:
                # Not sent: it is over, as `Expiry` will find, or the platform's time cannot be had now.
                return await self._postpone(lease, self._now(), counts=late is None)
            async with asyncio.timeout(TRY_S):
                verdict = await self._lane.delivery.deliver(lease)
        except TRANSPORT_FAILURES as error:
            self._lane.failed(type(error).__name__)
            await self._postpone(lease, self._now() + delay(lease.attempts, self._random, cap=PROBE_CAP_S))
        except Damaged as error:
            log.warning("record %s is damaged: %s", lease.key, error)
            await asyncio.to_thread(self._outbox.park, lease.key, f"damaged: {error}")
        except Unreadable as error:  # it may be whole all the same: no reason to hand it to a person
            log.warning("record %s cannot be read now: %s", lease.key, error)
            await self._postpone(lease, self._now() + delay(lease.attempts, self._random))
        else:
            await self._conclude(lease, verdict)

    async def _is_late(self, not_after: str) -> bool | None:
        """None: the platform cannot be asked for its time."""
        expiry = self._lane.expiry
        if not expiry.knows_the_time and not await self._lane.probe():
            return None
        return expiry.is_over(not_after)

    async def _conclude(self, lease: Lease, verdict: Verdict) -> None:
        match verdict:
            case Acknowledged(body):
                self.settling.acknowledged(lease.key, body, alone=self._under_way == 1)
                self._lane.answered()
                self._budget.succeeded()
                self._ratings.acknowledged(lease.lane)
            case NotOurs(reason):
                self._lane.failed(f"somebody else answered: {reason}")
                await self._postpone(lease, self._now() + delay(lease.attempts, self._random, cap=PROBE_CAP_S))
            case StopLane(reason):
                self._lane.refused(reason)
                await self._postpone(lease, self._now(), counts=False)
            case ParkAfterConfirmation(reason) | TooLarge(reason):
                self._lane.answered()
                if lease.reason == reason:
                    log.error("record %s is parked: %s", lease.key, reason)
                    await asyncio.to_thread(self._outbox.park, lease.key, reason)
                else:
                    await self._postpone(lease, self._now() + delay(0, self._random), reason)
            case Again(reason, after, overloaded):
                self._lane.put_off(reason, after, overloaded=overloaded)
                until = self._now() + delay(lease.attempts, self._random, after)
                if after is not None:
                    self.asked_to_wait(self._now())  # lets those go that waited long enough
                    self._asked[lease.key] = until
                await self._postpone(lease, until)
            case AttachmentsMissing():
                raise AssertionError("settled by the delivery")

    async def _postpone(self, lease: Lease, until: float, reason: str | None = None, *, counts: bool = True) -> None:
        """`reason`: a refusal that is to be confirmed; one that was noted before stays noted."""
        await asyncio.to_thread(self._outbox.postpone, lease.key, until, reason or lease.reason, counts=counts)
