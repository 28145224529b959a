"""Calls for a person: taken from terminals, shown on the board until somebody has seen to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.calls import REASONS
from kiosk.text import Localized
from provisioning.database import transaction
from provisioning.fleet.follow_up.store import DUE_S, STANDS_S, TITLES, FollowUps
from provisioning.problem import Problem, malformed

LONGEST_NAME = 20
TABLE = """
CREATE TABLE IF NOT EXISTS calls (             -- for a person at a terminal
    id           TEXT PRIMARY KEY,             -- the terminal's own
    terminal     TEXT NOT NULL,
    number       INTEGER NOT NULL,             -- as the screen says it
    reason       TEXT NOT NULL,
    called_at    REAL NOT NULL,                -- seconds since 1970, by this server's clock
    seen_to_at   REAL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS call_owners (       -- who goes there; whoever took it over last
    id           TEXT PRIMARY KEY REFERENCES calls (id),
    owner        TEXT NOT NULL,                -- of the staff, as they call themselves
    taken_at     REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Waiting:
    id: str
    terminal: str
    number: int
    reason: Localized
    age_s: float
    owner: str  # empty: nobody has taken it yet

    @property
    def late_s(self) -> float | None:
        """Seconds since somebody should have been there; None: there is time yet."""
        return self.age_s - DUE_S if self.age_s > DUE_S else None


class Calls:
    """On the fleet's own connection."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLE)
        self._follow_ups = FollowUps(database)

    def take(self, raw: Mapping[str, Any], terminal: str, now: float) -> str:
        """Once, however often it is told; gives its id. Raises `Problem` 400."""
        key, number, reason, ago = (raw.get(name) for name in ("id", "number", "reason", "ago_s"))
        if not isinstance(key, str) or not 8 <= len(key) <= 64 or reason not in REASONS:
            raise malformed("a call has an id and a known reason")
        if not isinstance(number, int) or not 0 < number < 10**9:
            raise malformed("number is a count")
        if not isinstance(ago, (int, float)) or not 0 <= ago < 86400:
            raise malformed("ago_s is seconds")
        with transaction(self._database):
            self._database.execute(
                "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, NULL)", (key, terminal, number, reason, now - ago)
            )
            self._follow_ups.note_call(key, now)
        return key

    def catch_up(self) -> None:
        """Calls of an earlier release come onto the list of what must be followed up."""
        self._follow_ups.catch_up()

    def waiting(self, now: float) -> list[Waiting]:
        rows = self._database.execute(
            "SELECT id, terminal, number, reason, called_at, coalesce(owner, '') AS owner"
            " FROM calls LEFT JOIN call_owners USING (id)"
            " WHERE seen_to_at IS NULL AND called_at > ? ORDER BY called_at",
            (now - STANDS_S,),
        ).fetchall()
        return [
            Waiting(
                row["id"],
                row["terminal"],
                row["number"],
                TITLES[row["reason"]],
                now - row["called_at"],
                row["owner"],
            )
            for row in rows
        ]

    def take_over(self, key: str, owner: object, now: float) -> None:
        """Somebody goes there, by name. Raises `Problem`: 400, 404 `no-such-call`."""
        if not isinstance(owner, str) or not 0 < len(owner.strip()) <= LONGEST_NAME or not owner.isprintable():
            raise malformed(f"owner is a name of at most {LONGEST_NAME} characters")
        with transaction(self._database):
            known = self._database.execute("SELECT 1 FROM calls WHERE id = ? AND seen_to_at IS NULL", (key,))
            if known.fetchone() is None:
                raise Problem(404, "no-such-call", "nobody waits under this id")
            values = (key, owner.strip(), now)
            self._database.execute("INSERT OR REPLACE INTO call_owners VALUES (?, ?, ?)", values)
            self._follow_ups.note_call(key, now)

    def seen_to(self, key: str, now: float) -> bool:
        with transaction(self._database):
            done = self._database.execute(
                "UPDATE calls SET seen_to_at = ? WHERE id = ? AND seen_to_at IS NULL", (now, key)
            )
            self._follow_ups.note_call(key, now)
        return bool(done.rowcount)
