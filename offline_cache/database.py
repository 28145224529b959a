"""The outbox's SQLite file, opened so that a returned commit is on the disk, or not opened at all.

All access to SQLite is in this module. Two processes use the file at once (WAL, `busy_timeout`); one
connection a process, shared by its threads. The engine is the one that apsw brings with it: the proofs put their disks
under it, and that of the system or of Python may be one with which two processes can lose records.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import apsw

from offline_cache.durable_files import PRIVATE_FILE
from offline_cache.faults import DiskFailed, OutboxRefused, Reason

SCHEMA_VERSION = 4
OLDEST_READER = 1  # the oldest schema version whose program can use this file
APPLICATION_ID = 0x4B53424F  # "KSBO" in the file's header: no other program's database is taken for an outbox
BUSY_S = 10.0  # a writer's turn takes milliseconds; who waits this long waits for a process that hangs
LOG_BYTES = 256 * 1024  # the log's length when it is empty: what some ten records write
FULL = 2  # PRAGMA synchronous: an fsync at each commit
# Before it, a commit of one process during a checkpoint of another can leave out what was committed, or damage the
# file: https://www.sqlite.org/wal.html#walresetbug. Here two processes commit and make checkpoints all day.
OLDEST_ENGINE = (3, 51, 3)  # release of SQLite

Row = Mapping[str, Any]  # values by the names of their columns
Connect = Callable[[Path], apsw.Connection]


def connect(path: Path) -> apsw.Connection:
    """The one call that opens the file; a test puts a disk under it whose power can be cut."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.set_busy_timeout(int(BUSY_S * 1000))
    return connection


