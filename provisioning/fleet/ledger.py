"""What is kept of heartbeats for longer than they are: seconds a day, and troubles a day, a terminal each.

Seconds in which a screen served, and of troubles, are counted while the terminal's place is open (`hours.py`). Written
with every heartbeat, in its transaction: nothing has to be added up later; a year takes 365 rows a terminal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kiosk.clock import CHINA
from provisioning.fleet import events
from provisioning.fleet.heartbeat import Heartbeat
from provisioning.fleet.hours import hours_on, read_hours
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
    serving_s    REAL NOT NULL,                -- of those, with a screen that works, at any hour
    open_serving_s REAL,                       -- the same while its place was open; NULL: of an earlier release
    PRIMARY KEY (terminal, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS troubles (
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,
    trouble      TEXT NOT NULL,
    episodes     INTEGER NOT NULL,             -- how often it began
    seconds      REAL NOT NULL,                -- while its place was open
    PRIMARY KEY (terminal, day, trouble)
) STRICT, WITHOUT ROWID;
"""
_ADDED = "ALTER TABLE days ADD COLUMN open_serving_s REAL"


def expand(database: sqlite3.Connection) -> None:
    """Add to a database of an earlier release what it lacks; what was counted stays as it was."""
    if "open_serving_s" not in {row["name"] for row in database.execute("PRAGMA table_info(days)")}:
        database.execute(_ADDED)


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
    new = database.execute("INSERT OR IGNORE INTO first_heard VALUES (?, ?)", (terminal, now)).rowcount > 0
    _note_hours(database, before, heartbeat, now, new=new)
    district = str(heartbeat.fields.get("district") or "")
    for day, _ in split(now, now):
        _add_day(database, terminal, day, district, (0.0, 0.0, 0.0))
    known: frozenset[str] = frozenset()
    if before is not None:
        then, last = before
        covered = min(now, then + STALE_AFTER * interval_s)
        known = troubles_of(last)
        for day, start, end in spans(then, covered):
            open_s = hours_on(database, terminal, day).open_s(start, end)
            serving = last.state in SERVING
            _add_day(database, terminal, day, district, (
                end - start, (end - start) * serving, open_s * serving
            ))  # fmt: skip
            for trouble in known:
                _add_trouble(database, terminal, day, trouble, (0, open_s))
        silent = silence(database, terminal, then, now, interval_s)
        for place, (day, seconds) in enumerate(silent):
            _add_trouble(database, terminal, day, SILENT, (int(place == 0), seconds))
        if silent:
            events.happened(database, terminal, SILENT, covered, now)
    troubles = troubles_of(heartbeat)
    for trouble in troubles - known:
        _add_trouble(database, terminal, day_of(now), trouble, (1, 0.0))
    events.note(database, terminal, troubles, now)


def silence(
    database: sqlite3.Connection, terminal: str, then: float, now: float, interval_s: float
) -> list[tuple[str, float]]:
    """The days on which a terminal last heard at `then` was silent until `now`, the first first, each with its open
    seconds; none where it was no longer silent, while its place was open, than may happen."""
    covered = min(now, then + STALE_AFTER * interval_s)
    heard = sum(hours_on(database, terminal, day).open_s(*span) for day, *span in spans(then, covered))
    days = [(day, hours_on(database, terminal, day).open_s(*span)) for day, *span in spans(covered, now)]
    return days if heard + sum(seconds for _, seconds in days) > OFFLINE_AFTER * interval_s else []


def silent_until(database: sqlite3.Connection, end: float) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Terminals that nobody has heard since before `end`: a silence that goes on is written down when it is over, and
    is told of before."""
    interval_s = interval_of(database)
    rows = database.execute("SELECT terminal, heard_at FROM terminals WHERE heard_at < ? ORDER BY terminal", (end,))
    for row in rows.fetchall():
        if days := silence(database, row["terminal"], row["heard_at"], end, interval_s):
            yield row["terminal"], days


def interval_of(database: sqlite3.Connection) -> float:
    """Seconds between two heartbeats, as the service asks for them."""
    row = database.execute("SELECT value FROM settings WHERE name = 'interval_s'").fetchone()
    return float(row["value"])


def _note_hours(
    database: sqlite3.Connection, before: tuple[float, Heartbeat] | None, heartbeat: Heartbeat, now: float, *, new: bool
) -> None:
    told = heartbeat.fields.get("hours")
    if read_hours(told) is None or (before is not None and before[1].fields.get("hours") == told):
        return
    day = day_of(now) if new else next_day(day_of(now))
    database.execute("INSERT OR REPLACE INTO hours VALUES (?, ?, ?)", (heartbeat.terminal, day, told))


def day_of(moment: float) -> str:
    return datetime.fromtimestamp(moment, CHINA).date().isoformat()


def midnight(day: str) -> float:
    """Seconds since 1970 at which a day of China begins."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA).timestamp()


def next_day(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def spans(start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """The days from `start` to `end`, each with its part of that time; one of no length where both are the same."""
    day = day_of(start)
    while True:
        ends = min(end, midnight(next_day(day)))
        yield day, start, max(start, ends)
        if ends >= end:
            return
        start, day = ends, next_day(day)


def split(start: float, end: float) -> Iterator[tuple[str, float]]:
    """The days from `start` to `end`, each with its seconds."""
    return ((day, ends - begins) for day, begins, ends in spans(start, end))


def _add_day(
    database: sqlite3.Connection, terminal: str, day: str, district: str, seconds: tuple[float, float, float]
) -> None:
    """`seconds`: heard, of those serving, and of these while open."""
    database.execute(
        "INSERT INTO days (terminal, day, district, heard_s, serving_s, open_serving_s) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (terminal, day) DO UPDATE SET"
        " district = excluded.district, heard_s = heard_s + excluded.heard_s,"
        " serving_s = serving_s + excluded.serving_s,"
        " open_serving_s = coalesce(open_serving_s, serving_s) + excluded.open_serving_s",
        (terminal, day, district, *seconds),
    )


def _add_trouble(database: sqlite3.Connection, terminal: str, day: str, trouble: str, more: tuple[int, float]) -> None:
    """`more`: episodes and seconds."""
    database.execute(
        "INSERT INTO troubles VALUES (?, ?, ?, ?, ?) ON CONFLICT (terminal, day, trouble) DO UPDATE"
        " SET episodes = episodes + excluded.episodes, seconds = seconds + excluded.seconds",
        (terminal, day, trouble, *more),
    )
