"""Sees every payment that was begun here to its end: in the visit, after it, after a power cut.

An order that a visit has left is closed at the platform, so that nobody can pay it any more unnoticed; whether it was
paid in that very moment the platform knows, and is asked until it says so. Nothing here ever charges.
"""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime

from uuid_utils import uuid7

from kiosk.contract.payments import CLOSE, FINAL, Order
from kiosk.payments.journal import Entry, Journal, JournalFailed
from kiosk.platform import Away, Platform, Refused

FIRST_S, LONGEST_S = 1.0, 60.0  # between two rounds; a platform that is away is not asked in a whirl

_log = logging.getLogger(__name__)


class Keeper:
    """`second` is how long a second lasts; tests count faster."""

    def __init__(self, journal: Journal, platform: Platform, second: float = 1.0) -> None:
        self.journal = journal
        self._platform = platform
        self._second = second
        self._held: set[str] = set()  # keys of the visit that is under way
        self._turned = asyncio.Event()

    async def begin(self, item: str, amount: int, now: datetime) -> str:
        """A key for a new order, on the disk when this returns. Raises `JournalFailed`: nothing was begun."""
        key = str(uuid7())
        self._held.add(key)
        try:
            await asyncio.to_thread(self.journal.begin, key, item, amount, now)
        except BaseException:
            self._held.discard(key)
            raise
        return key

    async def note(self, order: Order) -> None:
        """What the platform said of an order of this terminal."""
        try:
            await asyncio.to_thread(self.journal.note, order.key, order.state, order.number, order.paid_at or "")
        except JournalFailed as error:
            _log.error("a payment's state was not written down: %s", error)  # it is asked again after a restart

    def leave(self, key: str) -> None:
        """The visit is done with this order, whatever became of it."""
        self._held.discard(key)
        self._turned.set()

    async def run(self) -> None:
        """For ever: what nobody holds and is not final is closed, or known to be paid."""
        pause = FIRST_S
        while True:
            self._turned.clear()
            settled = await self.settle()
            pause = FIRST_S if settled else min(LONGEST_S, pause * 2)
            try:
                wait = None if settled else pause * random.uniform(0.8, 1.2) * self._second  # noqa: S311 - jitter
                await asyncio.wait_for(self._turned.wait(), wait)
            except TimeoutError:
                continue

    async def settle(self) -> bool:
        """One round. True: nothing is open that nobody holds."""
        try:
            entries = await asyncio.to_thread(self.journal.open_entries)
        except JournalFailed as error:
            _log.error("payments cannot be followed: %s", error)
            return False
        ended = [await self._end(entry) for entry in entries if entry.key not in self._held]
        return all(ended)

    async def _end(self, entry: Entry) -> bool:
        answer = await self._platform.call(CLOSE, key=entry.key)
        if isinstance(answer, Away):
            return False
        if isinstance(answer, Refused):
            _log.error("the platform does not close a payment of this terminal: %s", answer.type)
            return False
        await self.note(answer)
        if answer.state == "paid":
            _log.info("a payment was found paid after its visit had ended")
        return answer.state in FINAL
