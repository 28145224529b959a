"""Terminals' lists of their days as they were handed in, and a day of all of them against the bank's settlement."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from starlette.routing import Route

from kiosk.contract.payment_days import HAND_IN, PaymentDay, PaymentDayKept
from kiosk.payments.reconciling import Difference, Kept, Moved, Settlement, differences
from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import malformed
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.payment_store import PaymentStore
from provisioning.sandbox.sessions import Sessions

TABLE = """
CREATE TABLE IF NOT EXISTS payment_days (      -- a terminal's own list of a day, as it was handed in last
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,                -- YYYY-MM-DD, in China
    handed_in_at TEXT NOT NULL,
    times        INTEGER NOT NULL,             -- how often a list of this day came that said something else
    PRIMARY KEY (terminal, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payment_lines (
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,
    place        INTEGER NOT NULL,
    number       TEXT NOT NULL,                -- empty: the platform never answered
    fen          INTEGER NOT NULL,
    state        TEXT NOT NULL,
    PRIMARY KEY (terminal, day, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS payment_lines_by_number ON payment_lines (number);
CREATE INDEX IF NOT EXISTS payment_lines_by_day ON payment_lines (day);
"""


@dataclass(frozen=True)
class Reconciled:
    """A day of the whole fleet. `missing`: terminals for which the bank moved money and which have handed in nothing
    of that day; what was moved for them is in `unproved` (movements) and in no difference."""

    day: date
    charges: int
    charged: int  # fen
    refunds: int
    refunded: int  # fen
    terminals: tuple[str, ...]
    missing: tuple[str, ...]
    unproved: int
    differences: tuple[Difference, ...]

    @property
    def even(self) -> bool:
        return not self.missing and not self.differences

    def described(self) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.to_builtins(self)
        return {**told, "even": self.even}


class PaymentDays:
    """Tables of its own in the platform's database."""

    def __init__(self, database: sqlite3.Connection, bank: PaymentStore) -> None:
        self._database = database
        self._bank = bank
        database.executescript(TABLE)

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(HAND_IN, sessions, self.taken)]

    def taken(self, call: Call[PaymentDay]) -> PaymentDayKept:
        try:
            day = date.fromisoformat(call.path["day"])
        except ValueError:
            raise malformed("a day is of the form YYYY-MM-DD") from None
        if day > china_day(call.now):
            raise malformed("the day has not come yet")
        self.take(call.terminal, day, call.asked, call.now)
        return PaymentDayKept(day=day.isoformat(), lines=len(call.asked.lines))

    def take(self, terminal: str, day: date, listed: PaymentDay, now: datetime) -> None:
        """In the place of what this terminal handed in of this day before."""
        name, values = (terminal, day.isoformat()), [(one.number, one.fen, one.state) for one in listed.lines]
        with transaction(self._database):
            before = self._database.execute(
                "SELECT number, fen, state FROM payment_lines WHERE terminal = ? AND day = ? ORDER BY place", name
            ).fetchall()
            changed = [tuple(row) for row in before] != values
            self._database.execute(
                "INSERT INTO payment_days VALUES (?, ?, ?, 1) ON CONFLICT (terminal, day) DO UPDATE"
                " SET handed_in_at = excluded.handed_in_at, times = times + ?",
                (*name, rfc3339(now), int(changed)),
            )
            self._database.execute("DELETE FROM payment_lines WHERE terminal = ? AND day = ?", name)
            for place, line in enumerate(values):
                self._database.execute("INSERT INTO payment_lines VALUES (?, ?, ?, ?, ?, ?)", (*name, place, *line))

    # ---- reading ---------------------------------------------------------------------------------------------------
    def of(self, day: date) -> Reconciled:
        """Every difference that there is on a day, of all terminals that have handed in."""
        moved = [msgspec.convert(one, Moved) for one in self._bank.settlement(day)]
        handed_in = self._handed_in(day)
        kept = self._lines(day, {one.number for one in moved})
        known = {line.number for line in kept}
        proved = tuple(one for one in moved if one.terminal in handed_in or one.number in known)
        unproved = [one for one in moved if one.terminal not in handed_in and one.number not in known]
        charges = [one.amount for one in moved if one.kind == "charge"]
        refunds = [one.amount for one in moved if one.kind == "refund"]
        return Reconciled(
            day=day,
            charges=len(charges),
            charged=sum(charges),
            refunds=len(refunds),
            refunded=sum(refunds),
            terminals=tuple(sorted(handed_in)),
            missing=tuple(sorted({one.terminal for one in unproved})),
            unproved=len(unproved),
            differences=tuple(differences(kept, _settlement(day, proved))),
        )

    def newest(self, today: date, days: int) -> list[Reconciled]:
        """The days before `today`, the last first, on which anything was moved or handed in."""
        found = (self.of(today - timedelta(days=ago)) for ago in range(1, days + 1))
        return [one for one in found if one.charges or one.refunds or one.terminals]

    def _handed_in(self, day: date) -> set[str]:
        rows = self._database.execute("SELECT terminal FROM payment_days WHERE day = ?", (day.isoformat(),))
        return {row["terminal"] for row in rows.fetchall()}

    def _lines(self, day: date, numbers: set[str]) -> list[Kept]:
        """Of the day, and of orders of other days of which something was moved on it; what was handed in last counts
        where an order stands in the lists of two days, as one that was paid after midnight may for a while."""
        wanted = self._database.execute(
            "SELECT lines.* FROM payment_lines lines JOIN payment_days USING (terminal, day)"
            " WHERE lines.day = ?1 OR lines.number IN (SELECT value FROM json_each(?2))"
            " ORDER BY handed_in_at, lines.day, place",
            (day.isoformat(), msgspec.json.encode(sorted(numbers)).decode()),
        ).fetchall()
        return [Kept(row["terminal"], row["number"], row["fen"], row["state"], row["day"]) for row in wanted]


def _settlement(day: date, moved: tuple[Moved, ...]) -> Settlement:
    sums = {kind: sum(one.amount for one in moved if one.kind == kind) for kind in ("charge", "refund")}
    return Settlement(day.isoformat(), sums["charge"], sums["refund"], moved)
