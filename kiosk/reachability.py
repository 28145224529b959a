"""Whether the platform can be reached, and whether its shared services work, said calmly: one lost answer is not
"away", one lucky one not "back"."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Mapping

from kiosk.contract.health import PATHS

EVERY_S = 10.0  # while it is away or was only just found: a citizen at home sees it come back within seconds
SURE_S = 30.0  # while all goes well: a call that fails brings a probe at once, so nobody waits for this one
SURE_AFTER = 3  # answers in a row
QUIET_S = 60.0  # while nobody stands there, and at the longest: of many terminals the probes are most of the load
SOON_S = 1.5  # while the tendency is about to change
JITTER = 0.2  # terminals of one site must not ask in step
IN_A_ROW = 2  # answers, or failures, that turn the opinion
REST_S = 30.0  # a service that failed is left alone for so long; then one citizen's call tries it


class Reachability:
    """`heard` takes what each call saw, probes included. The first word ever counts at once.

    A call that is answered is as good a proof as a probe: the next probe waits from then on. `uneasy`: something else
    is wrong that only a probe shows to be over.
    """

    def __init__(self, changed: Callable[[], None], now: Callable[[], float] = time.monotonic) -> None:
        self.reachable = False
        self.uneasy: Callable[[], bool] = lambda: False
        self.doubted: Callable[[], None] = lambda: None
        self._known = False
        self._against = 0  # words in a row that contradict the present opinion
        self._for = 0  # answers in a row
        self._changed = changed
        self._now = now
        self._heard_at = self._probed_at = now()
        self._stretch = 1.0  # of the pause that runs: terminals of one site must not ask in step

    def heard(self, answered: bool) -> None:
        self._heard_at = self._now()
        self._stretch = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
        self._for = self._for + 1 if answered else 0
        if answered == self.reachable and self._known:
            self._against = 0
            return
        self._against += 1
        if not self._known or self._against >= IN_A_ROW:
            turned = answered != self.reachable
            self._known, self._against, self.reachable = True, 0, answered
            if turned:
                self._changed()
        else:
            self.doubted()

    def probed(self) -> None:
        self._heard_at = self._probed_at = self._now()

    @property
    def pause(self) -> float:
        """Seconds from the last word to the next probe, while somebody may be looking."""
        return self.pause_for(somebody=True)

    def pause_for(self, *, somebody: bool) -> float:
        """A doubt is looked into soon, whoever is there: else whoever comes would meet it."""
        if self._against:
            return SOON_S * self._stretch
        sure = self._for >= SURE_AFTER and not self.uneasy()
        return (QUIET_S if not somebody else SURE_S if sure else EVERY_S) * self._stretch

    def due_in(self, *, somebody: bool) -> float:
        """Seconds until a probe is due. Calls put it off, but not for ever: it also says how the services are."""
        pause = self.pause_for(somebody=somebody)
        since = self._probed_at if self.uneasy() else self._heard_at
        return min(since + pause, self._probed_at + QUIET_S * self._stretch) - self._now()


class Presence:
    """Whether somebody stands before the terminal, as far as its screen shows that: slides run when nobody does."""

    def __init__(self) -> None:
        self.somebody = True
        self.came: Callable[[], None] = lambda: None

    def note(self, *, somebody: bool) -> None:
        came = somebody and not self.somebody
        self.somebody = somebody
        if came:
            self.came()


class Services:
    """The platform's shared services (`kiosk/contract/health.py`), each with a circuit breaker of its own.

    A service is down while the platform says so, or for `REST_S` after its calls failed `IN_A_ROW` times. The first
    call after that decides: one failure more, and it rests again.
    """

    def __init__(self, changed: Callable[[], None], now: Callable[[], float] = time.monotonic) -> None:
        self._changed = changed
        self._now = now
        self._said: frozenset[str] = frozenset()  # down, as the platform says
        self._failed = dict.fromkeys(PATHS, 0)  # calls in a row
        self._rests_until = dict.fromkeys(PATHS, 0.0)

    @property
    def down(self) -> frozenset[str]:
        now = self._now()
        return self._said | {service for service, until in self._rests_until.items() if until > now}

    def told(self, services: Mapping[str, str]) -> None:
        """What the platform says of its services. Of one that it does not name nothing is known, and so it is tried."""
        before = self.down
        self._said = frozenset(service for service in PATHS if services.get(service) == "down")
        if self.down != before:
            self._changed()

    def heard(self, service: str, answered: bool) -> None:
        """How a call to a service fared."""
        before = self.down
        self._failed[service] = 0 if answered else self._failed[service] + 1
        if self._failed[service] >= IN_A_ROW:
            self._rests_until[service] = self._now() + REST_S
        elif answered:
            self._rests_until[service] = 0.0
        if self.down != before:
            self._changed()


async def keep_probing(probe: Callable[[], Awaitable[object]], reachability: Reachability, presence: Presence) -> None:
    """For ever: seldom while nobody is there or calls are answered anyway, soon while there is a doubt, and at once
    when somebody comes. What the probe saw arrives through `heard`, as every call's answer does."""
    stirred, came = asyncio.Event(), False

    def somebody_came() -> None:
        nonlocal came
        came = True
        stirred.set()

    presence.came, reachability.doubted = somebody_came, stirred.set
    while True:
        came = False
        await probe()
        reachability.probed()
        while not came and (left := reachability.due_in(somebody=presence.somebody)) > 0:
            stirred.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):  # `wait_for` may swallow a cancellation
                    await stirred.wait()
