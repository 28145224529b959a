"""The outbox: what a citizen has handed in is in it, whole, until the platform has said that it has it.

One object a process: `kiosk ui` reserves and commits, `kiosk agent` leases and acknowledges (`sending.py`).
Each method is durable when it returns; a failing disk raises `DiskFailed`, and then nothing was promised.
Methods may be called from any thread; all but `acknowledgement` block while the disk writes.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uuid_utils

from offline_cache import clock, lifetime, upkeep
from offline_cache.database import Connect, Database, connect
from offline_cache.durable_files import DurableFiles, System
from offline_cache.faults import DiskFailed, OutboxRefused, named
from offline_cache.order import order_key, order_secret
from offline_cache.records import LANES, Refused, Slot, page_path
from offline_cache.rows import UnknownKey, find, move
from offline_cache.sending import Sending
from offline_cache.space import MARGIN, Space
from offline_cache.states import TRANSITIONS, Event, IllegalTransition, State, after

STAGED, READY = State.STAGED.value, after(State.STAGED, Event.COMMIT).value  # as plain texts: SQLite takes them as fast
USUAL_BYTES = 1536  # of a sealed record; its row is made so long, and need not move when the citizen submits


def _not_bereft(folder: Path) -> None:
    """A page is there only after its record is, durably: without a database what was handed in is lost, and a new one
    would sweep away the pages as nobody's. Raises `OutboxRefused`."""
    database = folder / "outbox.sqlite3"
    if any((folder / "pages").iterdir()) and not (database.exists() and database.stat().st_size):  # pages first
        raise OutboxRefused(
            f"{database} is missing or empty, and pages of its records are there: put it back, or move {folder} away"
        )


@dataclass
class _Staged:
    """A record that this process has reserved and not yet committed."""

    number: int
    pages: dict[str, int] = field(default_factory=dict)  # digest -> bytes; they get their rows with the commit


