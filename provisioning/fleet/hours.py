"""When a terminal's place is open (营业时间), as its heartbeats say it; seconds of it between two moments.

What a day's figures are counted by holds for that whole day: new hours count from the day after they were told, and
of a terminal that was never heard before from its first day. Until a terminal has told any, as one of an earlier
release never does, its place counts as always open.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.clock import CHINA

DAY_S = 86400.0
ZONE_S = CHINA.utcoffset(None).total_seconds()  # the same all the year round
FORM = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
TABLES = """
CREATE TABLE IF NOT EXISTS hours (             -- from which day on a place is open when
    terminal     TEXT NOT NULL,
    day          TEXT NOT NULL,                -- YYYY-MM-DD, in China
    hours        TEXT NOT NULL,                -- 10:00-22:00
    PRIMARY KEY (terminal, day)
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Hours:
    """Seconds of the day, in China; a place that closes before it opens is open over midnight."""

    opens: float = 0.0
    closes: float = DAY_S

    @property
    def always(self) -> bool:
        return self.opens % DAY_S == self.closes % DAY_S

    def is_open(self, at: float) -> bool:
        """`at`: seconds since 1970."""
        second = (at + ZONE_S) % DAY_S
        if self.always:
            return True
        if self.opens < self.closes:
            return self.opens <= second < self.closes
        return second >= self.opens or second < self.closes

    def open_s(self, start: float, end: float) -> float:
        """Seconds from `start` to `end` in which it is open."""
        return max(0.0, self._until(end) - self._until(start)) if end > start else 0.0

    def _until(self, at: float) -> float:
        """Open seconds since some midnight long ago."""
        days, second = divmod(at + ZONE_S, DAY_S)
        if self.always:
            return days * DAY_S + second
        if self.opens < self.closes:
            within = min(max(second - self.opens, 0.0), self.closes - self.opens)
            return days * (self.closes - self.opens) + within
        within = min(second, self.closes) + max(second - self.opens, 0.0)
        return days * (self.closes + DAY_S - self.opens) + within


ALWAYS = Hours()


def read_hours(told: object) -> Hours | None:
    """None: nothing was told, or in a form that this release does not know."""
    found = FORM.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        return None
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups())
    opens, closes = 3600.0 * hour + 60 * minute, 3600.0 * to_hour + 60 * to_minute
    return Hours(opens, closes) if max(opens, closes) <= DAY_S else None


def hours_on(database: sqlite3.Connection, terminal: str, day: str) -> Hours:
    """By which hours a day is counted."""
    row = database.execute(
        "SELECT hours FROM hours WHERE terminal = ? AND day <= ? ORDER BY day DESC LIMIT 1", (terminal, day)
    ).fetchone()
    return (read_hours(row["hours"]) if row else None) or ALWAYS


def hours_told(database: sqlite3.Connection) -> dict[str, list[tuple[str, Hours]]]:
    """Of each terminal that has told any: days from which they count, rising, and the hours."""
    found: dict[str, list[tuple[str, Hours]]] = defaultdict(list)
    try:
        rows = database.execute("SELECT * FROM hours ORDER BY terminal, day").fetchall()
    except sqlite3.OperationalError:  # opened to read only, before the service of this release ran
        return found
    for row in rows:
        if (hours := read_hours(row["hours"])) is not None:
            found[row["terminal"]].append((row["day"], hours))
    return found


def open_s(segments: Sequence[tuple[float, Hours]], start: float, end: float) -> float:
    """Open seconds of a time in which hours changed. `segments`: from when on which count; always open before."""
    total, since, hours = 0.0, start, ALWAYS
    for begins, following in _after(segments, start, end):
        total += hours.open_s(since, max(since, begins))
        since, hours = max(since, begins), following
    return total + hours.open_s(since, end)


def _after(segments: Iterable[tuple[float, Hours]], start: float, end: float) -> list[tuple[float, Hours]]:
    """Those that matter between `start` and `end`: the last that begins before, and all that begin within."""
    within = [one for one in segments if one[0] < end]
    before = [place for place, one in enumerate(within) if one[0] <= start]
    return within[before[-1] :] if before else within
