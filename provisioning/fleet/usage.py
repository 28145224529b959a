"""What terminals tell of their visits, a period each: kept once, however often it is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from kiosk.contract.usage import UsagePeriod
from provisioning.database import transaction
from provisioning.problem import malformed

TABLE = """
CREATE TABLE IF NOT EXISTS usage (             -- what visits took and spared, added up by the terminal
    terminal     TEXT NOT NULL,
    first        TEXT NOT NULL,                -- YYYY-MM-DD; names the period
    last         TEXT NOT NULL,
    visits       INTEGER NOT NULL,
    heard_at     REAL NOT NULL,                -- seconds since 1970, by this server's clock
    period       TEXT NOT NULL,                -- JSON, as it was told
    PRIMARY KEY (terminal, first)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS usage_by_day ON usage (last);
"""


def read_usage(raw: bytes) -> UsagePeriod:
    """Raises `Problem` 400."""
    try:
        period = msgspec.json.decode(raw, type=UsagePeriod)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed("the period is not of its form") from error
    total = period.total
    if period.first > period.last or not 0 < total.visits == sum(period.ends.values()) or total.finished > total.visits:
        raise malformed("the period's numbers do not add up")
    return period


class UsageStore:
    """On the fleet's own connection."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLE)

    def take(self, period: UsagePeriod, now: float) -> int:
        """The visits of the period as it is kept now. Told again with fewer, an older copy has arrived late."""
        with transaction(self._database):
            self._database.execute(
                "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (terminal, first) DO UPDATE"
                " SET last = excluded.last, visits = excluded.visits, heard_at = excluded.heard_at,"
                " period = excluded.period WHERE excluded.visits > visits",
                (
                    period.terminal,
                    period.first,
                    period.last,
                    period.total.visits,
                    now,
                    msgspec.json.encode(period).decode(),
                ),
            )
            kept = self._database.execute(
                "SELECT visits FROM usage WHERE terminal = ? AND first = ?", (period.terminal, period.first)
            ).fetchone()
        return int(kept["visits"])


def periods(database: sqlite3.Connection, first: str, last: str) -> Iterator[UsagePeriod]:
    """Those that ended from `first` to `last`. A database that was never told of any has none."""
    try:
        rows = database.execute(
            "SELECT period FROM usage WHERE last BETWEEN ? AND ? ORDER BY terminal, first", (first, last)
        ).fetchall()
    except sqlite3.OperationalError:  # opened to read only, before the service of this release ran
        return
    for row in rows:
        yield msgspec.json.decode(row["period"], type=UsagePeriod)