class Outbox(Sending):
    def __init__(self, folder: Path, database: Database, files: DurableFiles, margin: int) -> None:
        super().__init__(folder, database, files)
        self._secret_path = folder / "order.secret"
        self._space = Space(self._pages, self._holders, margin)
        self._staged: dict[str, _Staged] = {}

    @classmethod
    def open(
        cls, folder: Path, margin: int = MARGIN, *, system: System | None = None, connect: Connect = connect
    ) -> Outbox:
        """Open or make the outbox in `folder`. `margin`: bytes of the disk that stay free. Raises `OutboxRefused`.

        `system` and `connect` are the two ways to the disk.
        """
        files = DurableFiles(system)
        try:
            with named():
                owner = folder.stat().st_uid if folder.exists() else os.geteuid()
            if owner != os.geteuid():  # what it makes would be closed to the owner's programs
                raise OutboxRefused(f"{folder} belongs to another user: only that user's programs can use this outbox")
            for each in (folder, folder / "pages", folder / "holders"):
                files.make_folder(each)
            with named():
                _not_bereft(folder)
            database = Database.open(folder / "outbox.sqlite3", connect)
            files.sync_folder(folder)
        except DiskFailed as error:
            raise OutboxRefused(f"{folder} cannot be used as an outbox: {error}") from error
        outbox = cls(folder, database, files, margin)
        with contextlib.suppress(DiskFailed):  # a full disk must not keep what is ready from being sent
            upkeep.clean_up(database, outbox._pages, files, outbox._holders)
        return outbox

    def close(self) -> None:
        self._database.close()
        with contextlib.suppress(OSError):
            self._holders.release()

    def order_key(self, text: str) -> str:
        """The opaque order key of whoever `text` names, on this terminal. Takes some 40 ms."""
        return order_key(order_secret(self._files, self._secret_path), text)

    def reserve(
        self,
        lane: str,
        item: str,
        order: bytes | str,
        space: int,
        not_after: datetime | None = None,
        *,
        keep: timedelta | None = None,
    ) -> Slot | Refused:
        """Take number, key and room before a citizen begins; durable when it returns.

        `order`: from `order_key`; records of the same order are sent in the order of their numbers.
        `space`: bytes that record and pages may need. `not_after`: not to be sent after it, by the platform's clock.
        `keep`: not to be sent after it has waited so long (`lifetime.py`).
        """
        order = order.hex() if isinstance(order, bytes) else order
        if lane not in LANES or space <= 0 or not order:
            raise ValueError(f"lane {lane!r}, space {space}, order of length {len(order)}")
        key = str(uuid_utils.uuid7())
        try:
            self._space.take(key, space)
            with named():
                mine = self._holders.mine
            with self._database.transaction() as database:
                database.run("UPDATE record SET holder = NULL WHERE holder IS NOT NULL AND state = ?", State.READY)
                database.run(
                    "INSERT INTO record (key, lane, state, item, order_key, holder, not_after, reserved_at, boot,"
                    " sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, zeroblob(?))",
                    *(key, lane, State.STAGED, item, order, mine),
                    *(clock.utc_text(not_after) if not_after else None, clock.utc_text(), self._boot, USUAL_BYTES),
                )
                number = find(database, key)["number"]
                if keep is not None:
                    lifetime.begin(database, key, keep, self._boot, clock.boottime())
        except DiskFailed as error:
            with contextlib.suppress(DiskFailed):
                self._space.give_back(key)
            return Refused(error.reason)
        self._staged[key] = _Staged(number)
        return Slot(key, number)

    def attach(self, key: str, sealed: bytes) -> str:
        """Keep one sealed page of a record that this process has staged; gives its SHA-256 in hex."""
        staged = self._own(key, Event.ATTACH)
        digest = self._space.used(
            key,
            len(sealed),
            lambda: self._files.write_hashed(
                self._pages / key, sealed, lambda found: page_path(self._pages, key, found)
            ),
        )
        staged.pages[digest] = len(sealed)
        return digest

    def commit(self, key: str, sealed: bytes) -> str:
        """The record is whole and will be sent; gives its SHA-256 in hex. Only now may the citizen be told."""
        digest = hashlib.sha256(sealed).hexdigest()
        self._space.used(key, None, lambda: self._commit(key, sealed, digest))
        self._staged.pop(key, None)
        return digest

    def _commit(self, key: str, sealed: bytes, digest: str) -> None:
        staged = self._own(key, Event.COMMIT)
        if not staged.pages:
            self._make_ready(key, staged.number, sealed, digest)
            return
        with self._database.transaction() as database:
            self._make_ready(key, staged.number, sealed, digest)
            for page, size in staged.pages.items():
                database.run("INSERT INTO attachment (key, digest, size) VALUES (?, ?, ?)", key, page, size)

    def _make_ready(self, key: str, number: int, sealed: bytes, digest: str) -> None:
        """One statement, by itself a transaction: a citizen waits. `holder` goes with the next `reserve`."""
        if not self._database.run(
            "UPDATE record SET state = ?, sealed = ?, digest = ?, size = ?, committed_at = ?, committed_tick = ?"
            " WHERE number = ? AND state = ?",
            *(READY, sealed, digest, len(sealed), clock.utc_text(), clock.boottime(), number, STAGED),
        ):
            raise UnknownKey(key)

    def _own(self, key: str, event: Event) -> _Staged:
        """A record that this process stages; to no other `event` may happen."""
        if (staged := self._staged.get(key)) is None:
            after(State(find(self._database, key)["state"]), event)
            raise IllegalTransition("a record belongs to the process that staged it")
        return staged

    def abandon(self, key: str) -> None:
        """Forget a staged record and its pages, as when a citizen leaves. One that is gone already is no error."""
        if self._database.row("SELECT 1 FROM record WHERE key = ?", key) is None:
            return
        with move(self._database, key, Event.ABANDON):
            pass  # first the row: a page without one is removed at the next start
        staged = self._staged.pop(key, None)
        self._space.give_back(key)
        self._files.remove(*(page_path(self._pages, key, digest) for digest in (staged.pages if staged else ())))

    async def acknowledgement(self, key: str, limit: float, poll: float = 0.05) -> dict[str, Any] | None:
        """Wait up to `limit` seconds for the platform's acknowledgement; None: not yet.

        `{"key", "digest", "number", "state", "received_at"}`. Each `poll` seconds it asks whether anything was
        committed, which costs microseconds, and only then looks.
        """
        with contextlib.suppress(DiskFailed):
            await asyncio.to_thread(self._space.fit)  # there is time for it now
        deadline = time.monotonic() + limit
        seen: tuple[int, int] | None = None
        while True:
            with contextlib.suppress(DiskFailed):  # it is kept and will be sent: to the citizen, that is "not yet"
                if (version := self._database.version()) != seen:
                    row = find(self._database, key)
                    seen = version
                    if row["state"] in (State.ACKNOWLEDGED, State.SHREDDED):
                        return {
                            "key": key,
                            "digest": row["digest"],
                            "number": row["case_number"],
                            "state": row["platform_state"],
                            "received_at": row["received_at"],
                        }
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            await asyncio.sleep(min(poll, left))

    def retry(self, key: str) -> None:
        """Send a parked record again, as if it had never been tried."""
        with move(self._database, key, Event.RETRY):
            self._database.run("UPDATE record SET reason = NULL, attempts = 0, wait_until = 0 WHERE key = ?", key)

    def exported(self, keys: Sequence[str]) -> None:
        """Sealed copies were given out (`export.py`). What has been acknowledged meanwhile needs no such note."""
        with self._database.transaction() as database:
            for key in keys:
                if (State(find(database, key)["state"]), Event.EXPORT) in TRANSITIONS:
                    database.run("INSERT OR REPLACE INTO exported VALUES (?, ?)", key, clock.utc_text())
