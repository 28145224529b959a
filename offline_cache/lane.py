"""What is known of the platform by all records together: whether it may be asked now, and if not, why and how long."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx

from offline_cache.backoff import Circuit, delay
from offline_cache.delivery import Delivery
from offline_cache.exchange import TRANSPORT_FAILURES
from offline_cache.expiry import Expiry
from offline_cache.link import Link, Throttle
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState

log = logging.getLogger(__name__)

REFUSED_STEP = 5  # the first delay after a 401 or 403 is that after 5 failed tries, up to 64 s


class Lane:
    """`senders`: records that may be under way at once."""

    def __init__(
        self,
        outbox: Outbox,
        client: httpx.AsyncClient,
        base_url: str,
        link: Link,
        *,
        senders: int,
        now: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self.circuit = Circuit(now, random, link.probe_cap)
        self.delivery = Delivery(
            outbox, client, base_url, self.circuit.succeeded, throttle=Throttle(link.bytes_per_s), senders=senders
        )
        self.expiry = Expiry(outbox, now)
        self._senders = senders
        self._now = now
        self._random = random
        self._refusals = 0
        self._refused_until = 0.0
        self._detail = ""

    def state(self, under_way: bool) -> UploaderState:
        if self._refusals:
            return UploaderState(Phase.REFUSED, self._detail)
        if self.circuit.is_open:
            return UploaderState(Phase.OFFLINE, self._detail)
        if under_way:
            return UploaderState(Phase.SENDING)
        return UploaderState(Phase.WAITING if self._detail else Phase.IDLE, self._detail)

    @property
    def room(self) -> int:
        """Records that may be under way now: one, while it is not certain that the platform is well."""
        return self._senders if self.is_well else 1

    @property
    def is_well(self) -> bool:
        """The platform was well when it last was heard, or nothing of it has been heard yet."""
        return self.circuit.healthy and not self._refusals

    def wait(self) -> float:
        """Seconds until the next request, or the next probe."""
        return max(0.0, self._refused_until - self._now()) or self.circuit.wait()

    async def probe(self) -> bool:
        """Ask for the platform's health; also tells its time."""
        try:
            told = await self.delivery.platform_time()
        except TRANSPORT_FAILURES as error:
            self.failed(type(error).__name__)
            return False
        if told is None:
            self.failed("somebody else answered")
            return False
        self.expiry.hear(told)
        self.circuit.succeeded()
        return True

    def answered(self) -> None:
        """The platform was there and accepts this terminal."""
        self.circuit.succeeded()
        self._refusals, self._refused_until, self._detail = 0, 0.0, ""

    def failed(self, detail: str) -> None:
        """No answer, or none of the platform's."""
        self.circuit.failed()
        self._detail = detail

    def refused(self, reason: str) -> None:
        """The platform does not accept this terminal."""
        self.circuit.succeeded()
        self._refused_until = self._now() + max(1.0, delay(self._refusals + REFUSED_STEP, self._random))
        self._refusals += 1
        self._detail = reason
        log.error("the platform does not accept this terminal: %s; everything is kept", reason)

    def put_off(self, reason: str, after: float | None, *, overloaded: bool) -> None:
        """The platform was there and asks for time: for all records, if it is overloaded."""
        if overloaded:
            self.circuit.overloaded(after)
        else:
            self.answered()
        self._detail = reason

    def nothing_waits(self) -> None:
        self._detail = ""
