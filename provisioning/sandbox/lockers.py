"""A locker (取件柜) at the service centre: the office puts results in, a code of the citizen's opens a box once."""

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
from provisioning.sandbox.cases import Cases
from provisioning.sandbox.cases_seen import LOCKER, seen

BOXES = tuple(f"A{number:02d}" for number in range(1, 13))
LIFE = timedelta(minutes=10)  # of a code: the way from the terminal to the locker, at an old person's pace
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

    def load(self, number: str, now: datetime) -> str:
        """The office puts the result into a free box. Raises `Problem` 409 `not-in-this-state`, `locker-full`."""
        row = self._cases.row(number)
        delivery = seen(self._cases, row).delivery if row is not None else None
        if row is None or row["state"] != "decided" or delivery is None or delivery.way != "locker" or delivery.box:
            raise Problem(409, "not-in-this-state", "only what is decided and wanted from the locker is put into it")
        taken = {one["box"] for one in self.boxes()}
        box = next((one for one in BOXES if one not in taken), None)
        if box is None:
            raise Problem(409, "locker-full", "no box is free")
        self._database.execute("INSERT INTO locker_boxes (box, number) VALUES (?, ?)", (box, number))
        self._cases.choose(row, msgspec.structs.replace(delivery, box=box))
        return box

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
