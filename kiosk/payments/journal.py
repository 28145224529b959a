"""The journal of payments: `KIOSK_HOME/payments.sqlite`, one line an order, on the disk before the platform is asked.

It holds the order's key, item, amount and state, and nothing of a citizen. What is not final in it after a power cut
is asked about until it is.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.clock import CHINA
from kiosk.contract.payments import FINAL

BEGUN = "begun"  # written down; whether the platform has it is not known
KEPT = timedelta(days=90)  # of what is final: until the last dispute about a receipt
ALWAYS = 10_000  # orders that stay whatever the clock says: one that jumps ahead must not empty the journal
BUSY_S = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS payments (
    key      TEXT PRIMARY KEY,
    item     TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    state    TEXT NOT NULL,
    number   TEXT NOT NULL DEFAULT '',
    made_at  TEXT NOT NULL,
    paid_at  TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID
"""
_ADDED = "ALTER TABLE payments ADD COLUMN paid_at TEXT NOT NULL DEFAULT ''"  # to a journal of an earlier release


def cut(now: datetime) -> datetime:
    """Midnight in China: of days before it what is final may be gone, the oldest first. By whole days, so that no day
    loses its morning only; the day that begins with it may still lack what was begun before midnight."""
    return (now.astimezone(CHINA) - KEPT).replace(hour=0, minute=0, second=0, microsecond=0)


class JournalFailed(Exception):
    """The disk does not take it: nothing may be charged then. One sentence."""


@dataclass(frozen=True)
class Entry:
    key: str
    item: str  # implementation code
    amount: int  # fen
    state: str  # BEGUN or a state of the platform's
    number: str  # of the payment, once it is known
    made_at: str = ""  # RFC 3339, by this machine's clock
    paid_at: str = ""  # RFC 3339, as the platform says; empty: not paid, or not told when

    @property
    def final(self) -> bool:
        return self.state in FINAL


class Journal:
    """Each method is one transaction, durable when it returns. Blocks: some milliseconds of disk. Any thread."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Journal:
        """Raises `JournalFailed`. `synchronous` is read back: a library built with another default would lose it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            database = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
            database.row_factory = sqlite3.Row
            journal = _journal_mode(database)
            database.execute("PRAGMA synchronous=FULL")
            if journal not in ("truncate", "wal") or database.execute("PRAGMA synchronous").fetchone()[0] != 2:
                raise JournalFailed(f"{path} cannot be made durable (journal {journal})")
            database.execute(_SCHEMA)
            if "paid_at" not in {row["name"] for row in database.execute("PRAGMA table_info(payments)")}:
                database.execute(_ADDED)
        except (OSError, sqlite3.Error) as error:
            raise JournalFailed(f"{path} cannot be used: {getattr(error, 'strerror', error)}") from error
        return cls(database)

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def begin(self, key: str, item: str, amount: int, now: datetime) -> None:
        """Before the first call with this key. What is final and old goes."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO payments (key, item, amount, state, made_at) VALUES (?, ?, ?, ?, ?)",
                (key, item, amount, BEGUN, now.astimezone(CHINA).isoformat()),  # one zone: compared as text
            )
            marks = ", ".join("?" * len(FINAL))
            database.execute(
                f"DELETE FROM payments WHERE key IN (SELECT key FROM payments WHERE state IN ({marks})"  # noqa: S608
                " AND made_at < ? ORDER BY made_at, key LIMIT max(0, (SELECT count(*) FROM payments) - ?))",
                (*sorted(FINAL), cut(now).isoformat(), ALWAYS),
            )

    def note(self, key: str, state: str, number: str = "", paid_at: str = "") -> None:
        """What the platform said; what it leaves out stays as it was. What is final stays, but for money that is given
        back."""
        with self._writing() as database:
            database.execute(
                "UPDATE payments SET state = ?, number = coalesce(nullif(?, ''), number),"
                " paid_at = coalesce(nullif(?, ''), paid_at) WHERE key = ?"
                " AND (state NOT IN ('paid', 'closed', 'refunded') OR (state = 'paid' AND ? = 'refunded'))",
                (state, number, paid_at, key, state),
            )

    def open_entries(self) -> list[Entry]:
        """What is not final, the oldest first."""
        return [entry for entry in self.entries() if not entry.final]

    def entries(self) -> list[Entry]:
        with self._lock:
            try:
                rows = self._database.execute("SELECT * FROM payments ORDER BY made_at, key").fetchall()
            except sqlite3.Error as error:
                raise JournalFailed(f"the journal of payments cannot be read: {error}") from error
        names = ("key", "item", "amount", "state", "number", "made_at", "paid_at")
        return [Entry(*(row[name] for name in names)) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._database
                self._database.execute("COMMIT")
            except (sqlite3.Error, OSError) as error:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise JournalFailed(f"the journal of payments cannot be written: {error}") from error


def _journal_mode(database: sqlite3.Connection) -> str:
    """Window and agent have the file open, and Python's SQLite may be older than 3.51.3, up to which a commit in WAL
    mode could be lost while another process checkpoints. A rollback journal has no such hour; it is slower, for a few
    payments a day. A file of an earlier release stays in WAL until nobody else has it open.
    """
    try:
        return str(database.execute("PRAGMA journal_mode=TRUNCATE").fetchone()[0])
    except sqlite3.OperationalError:  # somebody has it open
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])
