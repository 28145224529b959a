"""Orders and what the sandbox's bank moved for them: each method is one transaction, durable when it returns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem

SCHEMA = (Path(__file__).parent / "payments.sql").read_text(encoding="utf-8")
LIFE = timedelta(minutes=5)  # of an order that nobody pays; what payment apps give a dynamic code
BANK_GIVES_UP = timedelta(minutes=2)  # after the order's life: a payer who never confirms on the telephone
OPEN = ("created", "paying")


@dataclass(frozen=True)
class Owed:
    """One bill as it is known here."""

    bill: str
    item: str
    amount: int
    title: str


class PaymentStore:
    """Tables of its own in the platform's database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(SCHEMA)

    # ---- bills ----------------------------------------------------------------------------------
    def known(self, bill: str) -> int | None:
        """What the bill was made out over; None: nobody asked for it before."""
        row = self._database.execute("SELECT amount FROM bills WHERE bill = ?", (bill,)).fetchone()
        return None if row is None else int(row[0])

    def owed(self, bills: Sequence[Owed]) -> dict[str, bool]:
        """Notes bills that were asked for; which of them are paid."""
        with transaction(self._database):
            for one in bills:
                self._database.execute(
                    "INSERT INTO bills (bill, item, amount, title) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET amount = excluded.amount WHERE paid_by IS NULL",
                    (one.bill, one.item, one.amount, one.title),
                )
            marks = ", ".join("?" * len(bills))
            rows = self._database.execute(
                f"SELECT bill, paid_by FROM bills WHERE bill IN ({marks})",  # noqa: S608 - only question marks
                [one.bill for one in bills],
            ).fetchall()
        return {row["bill"]: row["paid_by"] is not None for row in rows}

    # ---- orders ---------------------------------------------------------------------------------
    def create(
        self, key: str, terminal: str, item: str, wanted: tuple[Sequence[str], int], now: datetime
    ) -> sqlite3.Row:
        """The order of this key, new or as before; `wanted`: bills and the sum that the citizen was shown.

        Raises `Problem`: 404 `no-such-bill`, 409 `amount-changed`, `bill-paid`, `bill-in-order`, `order-closed`,
        422 `key-reused`.
        """
        bills, amount = wanted
        with transaction(self._database):
            row = self._read(key, now)
            if row is not None:
                if row["item"] == "":
                    raise Problem(409, "order-closed", "the order was closed before it arrived")
                if (row["terminal"], row["item"], json.loads(row["bills"])) != (terminal, item, list(bills)):
                    raise Problem(422, "key-reused", "the key made another order before")
                return row
            self._check(bills, amount, item, now)
            return self._insert(key, terminal, (item, bills, amount, "created"), now)

    def find(self, key: str, terminal: str, now: datetime) -> sqlite3.Row | None:
        with transaction(self._database):
            row = self._read(key, now)
        return row if row is not None and row["terminal"] == terminal else None

    def close(self, key: str, terminal: str, now: datetime) -> sqlite3.Row:
        """An order that is open is closed; one that the bank is at stays `paying`; what is final stays. An unknown
        key is closed for good. Raises `Problem` 404 for another terminal's."""
        with transaction(self._database):
            row = self._read(key, now)
            if row is None:
                return self._insert(key, terminal, ("", (), 0, "closed"), now)
            if row["terminal"] != terminal:
                raise Problem(404, "no-such-order", "this terminal made no such order")
            return self._turn(key, "closed") if row["state"] == "created" else row

    # ---- the bank -------------------------------------------------------------------------------
    def begin_paying(self, key: str, now: datetime) -> sqlite3.Row:
        """The payer is asked on the telephone; what is paid stays paid. Raises `Problem` 409 `order-closed`."""
        with transaction(self._database):
            row = self._payable(key, now)
            return self._turn(key, "paying") if row["state"] == "created" else row

    def pay(self, key: str, now: datetime) -> sqlite3.Row:
        """Charge once; charged already: as it is. Raises `Problem` 409 `order-closed`."""
        with transaction(self._database):
            row = self._payable(key, now)
            if row["state"] in ("paid", "refunded"):
                return row
            self._move(key, "charge", row["amount"], now)
            for bill in json.loads(row["bills"]):
                self._database.execute("UPDATE bills SET paid_by = ? WHERE bill = ?", (key, bill))
            (count,) = self._database.execute("SELECT count(*) FROM movements").fetchone()
            return self._database.execute(  # type: ignore[no-any-return]
                "UPDATE orders SET state = 'paid', paid_at = ?, receipt = ? WHERE key = ? RETURNING *",
                (rfc3339(now), f"{count:010d}", key),
            ).fetchone()

    def decline(self, key: str, now: datetime) -> sqlite3.Row:
        """The payer or the bank says no: the order waits again for another try."""
        with transaction(self._database):
            row = self._payable(key, now)
            return self._turn(key, "created") if row["state"] == "paying" else row

    def refund(self, key: str, now: datetime) -> sqlite3.Row:
        """Raises `Problem` 409 `not-paid`."""
        with transaction(self._database):
            row = self._read(key, now)
            if row is None or row["state"] != "paid":
                raise Problem(409, "not-paid", "only what was paid can be given back")
            self._move(key, "refund", row["amount"], now)
            self._database.execute("UPDATE bills SET paid_by = NULL WHERE paid_by = ?", (key,))
            return self._turn(key, "refunded")

    # ---- for the operator -----------------------------------------------------------------------
    def newest(self, most: int, now: datetime) -> list[sqlite3.Row]:
        with transaction(self._database):
            keys = [row[0] for row in self._database.execute(
                "SELECT key FROM orders WHERE item != '' ORDER BY created_at DESC, rowid DESC LIMIT ?", (most,)
            )]  # fmt: skip
            return [row for row in (self._read(key, now) for key in keys) if row is not None]

    def settlement(self, day: date) -> list[dict[str, Any]]:
        """A day's movements (对账), in their order."""
        rows = self._database.execute(
            "SELECT m.kind, m.amount, m.at, o.number, o.item, o.terminal FROM movements m JOIN orders o USING (key)"
            " ORDER BY m.id"
        ).fetchall()
        return [dict(row) for row in rows if china_day(datetime.fromisoformat(row["at"])) == day]

    # ---- inside a transaction -------------------------------------------------------------------
    def _read(self, key: str, now: datetime) -> sqlite3.Row | None:
        """The order as it is now: one that nobody paid in its time is closed."""
        row: sqlite3.Row | None = self._database.execute("SELECT * FROM orders WHERE key = ?", (key,)).fetchone()
        if row is None or row["state"] not in OPEN:
            return row
        ends = datetime.fromisoformat(row["expires_at"])
        if now < (ends if row["state"] == "created" else ends + BANK_GIVES_UP):
            return row
        return self._turn(key, "closed")

    def _check(self, bills: Sequence[str], amount: int, item: str, now: datetime) -> None:
        total = 0
        for bill in bills:
            row = self._database.execute("SELECT * FROM bills WHERE bill = ? AND item = ?", (bill, item)).fetchone()
            if row is None or bills.count(bill) > 1:
                raise Problem(404, "no-such-bill", "a bill that nobody was shown, or twice the same")
            if row["paid_by"] is not None:
                raise Problem(409, "bill-paid", "a bill is paid already")
            total += row["amount"]
        if total != amount:
            raise Problem(409, "amount-changed", "the bills come to another sum than the citizen was shown")
        for other in self._database.execute("SELECT key, bills FROM orders WHERE state IN ('created', 'paying')"):
            if set(json.loads(other["bills"])) & set(bills):
                alive = self._read(other["key"], now)
                if alive is not None and alive["state"] in OPEN:
                    raise Problem(409, "bill-in-order", "another order over this bill is open")

    def _insert(self, key: str, terminal: str, what: tuple[str, Sequence[str], int, str], now: datetime) -> sqlite3.Row:
        item, bills, amount, state = what
        (count,) = self._database.execute("SELECT count(*) FROM orders").fetchone()
        number = f"JK{china_day(now):%y%m%d}{count + 1:06d}"
        row: sqlite3.Row = self._database.execute(
            "INSERT INTO orders (key, number, terminal, item, bills, amount, state, created_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (key, number, terminal, item, json.dumps(list(bills)), amount, state, rfc3339(now), rfc3339(now + LIFE)),
        ).fetchone()
        return row

    def _payable(self, key: str, now: datetime) -> sqlite3.Row:
        row = self._read(key, now)
        if row is None or row["state"] == "closed":
            raise Problem(409, "order-closed", "the order is closed or never was")
        return row

    def _turn(self, key: str, state: str) -> sqlite3.Row:
        row: sqlite3.Row = self._database.execute(
            "UPDATE orders SET state = ? WHERE key = ? RETURNING *", (state, key)
        ).fetchone()
        return row

    def _move(self, key: str, kind: str, amount: int, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO movements (key, kind, amount, at) VALUES (?, ?, ?, ?)", (key, kind, amount, rfc3339(now))
        )
