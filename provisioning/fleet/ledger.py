"""What is kept of heartbeats for longer than they are: seconds a day, and troubles a day, a terminal each.

Written with every heartbeat, in its transaction: nothing has to be added up later; a year takes 365 rows a terminal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kiosk.clock import CHINA
from provisioning.fleet.heartbeat import Heartbeat
from provisioning.fleet.standing import OFFLINE_AFTER, STALE_AFTER
from provisioning.fleet.troubles import SERVING, SILENT, troubles_of

TABLES = """
CREATE TABLE IF NOT EXISTS first_heard (       -- since when a terminal is counted
    terminal     TEXT PRIMARY KEY,
    at           REAL NOT NULL                 -- seconds since 1970, by this server's clock
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (              -- China's calendar days
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,                -- YYYY-MM-DD
    district     TEXT NOT NULL,                -- as it was said last on that day
    heard_s      REAL NOT NULL,                -- covered by heartbeats
    serving_s    REAL NOT NULL,                -- of those, with a screen that works
    PRIMARY KEY (terminal, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS troubles (
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,
    trouble      TEXT NOT NULL,
    episodes     INTEGER NOT NULL,             -- how often it began
    seconds      REAL NOT NULL,
    PRIMARY KEY (terminal, day, trouble)
) STRICT, WITHOUT ROWID;
"""


def note(
    database: sqlite3.Connection,
    before: tuple[float, Heartbeat] | None,
    heartbeat: Heartbeat,
    now: float,
    interval_s: float,
) -> None:
    """Count the time from the heartbeat `before` (when it was heard, and what it said) up to this one.

    A heartbeat speaks for the time until the next, but not for longer than until it is late: `STALE_AFTER` intervals.
    """
    terminal = heartbeat.terminal
    database.execute("INSERT OR IGNORE INTO first_heard VALUES (?, ?)", (terminal, now))
    district = str(heartbeat.fields.get("district") or "")
    for day, _ in split(now, now):
        _add_day(database, terminal, day, district, (0.0, 0.0))
    known: frozenset[str] = frozenset()
    if before is not None:
        then, last = before
        covered = min(now, then + STALE_AFTER * interval_s)
        known = troubles_of(last)
        for day, seconds in split(then, covered):
            serving = seconds if last.state in SERVING else 0.0
            _add_day(database, terminal, day, district, (seconds, serving))
            for trouble in known:
                _add_trouble(database, terminal, day, trouble, (0, seconds))
        if now - then > OFFLINE_AFTER * interval_s:
            _add_trouble(database, terminal, day_of(covered), SILENT, (1, 0.0))
            for day, seconds in split(covered, now):
                _add_trouble(database, terminal, day, SILENT, (0, seconds))
    for trouble in troubles_of(heartbeat) - known:
        _add_trouble(database, terminal, day_of(now), trouble, (1, 0.0))


def day_of(moment: float) -> str:
    return datetime.fromtimestamp(moment, CHINA).date().isoformat()


def midnight(day: str) -> float:
    """Seconds since 1970 at which a day of China begins."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA).timestamp()


def next_day(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def split(start: float, end: float) -> Iterator[tuple[str, float]]:
    """The days from `start` to `end`, each with its seconds; one with none where both are the same moment."""
    day = day_of(start)
    while True:
        ends = min(end, midnight(next_day(day)))
        yield day, max(0.0, ends - start)
        if ends >= end:
            return
        start, day = ends, next_day(day)


def _add_day(
    database: sqlite3.Connection, terminal: str, day: str, district: str, seconds: tuple[float, float]
) -> None:
    """`seconds`: heard, and of those serving."""
    database.execute(
        "INSERT INTO days VALUES (?, ?, ?, ?, ?) ON CONFLICT (terminal, day) DO UPDATE SET"
        " district = excluded.district, heard_s = heard_s + excluded.heard_s,"
        " serving_s = serving_s + excluded.serving_s",
        (terminal, day, district, *seconds),
    )


def _add_trouble(database: sqlite3.Connection, terminal: str, day: str, trouble: str, more: tuple[int, float]) -> None:
    """`more`: episodes and seconds."""
    database.execute(
        "INSERT INTO troubles VALUES (?, ?, ?, ?, ?) ON CONFLICT (terminal, day, trouble) DO UPDATE"
        " SET episodes = episodes + excluded.episodes, seconds = seconds + excluded.seconds",
        (terminal, day, trouble, *more),
    )
