"""Guards against a journal of payments that loses an order to another process, or to the release before."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.payments.journal import Journal

NOW = datetime(2026, 1, 1, 8, tzinfo=UTC)


def test_a_journal_of_an_earlier_release_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "payments.sqlite"
    first = Journal.open(path)
    first.begin("key-1", "YB04", 1200, NOW)
    first.close()
    earlier = sqlite3.connect(path)
    assert earlier.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"

    beside = Journal.open(path)  # as long as somebody has it open, it stays as it is and works
    beside.begin("key-2", "YB04", 1300, NOW)
    beside.close()
    earlier.close()

    alone = Journal.open(path)
    alone.begin("key-3", "YB04", 1400, NOW)
    assert [entry.key for entry in alone.entries()] == ["key-1", "key-2", "key-3"]
    alone.close()
    with path.open("rb") as file:
        assert file.read(20)[18] == 1, "byte 18 of the header says how it is written (file format, 1.3.3): 2 is WAL"


def test_a_clock_that_jumps_ahead_forgets_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday's payments may not have been handed in yet; and with the clock set right, its list would be short."""
    journal = Journal.open(tmp_path / "payments.sqlite")
    for number in range(5):
        journal.begin(f"key-{number}", "YB04", 100, NOW + timedelta(minutes=number))
        journal.note(f"key-{number}", "paid")
    journal.begin("jumped", "YB04", 100, NOW + timedelta(days=400))
    assert len(journal.entries()) == 6
    monkeypatch.setattr("kiosk.payments.journal.ALWAYS", 4)
    journal.begin("later", "YB04", 100, NOW + timedelta(days=400))
    assert [entry.key for entry in journal.entries()] == ["key-3", "key-4", "jumped", "later"], "the oldest went"
    journal.close()


def test_window_and_agent_look_and_write_at_once(tmp_path: Path) -> None:
    window, agent = (Journal.open(tmp_path / "payments.sqlite") for _ in range(2))
    for number in range(20):
        window.begin(f"key-{number}", "YB04", 100, NOW)
        assert len(agent.entries()) == number + 1
    window.close()
    agent.close()


def test_a_refund_that_does_not_say_when_it_was_paid_keeps_the_day(tmp_path: Path) -> None:
    """Else the order moves to the day on which it was made, and its payment stands in no day's list."""
    journal = Journal.open(tmp_path / "payments.sqlite")
    journal.begin("key-1", "YB04", 1200, NOW)
    journal.note("key-1", "paid", "JK1", "2026-01-01T16:30:00Z")
    journal.note("key-1", "refunded")
    (entry,) = journal.entries()
    assert (entry.state, entry.number, entry.paid_at) == ("refunded", "JK1", "2026-01-01T16:30:00Z")
    journal.close()
