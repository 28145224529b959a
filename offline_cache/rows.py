"""From rows to values and from one state to the next: what both sides of the outbox are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from offline_cache.database import Database, Row
from offline_cache.faults import DiskFailed
from offline_cache.records import Attachment, Record
from offline_cache.states import Event, State, after

# Ways to records that do not grow with the past, nor the last two with the queue (schema_3.sql, 4).
OPEN = "record INDEXED BY record_open WHERE order_key <> ''"
UNACKNOWLEDGED = OPEN + " AND state IN ('ready', 'leased', 'parked')"  # handed in
ASIDE = "record INDEXED BY record_put_aside WHERE (state = 'acknowledged' OR state = 'parked' OR state = 'expired')"
HELD = "record INDEXED BY record_held WHERE holder IS NOT NULL"


class UnknownKey(Exception):
    """No record has this key."""


def find(database: Database, key: str) -> Row:
    row = database.row("SELECT * FROM record WHERE key = ?", key)
    if row is None:
        raise UnknownKey(key)
    return row


@contextmanager
def move(database: Database, key: str, event: Event) -> Iterator[Row]:
    """One transaction in which `event` happens to a record; gives the record as it was.

    Raises `IllegalTransition`, `UnknownKey`, `DiskFailed`.
    """
    with database.transaction():
        yield step(database, key, event)


def step(database: Database, key: str, event: Event) -> Row:
    """`move` as a part of a transaction. What it raises but for `DiskFailed`, it raises before it changes anything."""
    row = find(database, key)
    state = after(State(row["state"]), event)
    if state is State.REMOVED:
        database.run("DELETE FROM record WHERE key = ?", key)
    elif state != row["state"]:
        database.run("UPDATE record SET state = ? WHERE key = ?", state, key)
    return row


def attachments(database: Database, key: str) -> tuple[Attachment, ...]:
    rows = database.rows("SELECT * FROM attachment WHERE key = ? ORDER BY digest", key)
    return tuple(Attachment(row["digest"], row["size"], bool(row["uploaded"]), row["upload_url"]) for row in rows)


def to_record(database: Database, row: Row) -> Record:
    exported = None
    with suppress(DiskFailed):  # a note for people: where just this is damaged, the record is not
        exported = database.row("SELECT exported_at FROM exported WHERE key = ?", row["key"])
    return Record(
        key=row["key"],
        number=row["number"],
        lane=row["lane"],
        item=row["item"],
        state=State(row["state"]),
        digest=row["digest"],
        size=row["size"],
        reserved_at=row["reserved_at"],
        committed_at=row["committed_at"],
        acknowledged_at=row["acknowledged_at"],
        not_after=row["not_after"],
        attempts=row["attempts"],
        reason=row["reason"],
        case_number=row["case_number"],
        attachments=attachments(database, row["key"]),
        exported_at=exported["exported_at"] if exported else None,
    )
