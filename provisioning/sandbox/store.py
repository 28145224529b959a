"""The records that the platform has accepted, each once, with every time that it arrived."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from provisioning.clock import china_day, rfc3339
from provisioning.database import open_database, read_only, transaction
from provisioning.sandbox.cases.filing import Filing
from provisioning.sandbox.signable import Signable

SCHEMA = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
STATE = "accepted"
DIGITS_IN_A_DAY = 9_999  # of four digits
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Rating:
    """`rated`: item, terminal or system. `slip`: the number by which it can be rated once more. `words`: some of the
    citizen's own are in the envelope, and stay there."""

    about: str
    level: str
    tags: tuple[str, ...]
    tag_version: str
    rated_at: str
    rated: str = "item"
    channel: str = "self_service"
    slip: str = ""
    words: bool = False


@dataclass(frozen=True)
class Record:
    """A record as it arrived. `rating` is that of a rating, `filing` and `signed` those of a submission."""

    key: str
    kind: str
    digest: str
    terminal: str
    item: str
    attachments: tuple[str, ...]
    envelope: bytes = field(repr=False)
    rating: Rating | None = None
    filing: Filing | None = field(default=None, repr=False)
    signed: Signable | None = field(default=None, repr=False)


Then = Callable[[str | None, Callable[[str], str]], None]
"""Given a submission's case number (None: it is a rating), and what numbers one more case by its item's code."""


class KeyReused(Exception):
    """The key came before with another digest, or from another terminal."""


class Store:
    """One connection, used from one thread: each method is one transaction, durable when it returns."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path) -> Store:
        """Raises `BadDatabase`."""
        return cls(open_database(path, SCHEMA))

    def close(self) -> None:
        self.database.close()

    def replay(self, key: str, digest: str, terminal: str, now: datetime) -> bytes | None:
        """The acknowledgement that this record had before, or None when it is new. Raises `KeyReused`."""
        row = self.database.execute("SELECT digest, terminal, answer FROM records WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        same = (row["digest"], row["terminal"]) == (digest, terminal)
        self._arrived(key, digest, terminal, now, "replayed" if same else "refused")
        if not same:
            raise KeyReused
        return bytes(row["answer"])

    def add(self, record: Record, now: datetime, then: Then | None = None) -> bytes:
        """Store a new record and give its acknowledgement: number, rating, arrival and answer in one transaction,
        and in the same one whatever `then` does. What completes a case bears that case's number.

        Raises `sqlite3.IntegrityError` when the key has been stored meanwhile: ask `replay`.
        """
        with transaction(self.database):
            corrects = record.filing.corrects if record.filing else None
            number = corrects
            if record.kind == "submission" and corrects is None:
                number = self._next_number(record.item, now)
            answer = {
                "key": record.key,
                "digest": record.digest,
                "number": number,
                "state": STATE,
                "received_at": rfc3339(now),
            }
            body = json.dumps(answer).encode()
            self.database.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record.key,
                    record.kind,
                    record.digest,
                    record.terminal,
                    record.item,
                    None if corrects else number,
                    STATE,
                    json.dumps(record.attachments),
                    rfc3339(now),
                    body,
                    record.envelope,
                ),
            )
            if (rating := record.rating) is not None:
                values = (rating.about, rating.level, json.dumps(rating.tags), rating.tag_version, rating.rated_at)
                self.database.execute("INSERT INTO ratings VALUES (?, ?, ?, ?, ?, ?)", (record.key, *values))
            self._arrived(record.key, record.digest, record.terminal, now, "stored")
            if then is not None:
                then(number, lambda item: self._next_number(item, now))
        return body

    def _next_number(self, item: str, now: datetime) -> str:
        day = china_day(now).strftime("%Y%m%d")
        (serial,) = self.database.execute(
            "INSERT INTO serials VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            (item, day),
        ).fetchone()
        return item + day + four_characters(serial)

    def _arrived(self, key: str, digest: str, terminal: str, now: datetime, outcome: str) -> None:
        self.database.execute(
            "INSERT INTO arrivals (key, digest, terminal, at, outcome) VALUES (?, ?, ?, ?, ?)",
            (key, digest, terminal, rfc3339(now), outcome),
        )


def four_characters(serial: int) -> str:
    """Four digits as long as they last; then four characters from A000 on, so that a number stays 43 long."""
    if serial <= DIGITS_IN_A_DAY:
        return f"{serial:04d}"
    rest = serial - DIGITS_IN_A_DAY - 1 + 10 * 36**3
    text = ""
    for _ in range(4):
        rest, digit = divmod(rest, 36)
        text = _LETTERS[digit] + text
    return text


def stored(path: Path, kind: str, newest: int | None = None) -> Iterator[dict[str, Any]]:
    """What is stored, oldest first (`newest`: that many, newest first), without any content. Raises `BadDatabase`."""
    database = read_only(path)
    try:
        yield from stored_rows(database, kind, newest)
    finally:
        database.close()


def stored_rows(database: sqlite3.Connection, kind: str, newest: int | None = None) -> Iterator[dict[str, Any]]:
    rows = database.execute(
        "SELECT key, digest, number, item, terminal, attachments, state, received_at, level, tags, about"
        " FROM records LEFT JOIN ratings USING (key) WHERE kind = ?"
        " ORDER BY CASE WHEN ? THEN -records.rowid ELSE records.rowid END LIMIT ?",
        (kind, newest is not None, -1 if newest is None else newest),
    ).fetchall()
    for row in rows:
        arrived = database.execute(
            "SELECT at FROM arrivals WHERE key = ? AND outcome <> 'refused' ORDER BY id", (row["key"],)
        )
        described = dict(row) | {
            "attachments": json.loads(row["attachments"]),
            "arrived": [at for (at,) in arrived],
            "tags": json.loads(row["tags"]) if row["tags"] else [],
        }
        if kind == "submission":
            for name in ("level", "tags", "about"):
                del described[name]
        yield described
