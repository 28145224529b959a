"""Guards against money that the bank moved and no terminal knows of, and the other way round."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.contract.payments import PAY, UTILITY, Bills, Order, OrderWanted, UtilityAccount
from kiosk.payments.journal import Journal
from kiosk.payments.reconciling import Kept, Moved, Settlement, differences, kept_of, of_terminals
from provisioning import clock
from provisioning.clock import china_day
from tests.kiosk.sandbox_stand import TERMINAL, LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import Stand
from tests.limits import LIMIT_S

FATES = ("paid", "paid", "paid", "answer lost", "left", "refunded", "never arrived")


async def order(one: Stand, account: str) -> Order:
    """As a visit makes it."""
    item = one.catalogue.find("GY01")
    assert item is not None
    asked = UtilityAccount(item_code=item.code, company="water-1", account=account)
    found = await one.platform.call(UTILITY, asked)
    assert isinstance(found, Bills)
    amount = sum(bill.amount for bill in found.bills)
    key = await one.payments.begin(item.code, amount, one.now())
    wanted = OrderWanted(key=key, item_code=item.code, bills=tuple(bill.bill for bill in found.bills), amount=amount)
    made = await one.platform.call(PAY, wanted)
    assert isinstance(made, Order)
    await one.payments.note(made)
    return made


async def live(one: Stand, far: LoopbackPlatform, fate: str, account: str) -> None:
    bank = far.sandbox.payments
    if fate == "never arrived":
        one.payments.leave(await one.payments.begin("GY01", 100, one.now()))
        return
    made = await order(one, account)
    if fate == "left":
        one.payments.leave(made.key)
        return
    bank.pay(made.key, clock.now())
    if fate == "refunded":
        bank.refund(made.key, clock.now())
    if fate == "answer lost":  # the terminal learns of it when it settles
        far.lose = {f"POST /v1/payment-orders/{made.key}/close"}
    one.payments.leave(made.key)


async def _lived(home: Path) -> tuple[list[Kept], Settlement]:
    """Orders of every fate, each at its end: what the terminal wrote down, and what the bank says."""
    async with sandbox_stand(home, second=0.02) as (one, far):
        for place, fate in enumerate(FATES):
            await live(one, far, fate, f"1234567{place}")
        await one.eventually(lambda: not one.payments.journal.open_entries())
        async with operator(far.sandbox) as page:
            answer = await page.get(f"/bank/settlements/{china_day(clock.now())}")
        kept = [kept_of(entry, TERMINAL) for entry in one.payments.journal.entries()]
        return kept, msgspec.json.decode(answer.content, type=Settlement)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def day(home: Path) -> tuple[list[Kept], Settlement]:
    """One day, lived once against the real sandbox; the tests change what came of it."""
    return asyncio.run(_lived(home))


def test_a_day_of_every_fate_comes_out_even(day: tuple[list[Kept], Settlement]) -> None:
    kept, settlement = day
    assert differences(kept, settlement) == []
    states = Counter(line.state for line in kept)
    assert states["paid"] + states["refunded"] == 5
    assert states["closed"] == 2
    assert [moved.kind for moved in settlement.movements].count("charge") == 5
    assert settlement.refunded > 0


def bank(settlement: Settlement, *movements: Moved) -> Settlement:
    """The settlement with other lines, its totals right."""
    return of_terminals(msgspec.structs.replace(settlement, movements=movements), [TERMINAL, "TEST-0009"])


def changed_at_the_bank(settlement: Settlement) -> Iterator[tuple[str, Settlement]]:
    first, *others = settlement.movements
    assert first.kind == "charge"
    replace = msgspec.structs.replace
    yield "amount", bank(settlement, replace(first, amount=first.amount + 1), *others)
    yield "not_charged", bank(settlement, *others)
    yield "charged_twice", bank(settlement, first, first, *others)
    yield "other_terminal", bank(settlement, replace(first, terminal="TEST-0009"), *others)
    yield "unknown", bank(settlement, *settlement.movements, replace(first, number="JK999999000001"))
    yield "unknown", bank(settlement, *settlement.movements, replace(first, number="JK999999000001", kind="refund"))
    less = [replace(one, amount=one.amount - 1) if one.kind == "refund" else one for one in settlement.movements]
    yield "refund", bank(settlement, *less)
    yield "sum", msgspec.structs.replace(settlement, charged=settlement.charged + 1)


def changed_here(kept: list[Kept]) -> Iterator[tuple[str, list[Kept]]]:
    place = next(place for place, line in enumerate(kept) if line.state == "paid")
    others, line, replace = [*kept[:place], *kept[place + 1 :]], kept[place], msgspec.structs.replace
    yield "unknown", others
    yield "not_paid_here", [*others, replace(line, state="closed")]
    yield "amount", [*others, replace(line, fen=line.fen * 10)]
    yield "other_terminal", [*others, replace(line, terminal="TEST-0009")]
    yield "not_charged", [*kept, replace(line, number="JK999999000002")]


def test_a_difference_is_found_and_only_it(day: tuple[list[Kept], Settlement]) -> None:
    kept, settlement = day
    for kind, changed in changed_at_the_bank(settlement):
        assert [found.kind for found in differences(kept, changed)] == [kind], kind
    for kind, lines in changed_here(kept):
        assert [found.kind for found in differences(lines, settlement)] == [kind], kind


def test_a_total_that_is_not_that_of_its_lines() -> None:
    assert [one.kind for one in differences([], Settlement("2026-11-22", 5, 0, ()))] == ["sum"]


def kiosk(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "payments", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=LIMIT_S)


def test_the_command_names_every_difference_and_nobody(day: tuple[list[Kept], Settlement], home: Path) -> None:
    _, settlement = day
    (home / "terminal.env").write_text(f"KIOSK_TERMINAL_ID={TERMINAL}\n")
    file = home / "settlement.json"
    file.write_bytes(msgspec.json.encode(settlement))
    even = kiosk("reconcile", "--home", str(home), "--bank", str(file))
    assert (even.returncode, even.stderr) == (0, "")
    assert "5 charges" in even.stdout
    listed = kiosk("list", "--home", str(home), "--json", "--day", settlement.day).stdout
    names = {tuple(json.loads(line)) for line in listed.splitlines()}
    assert names == {("terminal", "number", "fen", "state", "day")}  # nothing of a citizen
    (home / "list.jsonl").write_text(listed)
    file.write_bytes(msgspec.json.encode(next(changed_at_the_bank(settlement))[1]))
    odd = kiosk("reconcile", "--bank", str(file), str(home / "list.jsonl"))
    assert odd.returncode == 1
    assert odd.stdout.startswith("amount: JK")
    assert odd.stderr.strip() == f"kiosk payments reconcile: 1 differences on {settlement.day}"


def test_a_journal_of_an_earlier_release_is_read(tmp_path: Path) -> None:
    path = tmp_path / "payments.sqlite"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE payments (key TEXT PRIMARY KEY, item TEXT NOT NULL, amount INTEGER NOT NULL,"
            " state TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL) STRICT, WITHOUT ROWID"
        )
        old: tuple[Any, ...] = ("k", "GY01", 100, "created", "JK1", "2026-11-21T23:59:59+08:00")
        database.execute("INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)", old)
    journal = Journal.open(path)
    journal.note("k", "paid", "JK1", "2026-11-21T16:00:01Z")
    (entry,) = journal.entries()
    journal.close()
    assert kept_of(entry, TERMINAL).day == "2026-11-22"  # of the payment, in China, and not of the order
