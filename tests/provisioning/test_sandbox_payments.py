"""The sandbox's bank: whatever comes, and in whatever order, an order is charged at most once, and so is a bill."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid_utils import uuid7

from kiosk.catalogue.load import load
from kiosk.money import yuan
from provisioning.problem import Problem
from provisioning.sandbox import bills
from provisioning.sandbox.identity import Person
from provisioning.sandbox.payers import Payers
from provisioning.sandbox.payment_store import LIFE, Owed, PaymentStore

NOW = datetime(2026, 11, 22, 2, 24, 5, tzinfo=UTC)
TERMINAL, ITEM = "TEST-0001", "91999999TE5T00139B3502099051000"
CATALOGUE = load()
BILLS = [Owed("bill-water-1", ITEM, 3917, "水费"), Owed("bill-water-2", ITEM, 9426, "水费")]


def store() -> PaymentStore:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.row_factory = sqlite3.Row
    one = PaymentStore(database)
    one.owed(BILLS)
    return one


def wanted(*which: int) -> tuple[list[str], int]:
    return [BILLS[one].bill for one in which], sum(BILLS[one].amount for one in which)


def refusal(call: Any, *arguments: Any) -> str:
    with pytest.raises(Problem) as refused:
        call(*arguments)
    return refused.value.name


def test_the_same_key_makes_the_same_order_and_no_other() -> None:
    one, key = store(), str(uuid7())
    first = one.create(key, TERMINAL, ITEM, wanted(0, 1), NOW)
    assert dict(one.create(key, TERMINAL, ITEM, wanted(0, 1), NOW)) == dict(first)
    assert refusal(one.create, key, TERMINAL, ITEM, wanted(0), NOW) == "key-reused"
    assert refusal(one.create, key, "TEST-0002", ITEM, wanted(0, 1), NOW) == "key-reused"


def test_what_cannot_be_ordered() -> None:
    one = store()
    assert refusal(one.create, str(uuid7()), TERMINAL, ITEM, (["bill-water-1"], 3916), NOW) == "amount-changed"
    assert refusal(one.create, str(uuid7()), TERMINAL, ITEM, (["bill-unknown"], 1), NOW) == "no-such-bill"
    twice = (["bill-water-1", "bill-water-1"], 7834)
    assert refusal(one.create, str(uuid7()), TERMINAL, ITEM, twice, NOW) == "no-such-bill"
    key = str(uuid7())
    one.create(key, TERMINAL, ITEM, wanted(0), NOW)
    assert refusal(one.create, str(uuid7()), "TEST-0002", ITEM, wanted(0, 1), NOW) == "bill-in-order"
    one.pay(key, NOW)
    assert refusal(one.create, str(uuid7()), TERMINAL, ITEM, wanted(0), NOW) == "bill-paid"


def test_an_order_that_nobody_pays_ends_by_itself_and_one_that_never_came_cannot_come() -> None:
    one, key, never = store(), str(uuid7()), str(uuid7())
    one.create(key, TERMINAL, ITEM, wanted(0), NOW)
    assert refusal(one.pay, key, NOW + LIFE) == "order-closed"
    found = one.find(key, TERMINAL, NOW + LIFE)
    assert found is not None and found["state"] == "closed"
    assert one.find(key, "TEST-0002", NOW) is None
    assert one.close(never, TERMINAL, NOW)["state"] == "closed"
    assert refusal(one.create, never, TERMINAL, ITEM, wanted(1), NOW) == "order-closed"


ACTS = st.tuples(
    st.sampled_from(["create", "pay", "begin", "decline", "close", "refund", "wait"]),
    st.integers(0, 3),
    st.sampled_from([(0,), (1,), (0, 1)]),
)


@settings(max_examples=120, deadline=None)
@given(acts=st.lists(ACTS, max_size=25))
def test_one_charge_an_order_and_one_payer_a_bill(acts: list[tuple[str, int, tuple[int, ...]]]) -> None:
    one, keys, now = store(), [str(uuid7()) for _ in range(4)], NOW
    for act, which, of in acts:
        key = keys[which]
        try:
            match act:
                case "create":
                    one.create(key, TERMINAL, ITEM, wanted(*of), now)
                case "pay":
                    one.pay(key, now)
                case "begin":
                    one.begin_paying(key, now)
                case "decline":
                    one.decline(key, now)
                case "close":
                    one.close(key, TERMINAL, now)
                case "refund":
                    one.refund(key, now)
                case "wait":
                    now += timedelta(minutes=2)
        except Problem:
            continue
    rows = [row for key in keys if (row := one.find(key, TERMINAL, now)) is not None]
    moved = one.settlement(date(2026, 11, 22))
    charged = sum(row["amount"] for row in rows if row["state"] in ("paid", "refunded"))
    assert sum(move["amount"] for move in moved if move["kind"] == "charge") == charged
    held = [bill for row in rows if row["state"] == "paid" for bill in _bills(row)]
    assert len(held) == len(set(held))  # no bill is paid twice at the same time
    paid = {bill for bill, is_paid in one.owed(BILLS).items() if is_paid}
    assert paid == set(held)


def _bills(row: sqlite3.Row) -> list[str]:
    found: list[str] = json.loads(row["bills"])
    return found


def test_a_payers_code_is_good_once_and_for_a_minute() -> None:
    payers = Payers()
    code = payers.issue("pays", "unionpay", NOW)
    assert (len(code.text), code.text[:2]) == (19, "62")
    assert payers.redeem(code.text, NOW) == "pays"
    assert refusal(payers.redeem, code.text, NOW) == "code-refused"
    old = payers.issue("waits", "wechat", NOW)
    assert refusal(payers.redeem, old.text, NOW + timedelta(minutes=1)) == "code-refused"
    assert refusal(payers.issue, "steals", "wechat", NOW) == "malformed"


@settings(max_examples=60, deadline=None)
@given(
    account=st.from_regex(r"[0-9]{6,12}", fullmatch=True),
    kind=st.sampled_from(["water", "electricity", "gas", "telecom"]),
)
def test_what_an_account_owes_is_the_same_each_time_and_its_lines_add_up(account: str, kind: str) -> None:
    item = CATALOGUE.find("GY01")
    assert item is not None
    try:
        owed = bills.of_utility(item, f"{kind}-1", account, date(2026, 11, 22))
    except Problem as problem:
        assert (problem.name, account[-2:]) == ("no-such-account", "99")
        return
    assert owed == bills.of_utility(item, f"{kind}-1", account, date(2026, 11, 22))
    assert bool(owed.bills) == (not account.endswith("00"))
    assert all(bill.amount == sum(amount for _, amount in bill.lines) > 0 for bill in owed.bills)
    assert account not in repr(owed)


def test_a_fine_grows_at_most_to_twice_itself() -> None:
    item, person = CATALOGUE.find("CJ02"), Person("999999199001010016", "测试员甲")
    assert item is not None
    for number in range(200):
        answers = {"decision_no": f"{number:013d}77"}
        (bill,) = bills.of_person(item, person, answers, date(2026, 11, 22)).bills
        fine, late = (amount for _, amount in bill.lines)
        assert 0 < late <= fine


@given(st.integers(0, 10**12))
def test_an_amount_is_written_to_the_fen(fen: int) -> None:
    written = yuan(fen)
    assert len(written.rpartition(".")[2]) == 2
    assert Decimal(written.replace(",", "")) * 100 == fen
