"""The records that are sent next: leased several in one commit, and given back if they are not begun soon."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from offline_cache.outbox import Outbox
from offline_cache.records import Lease

SEVERAL = 16  # records in one commit; an unsent one of them is ready again at once when its process dies
TRY_S = 29 * 60.0  # one try at one record with all its pages; what has arrived by then counts
BEGIN_S = 60.0  # a record that is not begun by then goes back: what became due meanwhile may come before it
# Outlasts the try, so that no two processes send the same; a dead process's ends at once.
LEASE_S = BEGIN_S + TRY_S + 60.0


class Leases:
    """At most `SEVERAL` records, of different citizens, in the order of their numbers."""

    def __init__(self, outbox: Outbox, now: Callable[[], float]) -> None:
        self._outbox = outbox
        self._now = now
        self._waiting: deque[Lease] = deque()
        self._begin_by = 0.0

    def next(self) -> Lease | None:
        """One that is still this process's own: a person may have set it aside meanwhile. None: lease some.

        Raises `DiskFailed`.
        """
        while self._waiting and self._now() < self._begin_by:
            ours = self._outbox.holds(self._waiting[0].key, self._now() + TRY_S)
            lease = self._waiting.popleft()
            if ours:
                return lease
        return None

    async def lease(self, now: float, lanes: Sequence[str], *, several: bool, since: float | None) -> bool:
        """Whether there is any that is due at `now`; `since` as `Sending.lease_several`. Raises `DiskFailed`."""
        await self.give_back()
        most = SEVERAL if several else 1
        leased = await asyncio.to_thread(self._outbox.lease_several, most, now, LEASE_S, lanes, since=since)
        self._waiting.extend(leased)
        self._begin_by = now + BEGIN_S
        return bool(self._waiting)

    async def give_back(self) -> None:
        """What was not begun is ready again, for anybody. Raises `DiskFailed`: then it is still here."""
        if self._waiting:
            await asyncio.to_thread(self._outbox.give_back, [lease.key for lease in self._waiting])
            self._waiting.clear()
