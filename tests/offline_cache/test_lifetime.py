"""Records that may wait only so long: given up in time, and by no wrong clock earlier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from offline_cache import clock, expiry, lifetime
from offline_cache.expiry import Expiry
from offline_cache.lifetime import NOTE_S
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from tests.offline_cache.hands import ROOM

DAY = 86400.0


class Machine:
    """The clocks of a machine, set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.boot, self.tick = "boot 1", 100.0
        monkeypatch.setattr(clock, "boot_id", lambda: self.boot)
        monkeypatch.setattr(clock, "boottime", lambda: self.tick)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def keep(outbox: Outbox, time: timedelta) -> str:
    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM, keep=time)
    assert isinstance(slot, Slot)
    outbox.commit(slot.key, b"sealed")
    return slot.key


def test_it_is_given_up_when_it_has_waited_for_so_long_and_not_before(machine: Machine, folder: Path) -> None:
    outbox = Outbox.open(folder)
    key = keep(outbox, timedelta(days=3))
    machine.tick += 3 * DAY - 1
    assert outbox.expire(None) == []
    machine.tick += 2
    assert outbox.expire(None) == [key]
    outbox.shred()
    assert outbox._database.rows("SELECT * FROM lifetime") == []
    outbox.close()


def test_those_that_wait_are_not_all_read_each_time(machine: Machine, folder: Path, monkeypatch: Any) -> None:
    """The uploader asks at each turn. A shorter time that was handed in meanwhile is still kept, to the minute."""
    outbox = Outbox.open(folder)
    keep(outbox, timedelta(days=3))
    over = mock.Mock(side_effect=lifetime.over)
    monkeypatch.setattr(lifetime, "over", over)
    assert [outbox.expire(None) for _ in range(5)] == [[]] * 5 and over.call_count == 1
    key = keep(outbox, timedelta(seconds=20))
    machine.tick += 20 + lifetime.LOOK_S
    assert outbox.expire(None) == [key]
    outbox.close()


def test_starts_of_the_machine_neither_forget_its_age_nor_invent_one(machine: Machine, folder: Path) -> None:
    """A terminal that is switched off each night would otherwise keep its records for ever, or for a day too few."""
    outbox = Outbox.open(folder)
    key = keep(outbox, timedelta(days=3))
    for day in range(2, 10):
        machine.tick += DAY / 2
        watch = Expiry(outbox, lambda: machine.tick)
        assert watch.expire() == ([] if day <= 6 else [key])
        if day > 6:
            break
        outbox.close()
        machine.boot, machine.tick = f"boot {day}", 30.0
        outbox = Outbox.open(folder)
        assert Expiry(outbox, lambda: machine.tick).expire() == []
    outbox.close()


def test_a_crash_forgets_no_more_than_it_says(machine: Machine, folder: Path) -> None:
    outbox = Outbox.open(folder)
    key = keep(outbox, timedelta(hours=1))
    watch = Expiry(outbox, lambda: machine.tick)
    for _ in range(30):  # half an hour, noted now and then
        watch.expire()
        machine.tick += 60
    outbox.close()
    machine.boot, machine.tick = "boot 2", 0.0
    outbox = Outbox.open(folder)
    machine.tick = 1800.0 + NOTE_S + 60
    assert outbox.expire(None) == [key]
    outbox.close()


@pytest.mark.parametrize(
    ("platform", "own", "is_over"),
    [(2, 2, True), (2, -2000, False), (2000, -1, False), (-1, 2000, False)],
    ids=["both say so", "own clock is years behind", "platform's clock is years ahead", "own clock is years ahead"],
)
def test_a_date_is_over_when_both_clocks_say_so(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, platform: int, own: int, is_over: bool
) -> None:
    date = datetime(2026, 11, 22, tzinfo=UTC)

    class Own(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return date + timedelta(days=own)

    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM, date)
    assert isinstance(slot, Slot)
    outbox.commit(slot.key, b"sealed")
    monkeypatch.setattr(expiry, "datetime", Own)
    watch = Expiry(outbox, clock.boottime)
    assert watch.expire() == []  # the platform has not told its time
    watch.hear(date + timedelta(days=platform))
    assert watch.is_over(clock.utc_text(date)) is is_over
    assert watch.expire() == ([slot.key] if is_over else [])
