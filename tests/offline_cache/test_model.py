"""The outbox against a plain model of it, through any sequence of what can happen."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.rows import UnknownKey
from offline_cache.states import TRANSITIONS, Event, IllegalTransition, State

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Known:
    order: str
    state: State
    until: float = 0.0
    content: bytes = b""
    pages: set[bytes] = field(default_factory=set)
    last_day: datetime | None = None


class Model(RuleBasedStateMachine):
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.outbox = Outbox.open(self.folder / "outbox")
        self.known: dict[str, Known] = {}  # in the order of their numbers
        self.now = 1000.0

    def teardown(self) -> None:
        self.outbox.close()
        shutil.rmtree(self.folder)

    def happens(self, key: str, event: Event, call: object) -> bool:
        """Do it to the outbox; it must be legal there just when it is in the table."""
        assert callable(call)
        known = self.known.get(key)
        try:
            call()
        except UnknownKey:
            assert known is None
            return False
        except IllegalTransition:
            assert known and (known.state, event) not in TRANSITIONS
            return False
        if known is None:
            return False
        known.state = TRANSITIONS[known.state, event]
        return True

    @rule(target=keys, order=st.sampled_from(["aa", "bb", "cc"]))
    def reserve(self, order: str) -> str:
        slot = self.outbox.reserve("submissions", "TEST-ITEM", order, 1000)
        assert isinstance(slot, Slot)
        self.known[slot.key] = Known(order, State.STAGED)
        return slot.key

    @rule(
        target=keys,
        order=st.sampled_from(["aa", "bb"]),
        content=st.binary(max_size=50),
        days=st.sampled_from([None, 1, 3]),
    )
    def hand_in(self, order: str, content: bytes, days: int | None) -> str:
        last_day = None if days is None else EPOCH + timedelta(days=days)
        slot = self.outbox.reserve("submissions", "TEST-ITEM", order, 1000, last_day)
        assert isinstance(slot, Slot)
        self.outbox.commit(slot.key, content)
        self.known[slot.key] = Known(order, State.READY, content=content, last_day=last_day)
        return slot.key

    @rule(key=keys, content=st.binary(max_size=50))
    def attach(self, key: str, content: bytes) -> None:
        if self.happens(key, Event.ATTACH, lambda: self.outbox.attach(key, content)):
            self.known[key].pages.add(content)

    @rule(days=st.integers(0, 4))
    def expire(self, days: int) -> None:
        """Only what is ready: what is being sent may be there already."""
        today = EPOCH + timedelta(days=days)
        late = [
            key
            for key, known in self.known.items()
            if known.state is State.READY and known.last_day is not None and known.last_day < today
        ]
        assert sorted(self.outbox.expire(today, self.now)) == sorted(late)
        for key in late:
            self.known[key].state = State.EXPIRED

    @rule(key=keys, content=st.binary(max_size=50))
    def commit(self, key: str, content: bytes) -> None:
        if self.happens(key, Event.COMMIT, lambda: self.outbox.commit(key, content)):
            self.known[key].content = content

    @rule(key=consumes(keys))
    def abandon(self, key: str) -> None:
        if self.happens(key, Event.ABANDON, lambda: self.outbox.abandon(key)):
            del self.known[key]

    @rule(outcomes=st.lists(st.sampled_from([Event.ACKNOWLEDGE, Event.POSTPONE, Event.PARK]), min_size=3, max_size=6))
    def send(self, outcomes: list[Event]) -> None:
        for outcome in outcomes:
            if (key := self.lease(10.0)) is None:
                return
            if outcome is Event.ACKNOWLEDGE:
                self.acknowledge(key)
            elif outcome is Event.POSTPONE:
                self.postpone(key, 50.0)
            else:
                self.park(key)

    @rule(seconds=st.sampled_from([10.0, 100.0]))
    def lease_only(self, seconds: float) -> None:
        self.lease(seconds)

    @rule(most=st.integers(2, 4), acknowledged=st.integers(0, 4))
    def send_several(self, most: int, acknowledged: int) -> None:
        """One lease; of it some are acknowledged in one commit, the others are given back."""
        keys = self.lease_several(most, 10.0)
        bodies = [(key, {"number": "1"}) for key in keys[:acknowledged]]
        assert self.outbox.acknowledge_several([*bodies, ("nobody's", {})]) == ["nobody's"]
        self.outbox.give_back(keys)  # those that are acknowledged are not its own any longer
        for at, key in enumerate(keys):
            self.known[key].state = State.ACKNOWLEDGED if at < acknowledged else State.READY
            self.known[key].until = 0.0

    def lease(self, seconds: float) -> str | None:
        return next(iter(self.lease_several(1, seconds)), None)

    def lease_several(self, most: int, seconds: float) -> list[str]:
        for known in self.known.values():
            if known.state is State.LEASED and known.until <= self.now:
                known.state, known.until = State.READY, 0.0
        blocked: set[str] = set()
        expected: list[str] = []
        for key, known in self.known.items():
            if known.state is State.READY and known.until <= self.now and known.order not in blocked:
                expected.append(key)
            if known.state in (State.READY, State.LEASED, State.PARKED):
                blocked.add(known.order)
        leases = self.outbox.lease_several(most, self.now, seconds)
        assert [lease.key for lease in leases] == expected[:most]
        for lease in leases:
            assert self.outbox.holds(lease.key, self.now + seconds)
            assert lease.sealed == self.known[lease.key].content
            assert {lease.path(page).read_bytes() for page in lease.attachments} == self.known[lease.key].pages
            self.known[lease.key].state, self.known[lease.key].until = State.LEASED, self.now + seconds
        return expected[:most]

    @rule(key=keys, seconds=st.sampled_from([0.0, 50.0]))
    def postpone(self, key: str, seconds: float) -> None:
        if self.happens(key, Event.POSTPONE, lambda: self.outbox.postpone(key, self.now + seconds)):
            self.known[key].until = self.now + seconds

    @rule(key=keys)
    def acknowledge(self, key: str) -> None:
        self.happens(key, Event.ACKNOWLEDGE, lambda: self.outbox.acknowledge(key, {"number": "1"}))

    @rule(key=keys)
    def park(self, key: str) -> None:
        self.happens(key, Event.PARK, lambda: self.outbox.park(key, "422"))

    @rule(key=keys)
    def retry(self, key: str) -> None:
        if self.happens(key, Event.RETRY, lambda: self.outbox.retry(key)):
            self.known[key].until = 0.0

    @rule()
    def hasten(self) -> None:
        self.outbox.hasten()
        for known in self.known.values():
            if known.state is State.READY:
                known.until = 0.0

    @rule()
    def shred(self) -> None:
        self.outbox.shred()
        for known in self.known.values():
            if known.state is State.ACKNOWLEDGED:
                known.state = State.SHREDDED

    @rule(seconds=st.sampled_from([5.0, 60.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def restart(self) -> None:
        """The process dies: what was being taken in is gone, what was being sent is ready."""
        self.outbox.close()
        self.outbox = Outbox.open(self.folder / "outbox")
        self.known = {key: known for key, known in self.known.items() if known.state is not State.STAGED}
        for known in self.known.values():
            if known.state is State.LEASED:
                known.until = 0.0  # ready at the next lease

    @invariant()
    def both_say_the_same(self) -> None:
        found = {record.key: record.state for record in self.outbox.records()}
        assert found == {key: known.state for key, known in self.known.items()}
        assert list(self.outbox.damage()) == []


Model.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestModel = Model.TestCase
