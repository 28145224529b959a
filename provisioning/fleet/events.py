"""Single events behind the figures: each trouble of a terminal with its begin and its end, as heartbeats showed them.

A trouble begins with the first heartbeat that names it and ends with the first that no longer does. Silence begins
when a heartbeat was late and ends with the next one; while it lasts it has no row (`silent_now`). Which of them counted
against availability says `OUTAGES`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from provisioning.fleet.troubles import SILENT

OUTAGES = frozenset({SILENT, "ui_down", "out_of_order"})
"""Nobody is served. A device that fails takes away some items; the screen goes on."""
TABLES = """
CREATE TABLE IF NOT EXISTS events (            -- what hindered a terminal, one row each time
    id           INTEGER PRIMARY KEY,
    terminal     TEXT NOT NULL,
    trouble      TEXT NOT NULL,                -- as in `troubles`
    began_at     REAL NOT NULL,                -- seconds since 1970, by this server's clock
    ended_at     REAL                          -- NULL: it goes on
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_terminal ON events (terminal, began_at);
CREATE UNIQUE INDEX IF NOT EXISTS events_that_go_on ON events (terminal, trouble) WHERE ended_at IS NULL;
"""


@dataclass(frozen=True)
class Event:
    """`ended_at` None: it goes on. Seconds since 1970."""

    terminal: str
    trouble: str
    began_at: float
    ended_at: float | None


def note(database: sqlite3.Connection, terminal: str, troubles: Collection[str], now: float) -> None:
    """A heartbeat names these: what is new begins, what is gone has ended."""
    rows = database.execute("SELECT id, trouble FROM events WHERE terminal = ? AND ended_at IS NULL", (terminal,))
    known = {row["trouble"]: row["id"] for row in rows.fetchall()}
    for trouble in known.keys() - set(troubles):
        database.execute("UPDATE events SET ended_at = ? WHERE id = ?", (now, known[trouble]))
    for trouble in sorted(set(troubles) - known.keys()):
        happened(database, terminal, trouble, now, None)


def happened(
    database: sqlite3.Connection, terminal: str, trouble: str, began_at: float, ended_at: float | None
) -> None:
    database.execute(
        "INSERT INTO events (terminal, trouble, began_at, ended_at) VALUES (?, ?, ?, ?)",
        (terminal, trouble, began_at, ended_at),
    )


def of_terminal(database: sqlite3.Connection, terminal: str, start: float, end: float) -> list[Event]:
    """All that lasted at some time between, the oldest first."""
    rows = database.execute(
        "SELECT * FROM events WHERE terminal = ? AND began_at < ? AND (ended_at IS NULL OR ended_at > ?)"
        " ORDER BY began_at, id",
        (terminal, end, start),
    ).fetchall()
    return [Event(row["terminal"], row["trouble"], row["began_at"], row["ended_at"]) for row in rows]


def kept_since(database: sqlite3.Connection) -> float:
    """Since when they are written down: a fleet service of an earlier release only counted them."""
    row = database.execute("SELECT value FROM settings WHERE name = 'events_since'").fetchone()
    return float(row["value"]) if row is not None else float("inf")
