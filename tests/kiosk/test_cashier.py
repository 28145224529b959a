"""Guards against an agent that overwrites a good list at the platform, or stops at one bad day or entry."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from kiosk.agent.cashier import Cashier
from kiosk.clock import CHINA
from kiosk.contract.payment_days import PaymentDay
from kiosk.payments.journal import KEPT, Journal
from kiosk.settings import Settings

FIRST = datetime(2026, 8, 1, 9, tzinfo=CHINA)  # in the morning; the day's second order is paid in the afternoon


class Bank:
    """What the platform keeps: the last list of each day, and `refuses` instead where a day is named there."""

    def __init__(self) -> None:
        self.days: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.refuses: dict[str, httpx.Response] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        day = request.url.path.rsplit("/", 1)[-1]
        self.asked.append(day)
        if (refused := self.refuses.get(day)) is not None:
            return refused
        listed = msgspec.json.decode(request.content, type=PaymentDay)
        self.days[day] = [line.number for line in listed.lines]
        return httpx.Response(200, json={"day": day, "lines": len(listed.lines)})


class Till:
    """A terminal's journal and its agent, at an hour of the test's choosing."""

    def __init__(self, home: Path) -> None:
        self.bank = Bank()
        self.now = FIRST
        self.journal = Journal.open(home / "payments.sqlite")
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.bank), base_url="https://platform.test")
        self.cashier = Cashier(Settings(home=home, terminal_id="TEST-0001"), client, lambda: self.now)

    def order(self, number: str, made: datetime, paid: datetime | None = None) -> None:
        self.journal.begin(number, "YB04", 100, made)
        self.journal.note(number, "paid", number, (paid or made).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


async def test_a_day_that_falls_out_of_the_journal_stays_whole_at_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the day on which the first orders of an old day are deleted, the rest of its list must not replace it; nor
    when what is left of a day is only what was begun before it."""
    monkeypatch.setattr("kiosk.payments.journal.ALWAYS", 0)  # or they would stay
    till = Till(tmp_path)
    till.order("begun-before", FIRST.replace(hour=0) - timedelta(minutes=1), FIRST.replace(hour=0, minute=1))
    till.order("morning", FIRST)
    till.order("afternoon", FIRST.replace(hour=15))
    till.now = FIRST + timedelta(days=1)
    await till.cashier.hand_in()
    whole = ["begun-before", "morning", "afternoon"]
    assert till.bank.days == {"2026-08-01": whole}
    for hour in range(-36, 48):  # one order in each hour around the one in which the first is too old
        till.now = FIRST + KEPT + timedelta(hours=hour)
        till.order(f"later-{hour}", till.now)
        await till.cashier.hand_in()
        assert till.bank.days["2026-08-01"] == whole, till.now
        kept = {entry.key for entry in till.journal.entries()}
        assert ("morning" in kept) is ("afternoon" in kept), "a day goes as a whole"
    assert "morning" not in {entry.key for entry in till.journal.entries()}
    assert "2026-10-30" in till.bank.days


async def test_one_day_that_is_refused_for_good_holds_up_no_later_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    till = Till(tmp_path)
    for later in range(3):
        till.order(f"order-{later}", FIRST + timedelta(days=later))
    till.bank.refuses = {"2026-08-01": httpx.Response(413)}
    till.now = FIRST + timedelta(days=3)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert await till.cashier.hand_in() == 0.0
    assert list(till.bank.days) == ["2026-08-02", "2026-08-03"]
    assert till.bank.asked.count("2026-08-01") == 1, "the same list is refused again"
    assert [record.getMessage() for record in caplog.records] == [
        "the platform refuses the payments of 2026-08-01: 413"
    ]
    till.bank.refuses, till.now = {}, till.now + timedelta(days=1)  # it was mended over there
    await till.cashier.hand_in()
    assert "2026-08-01" in till.bank.days


async def test_a_platform_that_cannot_now_is_asked_no_further_day(tmp_path: Path) -> None:
    till = Till(tmp_path)
    for later in range(3):
        till.order(f"order-{later}", FIRST + timedelta(days=later))
    till.now = FIRST + timedelta(days=3)
    for answer in (httpx.Response(503), httpx.Response(429), httpx.Response(403), httpx.Response(302)):
        till.bank.asked.clear()
        till.bank.refuses = {"2026-08-01": answer}
        await till.cashier.hand_in()
        assert till.bank.asked == ["2026-08-01"], answer


async def test_an_order_that_was_paid_on_no_day_stands_on_the_one_on_which_it_was_made(tmp_path: Path) -> None:
    """Such a moment in the journal must not end the agent at each of its starts."""
    till = Till(tmp_path)
    for number, paid_at in enumerate(("2026-02-30T10:00:00Z", "9999-12-31T23:00:00Z", "tomorrow")):
        till.journal.begin(f"key-{number}", "YB04", 100, FIRST)
        till.journal.note(f"key-{number}", "paid", f"JK{number}", paid_at)
    till.now = FIRST + timedelta(days=1)
    await till.cashier.hand_in()
    assert till.bank.days == {"2026-08-01": ["JK0", "JK1", "JK2"]}