class Database:
    """One connection. Reads and transactions raise `DiskFailed`; what breaks the schema's rules is a bug and raises."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, connect: Connect = connect) -> Database:
        """Open or create the outbox at `path`. Raises `OutboxRefused`."""
        if tuple(map(int, (engine := apsw.sqlite_lib_version()).split("."))) < OLDEST_ENGINE:
            raise OutboxRefused(f"SQLite {engine} can lose records of two processes: 3.51.3 or newer is needed")
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE))
            path.chmod(PRIVATE_FILE)  # SQLite gives -wal and -shm the same
            connection = connect(path)
        except (OSError, apsw.Error) as error:
            raise OutboxRefused(f"{path} cannot be opened for writing: {getattr(error, 'strerror', error)}") from error
        try:
            return cls(_prepared(connection, path))
        except apsw.Error as error:
            connection.close()
            why = "the disk is full" if _is_full(path) else error  # SQLite says "disk I/O error" then
            raise OutboxRefused(f"{path} cannot be used as an outbox: {why}") from error
        except OutboxRefused:
            connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """What is done within is durable as a whole when the block is left, or did not happen."""
        with self._lock:
            with _named():
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self
                with _named():
                    self._connection.execute("COMMIT")
            except BaseException:
                with suppress(apsw.Error):  # SQLite rolls back by itself after some errors
                    self._connection.execute("ROLLBACK")
                raise

    def run(self, sql: str, *values: Any) -> int:
        """One statement; gives the number of rows that it changed."""
        with self._lock:  # without `_named`, which costs a microsecond: a citizen waits
            try:
                self._connection.execute(sql, values)
                return self._connection.changes()
            except apsw.Error as error:
                raise _by_name(error) from error

    def rows(self, sql: str, *values: Any) -> Sequence[Row]:
        with self._lock, _named():
            # each row a mapping: `_prepared`
            return cast(Sequence[Row], self._connection.execute(sql, values).fetchall())

    def row(self, sql: str, *values: Any) -> Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def version(self) -> tuple[int, int]:
        """Another value whenever this or another process has committed something; costs microseconds."""
        with self._lock, _named():
            return self._connection.execute("PRAGMA data_version").get, self._connection.total_changes()

    def checkpoint(self) -> bool:
        """Move the log into the database and empty it. False: another process is reading; try later."""
        with self._lock, _named():
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
        with suppress(DiskFailed):
            self._lengthen_log()
        return not busy

    def _lengthen_log(self) -> None:
        """Give the log its length by something that says nothing, and let it begin anew.

        A commit that writes over what is there takes half as long as one that makes the log longer, for which the
        file system has to write down its new length too.
        """
        with self.transaction():
            self.run("DELETE FROM log_length")
            self.run("INSERT INTO log_length VALUES (zeroblob(?))", LOG_BYTES)
        self.rows("PRAGMA wal_checkpoint(PASSIVE)")

    def check(self) -> str | None:
        """What is wrong with the file, or None."""
        with self._lock:
            try:
                answer = self._connection.execute("PRAGMA integrity_check(1)").get
            except apsw.Error as error:
                return str(error)
        return None if answer == "ok" else " ".join(str(answer).split())  # SQLite says it in two lines

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _is_full(path: Path) -> bool:
    with suppress(OSError):
        return os.statvfs(path.parent).f_bavail == 0
    return False


def _prepared(connection: apsw.Connection, path: Path) -> apsw.Connection:
    connection.row_trace = lambda cursor, values: {
        name: value for (name, _), value in zip(cursor.get_description(), values, strict=True)
    }

    def pragma(text: str) -> Any:
        return connection.execute(f"PRAGMA {text}").get

    owner, version = pragma("application_id"), pragma("user_version")
    if (owner, version) != (0, 0) and owner != APPLICATION_ID:
        raise OutboxRefused(f"{path} is another program's database")
    _want(path, "journal mode", _journal_mode(connection), "wal")
    pragma("synchronous=FULL")
    _want(path, "synchronous", pragma("synchronous"), FULL)
    _want(path, "secure_delete", pragma("secure_delete=ON"), 1)
    pragma("foreign_keys=ON")
    _want(path, "foreign_keys", pragma("foreign_keys"), 1)
    connection.execute("BEGIN IMMEDIATE")  # of two processes that make the outbox, one does
    for version in range(pragma("user_version") + 1, SCHEMA_VERSION + 1):
        connection.execute(Path(__file__).with_name(f"schema_{version}.sql").read_text(encoding="utf-8"))
        if version == 1:
            connection.execute("INSERT INTO meta VALUES ('oldest_reader', ?)", (str(OLDEST_READER),))
            pragma(f"application_id={APPLICATION_ID}")
        pragma(f"user_version={version}")
    connection.execute("COMMIT")
    oldest = connection.execute("SELECT value FROM meta WHERE name = 'oldest_reader'").get
    if not isinstance(oldest, str) or not oldest.isdecimal():
        raise OutboxRefused(f"{path} is damaged: it does not say which release can read it")
    if int(oldest) > SCHEMA_VERSION:
        raise OutboxRefused(f"{path} was written by a newer release, which needs schema {oldest} to be read")
    return connection


def _journal_mode(connection: apsw.Connection) -> str:
    """Ask for WAL. The change needs the file alone and does not wait for it by itself."""
    deadline = time.monotonic() + BUSY_S
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode=WAL").get)
        except apsw.BusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _want(path: Path, name: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        raise OutboxRefused(f"{path}: {name} is {found!r} and not {wanted!r}, so that a power cut could lose records")


@contextmanager
def _named() -> Iterator[None]:
    """Errors of the disk get their names; all others are bugs and stay what they are."""
    try:
        yield
    except apsw.Error as error:
        raise _by_name(error) from error


def _by_name(error: apsw.Error) -> Exception:
    code = getattr(error, "extendedresult", apsw.SQLITE_OK)  # apsw's own errors, which are bugs, have none
    reason = _REASONS.get(code & 0xFF)
    if reason is None:
        return error
    damaged = "its database is damaged, " if code & 0xFF in (apsw.SQLITE_CORRUPT, apsw.SQLITE_NOTADB) else ""
    return DiskFailed(reason, f"{damaged}{_NAMES[code]}")


_NAMES = apsw.mapping_result_codes | apsw.mapping_extended_result_codes
_REASONS = {
    apsw.SQLITE_FULL: Reason.FULL,
    apsw.SQLITE_READONLY: Reason.READ_ONLY,
    apsw.SQLITE_PERM: Reason.READ_ONLY,
    apsw.SQLITE_IOERR: Reason.FAILING,
    apsw.SQLITE_CANTOPEN: Reason.FAILING,
    apsw.SQLITE_BUSY: Reason.FAILING,  # after BUSY_S
    apsw.SQLITE_CORRUPT: Reason.FAILING,
    apsw.SQLITE_NOTADB: Reason.FAILING,
}
