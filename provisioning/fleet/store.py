"""The newest heartbeat of each terminal, and all of them for a while."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioning.database import open_database, read_only, transaction
from provisioning.fleet import events, hours, ledger
from provisioning.fleet.heartbeat import Heartbeat, stored
from provisioning.fleet.standing import Standing, State, judge

SCHEMA = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
TABLES = SCHEMA + ledger.TABLES + hours.TABLES + events.TABLES
HISTORY_S = 30 * 24 * 3600.0  # long enough for a monthly bulletin


@dataclass(frozen=True)
class Terminal:
    """A terminal as the board shows it."""

    id: str
    heartbeat: Heartbeat
    age_s: float
    standing: Standing

    @property
    def district(self) -> str:
        """GB/T 2260; empty: it does not say."""
        return str(self.heartbeat.fields.get("district") or "")

    @property
    def site(self) -> str:
        return str(self.heartbeat.fields.get("site") or "")


class FleetStore:
    """One connection, used from one thread; each heartbeat is one durable transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path, interval_s: float, now: float) -> FleetStore:
        """Raises `BadDatabase`. The interval is kept, so that every reader judges alike."""
        store = cls(_opened(path))
        store.database.execute("INSERT OR REPLACE INTO settings VALUES ('interval_s', ?)", (str(interval_s),))
        store.database.execute("INSERT OR IGNORE INTO settings VALUES ('events_since', ?)", (str(now),))
        store.database.execute("DELETE FROM history WHERE heard_at < ?", (now - HISTORY_S,))
        return store

    @classmethod
    def join(cls, path: Path) -> FleetStore:
        """Beside the service, whether it runs or not: to write down what was reported. Raises `BadDatabase`."""
        read_only(path).close()  # one that is not there is not made
        return cls(_opened(path))

    @classmethod
    def look_into(cls, path: Path) -> FleetStore:
        """To read only. Raises `BadDatabase`."""
        return cls(read_only(path))

    def close(self) -> None:
        self.database.close()

    def take(self, heartbeat: Heartbeat, now: float) -> bool:
        """Keep a heartbeat; False when a newer one, or the same, was known already.

        Newer is a later `seq` of the same run, or any of a run never heard of before: the terminal's clock is
        not asked, because it may be wrong. What comes late is history and never the terminal's state.
        """
        return self.take_all([heartbeat], now)[0]

    def take_all(self, heartbeats: Sequence[Heartbeat], now: float) -> list[bool]:
        """`take` for several in one transaction, in the order in which they came."""
        with transaction(self.database):
            return [self._take(heartbeat, now) for heartbeat in heartbeats]

    def _take(self, heartbeat: Heartbeat, now: float) -> bool:
        body = json.dumps(heartbeat.fields, ensure_ascii=False)
        run = self._run_of(heartbeat)
        before = self._before(heartbeat.terminal)
        changed = self.database.execute(
            "INSERT INTO terminals VALUES (?, ?, ?, ?, ?) ON CONFLICT (terminal) DO UPDATE"
            " SET run = excluded.run, seq = excluded.seq, heard_at = excluded.heard_at,"
            " heartbeat = excluded.heartbeat"
            " WHERE (excluded.run, excluded.seq) > (run, seq)",
            (heartbeat.terminal, run, heartbeat.seq, now, body),
        ).rowcount
        self.database.execute(
            "INSERT OR IGNORE INTO history (terminal, run, seq, heard_at, late, heartbeat) VALUES (?, ?, ?, ?, ?, ?)",
            (heartbeat.terminal, run, heartbeat.seq, now, 0 if changed else 1, body),
        )
        if changed:
            ledger.note(self.database, before, heartbeat, now, self.interval_s())
        return bool(changed)

    def terminals(self, now: float) -> list[Terminal]:
        """All of them, the worst first."""
        interval = self.interval_s()
        found = []
        for row in self.database.execute("SELECT terminal, heard_at, heartbeat FROM terminals").fetchall():
            heartbeat = stored(json.loads(row["heartbeat"]))
            age = max(0.0, now - row["heard_at"])
            standing = judge(heartbeat, age, interval, now)
            found.append(Terminal(row["terminal"], heartbeat, age, standing))
        order = list(State)
        return sorted(found, key=lambda one: (order.index(one.standing.state), one.id))

    def interval_s(self) -> float:
        return ledger.interval_of(self.database)

    def _before(self, terminal: str) -> tuple[float, Heartbeat] | None:
        row = self.database.execute(
            "SELECT heard_at, heartbeat FROM terminals WHERE terminal = ?", (terminal,)
        ).fetchone()
        return (row["heard_at"], stored(json.loads(row["heartbeat"]))) if row else None

    def _run_of(self, heartbeat: Heartbeat) -> int:
        self.database.execute(
            "INSERT OR IGNORE INTO runs SELECT ?1, ?2, coalesce(max(run), 0) + 1 FROM runs WHERE terminal = ?1",
            (heartbeat.terminal, heartbeat.boot_id),
        )
        row = self.database.execute(
            "SELECT run FROM runs WHERE terminal = ? AND boot_id = ?", (heartbeat.terminal, heartbeat.boot_id)
        ).fetchone()
        return int(row["run"])


def _opened(path: Path) -> sqlite3.Connection:
    """Of this release's form, whichever made it. Raises `BadDatabase`."""
    database = open_database(path, TABLES)
    ledger.expand(database)
    return database
