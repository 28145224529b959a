"""Guards against money of which a whole fleet's lists say nothing, and against lists that count twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from kiosk import clock as wall
from kiosk.__main__ import main
from kiosk.agent.cashier import TOLD, Cashier, days_of
from kiosk.contract.payment_days import PaymentDay, PaymentLine
from kiosk.settings import Settings
from provisioning import clock
from provisioning.clock import china_day
from provisioning.database import open_database
from provisioning.sandbox.payment_store import Owed, PaymentStore
from provisioning.sandbox.reconciling.days import PaymentDays, Reconciled
from tests.kiosk.sandbox_stand import TERMINAL, operator, sandbox_stand
from tests.kiosk.stand import Stand
from tests.kiosk.test_reconciling import live


def agent(one: Stand, client: httpx.AsyncClient, days: int = 2) -> Cashier:
    """The agent's part, so many days later."""
    return Cashier(one.settings, client, lambda: wall.now() + timedelta(days=days))


def another(bank: PaymentStore, terminal: str, amount: int) -> str:
    """A payment at another terminal of the fleet; its number."""
    key = f"key-of-{terminal}"
    bank.owed([Owed(f"bill-{terminal}", "GY01", amount, "")])
    row = bank.create(key, terminal, "GY01", ([f"bill-{terminal}"], amount), clock.now())
    bank.pay(key, clock.now())
    return str(row["number"])


def paid(number: str, fen: int) -> PaymentDay:
    return PaymentDay(lines=(PaymentLine(number=number, fen=fen, state="paid"),))


async def test_a_day_of_the_whole_fleet_is_brought_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with sandbox_stand(tmp_path) as (one, far), httpx.AsyncClient(base_url=one.settings.platform_url) as client:
        for place, fate in enumerate(("paid", "answer lost", "left", "never arrived")):
            await live(one, far, fate, f"7654321{place}")
        await one.eventually(lambda: not one.payments.journal.open_entries())
        day, bank = china_day(clock.now()), far.sandbox.payment_days
        await agent(one, client, days=0).hand_in()
        assert bank.of(day).terminals == ()  # the day is not over
        assert bank.of(day).missing == (TERMINAL,)
        far.lose = {f"PUT /v1/payment-days/{day}"}
        for _ in range(3):
            await agent(one, client).hand_in()
        assert far.count("PUT", f"/v1/payment-days/{day}") == 2  # the answer to the first was lost; then it knew
        found = bank.of(day)
        assert (found.charges, found.terminals, found.missing, found.differences) == (2, (TERMINAL,), (), ())
        assert times(bank, day) == 1
        (one.settings.home / TOLD).unlink()  # whatever becomes of it: handed in again, it counts once
        await agent(one, client).hand_in()
        assert (bank.of(day), times(bank, day)) == (found, 1)

        number = another(far.sandbox.payments, "TEST-0002", 700)
        assert (bank.of(day).missing, bank.of(day).unproved, bank.of(day).even) == (("TEST-0002",), 1, False)
        assert run("reconcile", tmp_path, day) == 1
        assert "TEST-0002: the bank moved money for it" in capsys.readouterr().out
        bank.take("TEST-0002", day, paid(number, 7000), clock.now())
        assert kinds(bank.of(day)) == ["amount"]
        bank.take("TEST-0002", day, paid(number, 700), clock.now())
        assert bank.of(day).even
        assert times(bank, day, "TEST-0002") == 2
        assert run("reconcile", tmp_path, day, "--json") == 0
        assert json.loads(capsys.readouterr().out)["charges"] == 3
        async with operator(far.sandbox) as page:
            assert (await page.get(f"/bank/reconciliations/{day}")).json()["even"] is True
            assert (await page.get("/bank/reconciliations/today")).status_code == 400

        entry = next(entry for entry in one.payments.journal.entries() if entry.state == "paid")
        far.sandbox.payments.refund(entry.key, clock.now())
        one.payments.journal.note(
            entry.key, "refunded", entry.number, entry.paid_at
        )  # a day that has changed is handed in again
        await agent(one, client).hand_in()
        assert (times(bank, day), bank.of(day).even) == (2, True)

        for path, line in (
            ("2026-02-30", {}),
            (str(day + timedelta(days=1)), {}),
            ("2026-11-01", {"fen": -1}),
            ("2026-11-01", {"state": "stolen"}),
        ):
            body = {"lines": [{"number": "JK1", "fen": 1, "state": "paid"} | line]}
            assert (await client.put(f"/v1/payment-days/{path}", json=body)).status_code == 400


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[PaymentDays, PaymentStore]]:
    database = open_database(tmp_path / "platform.sqlite", "")
    payments = PaymentStore(database)
    yield PaymentDays(database, payments), payments
    database.close()


def test_an_order_paid_after_midnight_stands_in_one_day(store: tuple[PaymentDays, PaymentStore]) -> None:
    """Guards against an order that two days' lists hold and that is counted in both."""
    bank, payments = store
    today = china_day(clock.now())
    number = another(payments, TERMINAL, 700)
    before = PaymentLine(number=number, fen=700, state="created")
    bank.take(TERMINAL, today - timedelta(days=1), PaymentDay(lines=(before,)), clock.now())
    assert kinds(bank.of(today)) == ["not_paid_here"]
    bank.take(TERMINAL, today, paid(number, 700), clock.now() + timedelta(seconds=1))
    assert (kinds(bank.of(today)), bank.of(today).charges) == ([], 1)
    assert kinds(bank.of(today - timedelta(days=1))) == []


def test_a_terminal_at_which_nothing_was_paid_makes_no_journal(tmp_path: Path) -> None:
    assert days_of(Settings(home=tmp_path), date(2026, 8, 22), date(2026, 11, 22)) == {}
    assert list(tmp_path.iterdir()) == []


def kinds(found: Reconciled) -> list[str]:
    return [one.kind for one in found.differences]


def times(bank: PaymentDays, day: date, terminal: str = TERMINAL) -> int:
    query = "SELECT times FROM payment_days WHERE day = ? AND terminal = ?"
    (row,) = bank._database.execute(query, (day.isoformat(), terminal)).fetchall()
    return int(row["times"])


def run(action: str, home: Path, day: date, *more: str) -> int:
    return main(["sandbox", action, "--home", str(home), "--day", day.isoformat(), *more])
