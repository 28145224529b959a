"""How long a record may wait, measured so that no wrong clock can end it.

What counts is the time for which the record has certainly waited: the running time of the machine, summed over
its starts. The time for which it was switched off is not known without a wall clock and is left out; so a
record may be kept longer than was meant, and is never given up earlier.
"""

from __future__ import annotations

from datetime import timedelta

from offline_cache.database import Database

NOTE_S = 600.0  # what a start of the machine forgets at most of the time before it
LOOK_S = 60.0  # a record that became ready since the last look may be kept so much longer: all are read for it

# Of a record that was there before this start of the machine, all of its running time counts.
AGED = "aged_s + CASE WHEN lifetime.boot = ? THEN max(0, ? - tick) ELSE ? END"


def begin(database: Database, key: str, keep: timedelta, boot: str, now: float) -> None:
    """`now`: `clock.boottime()`."""
    database.run(
        "INSERT INTO lifetime (key, keep_s, boot, tick) VALUES (?, ?, ?, ?)", key, keep.total_seconds(), boot, now
    )


def note(database: Database, boot: str, now: float) -> None:
    """Write down how long all have waited; once soon after the start, then every `NOTE_S`."""
    if database.row("SELECT 1 FROM lifetime LIMIT 1") is None:
        return
    with database.transaction():
        database.run(f"UPDATE lifetime SET aged_s = {AGED}, boot = ?, tick = ?", *(boot, now, now, boot, now))  # noqa: S608


def over(database: Database, boot: str, now: float) -> tuple[list[str], float]:
    """Keys of records that are ready and have waited for longer than they may, and when to look again."""
    # CROSS: from the records that have such a time to themselves, not the other way
    joined = f"(SELECT key, number, keep_s - ({AGED}) AS left FROM lifetime CROSS JOIN record USING (key)"  # noqa: S608
    joined += " WHERE record.state = 'ready')"
    rows = database.rows(f"SELECT key FROM {joined} WHERE left < 0 ORDER BY number", boot, now, now)  # noqa: S608
    first = database.rows(f"SELECT min(left) AS left FROM {joined} WHERE left >= 0", boot, now, now)[0]["left"]  # noqa: S608
    return [row["key"] for row in rows], now + (LOOK_S if first is None else min(LOOK_S, first))
