"""What is done to the outbox as a whole: cleaning up after processes that died, and checking that all is there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from offline_cache.database import Database
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed, named
from offline_cache.holders import Holders
from offline_cache.records import page_path
from offline_cache.rows import HELD, UNACKNOWLEDGED, UnknownKey, attachments, move
from offline_cache.states import Event, IllegalTransition, State

# Records whose content must be there.
NEEDED = "SELECT key FROM record WHERE state IN ('staged', 'ready', 'leased', 'parked')"
STILL_NEEDED = NEEDED + " AND key = ?"


def clean_up(database: Database, pages: Path, files: DurableFiles, holders: Holders) -> None:
    """Remove what was never handed in and whose process is gone. Raises `DiskFailed`.

    A record that is ready or later is not touched, nor a page that belongs to one.
    """
    for row in database.rows(f"SELECT key, holder FROM {HELD} AND state = 'staged'"):  # noqa: S608
        if not holders.alive(row["holder"]):
            # another process may clean up at the same time, or find that the record was handed in just before
            with suppress(UnknownKey, IllegalTransition), move(database, row["key"], Event.ABANDON):
                pass
    with named():
        found = [path for path in pages.iterdir() if path.is_file()]
        holders.sweep()
    # Names first, rows second: a page that is written meanwhile is not among the names.
    orphans = [path for path in found if not _wanted(database, path)]
    if orphans:
        files.remove(*orphans)
    database.checkpoint()  # a power cut can bring back a log that was emptied, and in it what was shredded


def _wanted(database: Database, path: Path) -> bool:
    key, _, rest = path.name.partition(".")
    row = database.row("SELECT state FROM record WHERE key = ?", key)
    if row is None:
        return False
    if row["state"] == State.STAGED:  # its process may be about to write the row of this page
        return True
    return any(page.digest == rest for page in attachments(database, key))


def damage(database: Database, pages: Path, progress: Callable[[int, int], None]) -> Iterator[tuple[str, str]]:
    """Check all content that is still needed against its digests: (key or empty, what is wrong)."""
    if wrong := database.check():
        yield "", f"database: {wrong}"
    rows = database.rows(NEEDED)
    for done, row in enumerate(rows, 1):
        key = row["key"]
        found = list(_damage_of(database, pages, key))
        if found and database.row(STILL_NEEDED, key):  # not shredded meanwhile
            yield from ((key, wrong) for wrong in found)
        progress(done, len(rows))


def _damage_of(database: Database, pages: Path, key: str) -> Iterator[str]:
    record = database.row("SELECT sealed, digest FROM record WHERE key = ? AND digest IS NOT NULL", key)
    if record is not None and hashlib.sha256(record["sealed"] or b"").hexdigest() != record["digest"]:
        yield "record: content and digest differ"
    for page in attachments(database, key):
        try:
            read_page(page_path(pages, key, page.digest), page.digest)
        except (Damaged, Unreadable) as error:
            yield str(error)


def to_export(database: Database) -> tuple[list[int], list[int]]:
    """Numbers of what was handed in and not acknowledged, and of records that a damaged database cannot give."""
    found = f"SELECT number FROM {UNACKNOWLEDGED} ORDER BY number"  # noqa: S608
    try:
        return [row["number"] for row in database.rows(found)], []
    except DiskFailed:
        return _one_by_one(database)


def _one_by_one(database: Database) -> tuple[list[int], list[int]]:
    """As `to_export`, without an index: each is looked for by itself."""
    newest = database.row("SELECT seq FROM sqlite_sequence WHERE name = 'record'")
    numbers, lost = [], []
    for number in range(1, newest["seq"] + 1 if newest else 1):
        try:
            row = database.row("SELECT state FROM record WHERE number = ?", number)
        except DiskFailed:
            lost.append(number)
            continue
        if row is not None and row["state"] in (State.READY, State.LEASED, State.PARKED):
            numbers.append(number)
    return numbers, lost


class Damaged(Exception):
    """What lies in the outbox is not what was put there; sending it would be pointless."""


class Unreadable(Exception):
    """It may be what was put there, but cannot be read now."""


def read_page(path: Path, digest: str) -> bytes:
    """A sealed page, whole. Raises `Damaged` and `Unreadable`, with a sentence that names the page by its digest."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Damaged(f"page {digest[:12]}: it is missing") from None
    except OSError as error:
        raise Unreadable(f"page {digest[:12]}: {error.strerror or 'cannot be read'}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(f"page {digest[:12]}: content and digest differ")
    return content
