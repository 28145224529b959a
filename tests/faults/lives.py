"""Records that between them go through every transition of the outbox, and what each step promises."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from offline_cache.faults import DiskFailed
from offline_cache.outbox import Outbox
from offline_cache.records import Refused
from offline_cache.states import State
from tests.faults.recorder import Recorder
from tests.faults.watched import Connection, Watch, WatchedSystem

MARGIN = 1 << 20
LAST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
GONE = None
NEVER = 2**62  # a step that failed has promised nothing


@dataclass(frozen=True)
class Step:
    """Something happened to a record between two places in the log; `after` holds once the second is reached."""

    start: int
    end: int
    after: State | None


@dataclass
class Life:
    number: int
    order: str
    content: bytes = field(default=b"", repr=False)
    pages: list[bytes] = field(default_factory=list, repr=False)
    steps: list[Step] = field(default_factory=list)

    def possible(self, tick: int) -> set[State | None]:
        """What may be found when the log was cut at `tick`: the last promise, or the step that was under way."""
        kept = max((at for at, step in enumerate(self.steps) if step.end <= tick), default=-1)
        begun = [step.after for step in self.steps[kept + 1 :] if step.start <= tick]
        return {self.steps[kept].after if kept >= 0 else GONE, *begun}


def watched_outbox(folder: Path, watch: Watch) -> Outbox:
    """An outbox whose every call to the disk is told to `watch`."""

    def connect(path: Path) -> Any:
        return Connection(path, watch)

    return Outbox.open(folder, MARGIN, system=WatchedSystem(watch), connect=connect)


class Lives:
    """Drives one outbox on a watched disk."""

    def __init__(self, folder: Path, recorder: Recorder, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._recorder = recorder
        self.folder = folder
        self.known: dict[str, Life] = {}
        self.numbers: list[tuple[int, int]] = []  # (tick, number given to a citizen)
        self.secret = (NEVER, b"")  # (tick, of the order keys)
        self.holders: list[str] = []  # names of the files of processes that have lived
        self.shredded: list[tuple[int, str]] = []  # (tick, key)
        self.now = 1000.0

    def open(self) -> None:
        self.outbox = watched_outbox(self.folder, self._recorder)
        self.holders.append(self.outbox._holders.mine)

    @property
    def tick(self) -> int:
        return len(self._recorder.log)

    def step(self, keys: Sequence[str], after: State | None, what: Callable[[], Any]) -> Any:
        start, end = self.tick, NEVER
        try:
            result = what()
            end = self.tick
        finally:
            for key in keys:
                self.known[key].steps.append(Step(start, end, after))
        return result

    def reserve(self, order: str, not_after: datetime | None = None) -> str:
        start = self.tick
        slot = self.outbox.reserve("submissions", "TEST-ITEM", order, 20_000, not_after)
        if isinstance(slot, Refused):
            raise DiskFailed(slot.reason, "refused")
        self.numbers.append((self.tick, slot.number))
        self.known[slot.key] = Life(slot.number, order, steps=[Step(start, self.tick, State.STAGED)])
        return slot.key

    def attach(self, key: str, size: int) -> None:
        page = self._dice.randbytes(size)
        self.known[key].pages.append(page)
        self.step([key], State.STAGED, lambda: self.outbox.attach(key, page))

    def commit(self, key: str, size: int) -> None:
        self.known[key].content = content = self._dice.randbytes(size)
        digest = self.step([key], State.READY, lambda: self.outbox.commit(key, content))
        assert digest == hashlib.sha256(content).hexdigest()

    def hand_in(self, order: str, size: int = 600, pages: Sequence[int] = (), not_after: datetime | None = None) -> str:
        key = self.reserve(order, not_after)
        for page in pages:
            self.attach(key, page)
        self.commit(key, size)
        return key

    def abandon(self, key: str) -> None:
        self.step([key], GONE, lambda: self.outbox.abandon(key))

    def lease(self, key: str) -> None:
        self.now += 1
        lease = self.step([key], State.LEASED, lambda: self.outbox.lease(self.now, 60))
        assert lease.key == key and lease.sealed == self.known[key].content

    def lease_several(self, *keys: str) -> None:
        self.now += 1
        leases = self.step(keys, State.LEASED, lambda: self.outbox.lease_several(len(keys), self.now, 60))
        assert [(lease.key, lease.sealed) for lease in leases] == [(key, self.known[key].content) for key in keys]

    def give_back(self, *keys: str) -> None:
        self.step(keys, State.READY, lambda: self.outbox.give_back(keys))

    def acknowledge_several(self, *keys: str) -> None:
        bodies = [(key, {"number": f"CASE-{self.known[key].number}", "state": "accepted"}) for key in keys]
        assert self.step(keys, State.ACKNOWLEDGED, lambda: self.outbox.acknowledge_several(bodies)) == []

    def acknowledge(self, key: str) -> None:
        body = {"number": f"CASE-{self.known[key].number}", "state": "accepted", "received_at": "2026-11-22T02:24:05Z"}
        self.step([key], State.ACKNOWLEDGED, lambda: self.outbox.acknowledge(key, body))

    def postpone(self, key: str, seconds: float) -> None:
        self.step([key], State.READY, lambda: self.outbox.postpone(key, self.now + seconds, "500"))

    def park(self, key: str) -> None:
        self.step([key], State.PARKED, lambda: self.outbox.park(key, "422 unreadable"))

    def retry(self, key: str) -> None:
        self.step([key], State.READY, lambda: self.outbox.retry(key))

    def expire(self, key: str) -> None:
        later = datetime(2026, 6, 1, tzinfo=UTC)
        assert self.step([key], State.EXPIRED, lambda: self.outbox.expire(later, self.now)) == [key]

    def shred(self, *keys: str) -> None:
        """Expired records stay expired; their content goes."""
        start = self.tick
        assert self.outbox.shred()
        for key in keys:
            expired = self.known[key].steps[-1].after is State.EXPIRED
            self.known[key].steps.append(Step(start, self.tick, State.EXPIRED if expired else State.SHREDDED))
            self.shredded.append((self.tick, key))

    def upload(self, key: str) -> None:
        digest = hashlib.sha256(self.known[key].pages[0]).hexdigest()
        self.step([key], State.LEASED, lambda: self.outbox.upload_begun(key, digest, "https://platform.example/u/1"))
        self.step([key], State.LEASED, lambda: self.outbox.upload_done(key, digest))

    def restart(self) -> None:
        self.outbox.close()
        staged = [key for key, life in self.known.items() if life.steps[-1].after is State.STAGED]
        self.step(staged, GONE, self.open)


def every_transition(lives: Lives) -> None:
    """All events of `states.py` (a test counts them), and closing."""
    lives.open()
    lives.outbox.order_key("TEST-PERSON")
    lives.secret = lives.tick, (lives.folder / "order.secret").read_bytes()
    first = lives.hand_in("aa", 700, (1500, 5000))
    second = lives.hand_in("bb", 4500)
    left = lives.reserve("cc")
    lives.attach(left, 900)
    lives.abandon(left)
    lives.lease(first)
    lives.upload(first)
    lives.lease(second)
    lives.postpone(second, 0)
    lives.acknowledge(first)
    lives.lease(second)
    lives.park(second)
    late = lives.hand_in("dd", 300, (700,), not_after=LAST_DAY)
    lives.expire(late)
    lives.shred(first, late)
    lives.retry(second)
    third = lives.hand_in("bb", 300)
    lives.lease(second)
    lives.acknowledge(second)
    lives.lease(third)
    lives.restart()  # the lease was its process's
    lives.lease(third)
    waiting = lives.hand_in("ee", 9000, (4096,))
    lives.outbox.hasten()
    lives.acknowledge(third)
    lives.shred(second, third)
    parked = lives.hand_in("ff", 500)
    lives.park(parked)
    lives.reserve("gg")  # a citizen who is still at it
    lives.lease(waiting)
    lives.restart()
    several = [waiting, *(lives.hand_in(order, 800) for order in ("ii", "jj"))]
    lives.lease_several(*several)
    lives.acknowledge_several(*several[:2])
    lives.give_back(several[2])
    lives.hand_in("hh", 1200, (600,))
    lives.outbox.close()
