"""A locker (取件柜) at the service centre: the office puts results in, a code of the citizen's opens a box once.

What nobody fetches in time the office takes out again: it waits at the counter then, as results do that were never in.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections import deque
from datetime import datetime, timedelta

import msgspec

from kiosk.contract import cases as contract
from kiosk.text import Localized
from provisioning.clock import rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.cases.seen import LOCKER, new_delivery, seen
from provisioning.sandbox.cases.store import Cases

BOXES = tuple(f"A{number:02d}" for number in range(1, 13))
LIFE = timedelta(minutes=10)  # of a code: the way from the terminal to the locker, at an old person's pace
LIES = timedelta(days=7)  # in its box: a week has a Saturday for who works on the others, and boxes are few
TAKEN_OUT = Localized(
    "放在取件柜里的结果过了时间没有取，已转到综合窗口",
    "Nobody fetched the result out of the locker in time; it waits at the counter now",
)
TRIES = 5  # wrong codes at the locker's keypad before it waits: one in 200,000 to hit any of the twelve boxes
WITHIN = timedelta(minutes=10)
SCHEMA = """
CREATE TABLE IF NOT EXISTS locker_boxes (
    box        TEXT PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,             -- of the case whose result lies in it
    code       TEXT UNIQUE,
    expires_at TEXT
) STRICT, WITHOUT ROWID;
"""


class Lockers:
    """Shares the cases' connection. One object a process has the locker's keypad: wrong codes are counted there."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._database: sqlite3.Connection = cases.database
        self._misses: deque[datetime] = deque(maxlen=TRIES)
        self._database.executescript(SCHEMA)

    def boxes(self) -> list[sqlite3.Row]:
        return self._database.execute("SELECT * FROM locker_boxes ORDER BY box").fetchall()

    def load(self, number: str, now: datetime, lies: timedelta = LIES) -> str:
        """The office puts the result into a free box, for so long. Raises `Problem` 409 `not-in-this-state`,
        `locker-full`."""
        row = self._cases.row(number)
        delivery = seen(self._cases, row).delivery if row is not None else None
        if row is None or row["state"] != "decided" or delivery is None or delivery.way != "locker" or delivery.box:
            raise Problem(409, "not-in-this-state", "only what is decided and wanted from the locker is put into it")
        taken = {one["box"] for one in self.boxes()}
        box = next((one for one in BOXES if one not in taken), None)
        if box is None:
            raise Problem(409, "locker-full", "no box is free")
        self._database.execute("INSERT INTO locker_boxes (box, number) VALUES (?, ?)", (box, number))
        self._cases.choose(row, msgspec.structs.replace(delivery, box=box, until=rfc3339(now + lies)))
        return box

    def overdue(self, number: str, now: datetime) -> bool:
        """Whether the result lies in a box for longer than was said."""
        row = self._cases.row(number)
        delivery = seen(self._cases, row).delivery if row is not None else None
        until = delivery.until if delivery is not None and delivery.box is not None and not delivery.done else None
        return until is not None and datetime.fromisoformat(until) <= now

    def take_out(self, number: str, now: datetime) -> str:
        """The office empties a box that nobody came to in time, and takes the result to the counter; the box. A code
        that was given opens nothing any more. Raises `Problem` 409 `not-in-this-state`, `not-overdue`."""
        with transaction(self._database):
            box = self._database.execute("SELECT box FROM locker_boxes WHERE number = ?", (number,)).fetchone()
            row = self._cases.row(number)
            if box is None or row is None:
                raise Problem(409, "not-in-this-state", "nothing of this case lies in the locker")
            if not self.overdue(number, now):
                raise Problem(409, "not-overdue", "the citizen was told that it lies there for longer")
            self._database.execute("DELETE FROM locker_boxes WHERE number = ?", (number,))
            waits = msgspec.structs.replace(new_delivery("pickup", None), taken_out=True)
            self._cases.moved(row, waits, TAKEN_OUT, now)
        return str(box["box"])

    def issue(self, number: str, now: datetime) -> contract.LockerCode:
        """A fresh code; one that was given before opens nothing any more. Raises `Problem` 409."""
        with transaction(self._database):
            row = self._database.execute("SELECT * FROM locker_boxes WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise Problem(409, "not-in-this-state", "nothing of this case lies in the locker")
            code = self._free_code()
            ends = rfc3339(now + LIFE)
            self._database.execute(
                "UPDATE locker_boxes SET code = ?, expires_at = ? WHERE number = ?", (code, ends, number)
            )
        return contract.LockerCode(code=code, box=row["box"], place=LOCKER, expires_at=ends)

    def open(self, code: str, now: datetime) -> str:
        """The keypad: the box that springs open; its case is handed over. Raises `Problem`: 404 `no-such-code`, 429
        `too-many-tries`."""
        while self._misses and self._misses[0] <= now - WITHIN:
            self._misses.popleft()
        if len(self._misses) == TRIES:
            raise Problem(429, "too-many-tries", "too many wrong codes at the keypad")
        row = self._database.execute("SELECT * FROM locker_boxes WHERE code = ?", (code,)).fetchone()
        if row is None or datetime.fromisoformat(row["expires_at"]) <= now:
            self._misses.append(now)
            raise Problem(404, "no-such-code", "no box opens by this code")
        case = self._cases.row(row["number"])
        assert case is not None
        delivery = seen(self._cases, case).delivery
        assert delivery is not None
        self._database.execute("DELETE FROM locker_boxes WHERE box = ?", (row["box"],))
        self._cases.deliver(row["number"], now, msgspec.structs.replace(delivery, done=True))
        return str(row["box"])

    def _free_code(self) -> str:
        used = {one["code"] for one in self.boxes()}
        while (code := f"{secrets.randbelow(10**6):06d}") in used:
            pass
        return code


def title_of(cases: Cases, number: str) -> Localized:
    row = cases.row(number)
    assert row is not None
    return msgspec.json.decode(row["title"], type=Localized)
