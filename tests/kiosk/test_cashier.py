"""Guards against an agent that overwrites a good list at the platform, or stops at one bad day or entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec

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


async def test_a_day_that_falls_out_of_the_journal_stays_whole_at_the_platform(tmp_path: Path) -> None:
    """On the day on which the first orders of an old day are deleted, the rest of its list must not replace it; nor
    when what is left of a day is only what was begun before it."""
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
    assert "morning" not in {entry.key for entry in till.journal.entries()}
    assert "2026-10-30" in till.bank.days
