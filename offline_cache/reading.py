"""What the outbox tells of what is in it; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from offline_cache import clock, upkeep
from offline_cache.database import Database
from offline_cache.records import Counts, Record
from offline_cache.rows import ASIDE, HELD, OPEN, UNACKNOWLEDGED, UnknownKey, find, to_record
from offline_cache.states import State


class Reading:
    def __init__(self, folder: Path, database: Database) -> None:
        self._pages = folder / "pages"
        self._database = database
        self._boot = clock.boot_id()

    @property
    def pages(self) -> Path:
        """The folder of the sealed pages (`records.page_path`)."""
        return self._pages

    def record(self, key: str) -> Record:
        """Raises `UnknownKey`."""
        return to_record(self._database, find(self._database, key))

    def numbered(self, number: int) -> Record:
        """Raises `UnknownKey`."""
        row = self._database.row("SELECT * FROM record WHERE number = ?", number)
        if row is None:
            raise UnknownKey(number)
        return to_record(self._database, row)

    def records(self) -> Iterator[Record]:
        """All of them, by number; those that are shredded too."""
        number = 0
        while rows := self._database.rows("SELECT * FROM record WHERE number > ? ORDER BY number LIMIT 200", number):
            for row in rows:
                yield to_record(self._database, row)
            number = rows[-1]["number"]

    def unacknowledged(self) -> list[str]:
        """Keys of what was handed in and the platform has not acknowledged, by number."""
        found = f"SELECT key FROM {UNACKNOWLEDGED} ORDER BY number"  # noqa: S608
        return [row["key"] for row in self._database.rows(found)]

    def to_export(self) -> tuple[list[int], list[int]]:
        """Numbers of what was handed in and not acknowledged, and of records that a damaged database cannot give."""
        return upkeep.to_export(self._database)

    def sealed(self, number: int) -> bytes | None:
        """The envelope of a record; None: it is shredded, not handed in yet, or there is none."""
        row = self._database.row("SELECT state, sealed FROM record WHERE number = ?", number)
        content: bytes | None = row["sealed"] if row is not None and row["state"] != State.STAGED else None
        return content

    def counts(self) -> Counts:
        # However many wait, they are not looked at: all that are open, but those that do not wait.
        by_state = f"SELECT state, count(*) AS found FROM {ASIDE} AND order_key <> '' GROUP BY state"  # noqa: S608
        aside = {row["state"]: row["found"] for row in self._database.rows(by_state)}
        waiting: int = self._database.rows(
            f"SELECT (SELECT count(*) FROM {OPEN}) - (SELECT count(*) FROM {HELD} AND state = 'staged') AS waiting"  # noqa: S608
        )[0]["waiting"] - sum(aside.values())
        first = f"SELECT * FROM {OPEN} AND state IN ('ready', 'leased') ORDER BY number LIMIT 1"  # noqa: S608
        oldest = self._database.row(first) if waiting else None
        if oldest is None:
            age = 0.0
        elif oldest["boot"] == self._boot:
            age = clock.boottime() - oldest["committed_tick"]
        else:
            age = clock.seconds_since(oldest["committed_at"])
        return Counts(waiting, aside.get(State.PARKED, 0), age)

    def version(self) -> tuple[int, int]:
        """Another value whenever something was committed, here or in another process; costs microseconds."""
        return self._database.version()

    def damage(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[tuple[str, str]]:
        """Check all that is kept against its digests: (key or empty, what is wrong). `progress(done, total)`."""
        return upkeep.damage(self._database, self._pages, progress)
