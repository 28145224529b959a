"""Every call by which an outbox reaches the disk, one after the other: those of SQLite and those for files of pages.

The standard library's SQLite takes no file layer of ours, so SQLite is reached through apsw here, behind the few
calls of `sqlite3` that `offline_cache/database.py` makes. Rules, statements and order of calls are the product's;
the engine is another release of the same. What is found after a cut is opened by the standard library's.
"""

from __future__ import annotations

import errno
import itertools
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import apsw

from offline_cache.durable_files import System

SYNCED_WITH_FOLDER = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL  # at the first sync after it was made
NAMES = itertools.count()
SHORT_LOG = 12_000  # bytes; the product lengthens its log by twenty times the same write, each a place to cut


class Watch(Protocol):
    """Told before each call. May raise OSError: the call then fails."""

    def opened(self, path: Path) -> int:
        """A file is opened, and made if it is not there; gives a number for it."""

    def read(self, file: int) -> None: ...
    def write(self, file: int, offset: int, data: bytes) -> int:
        """Gives the number of bytes that may be written."""

    def truncate(self, file: int, size: int) -> None: ...
    def sync(self, file: int) -> None: ...
    def sync_folder(self, folder: Path) -> None: ...
    def rename(self, source: Path, target: Path) -> None: ...
    def link(self, source: Path, target: Path) -> None: ...
    def unlink(self, path: Path) -> None: ...
    def make_folder(self, path: Path) -> None: ...


class WatchedSystem(System):
    """For `DurableFiles`."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._files: dict[int, tuple[int, int]] = {}  # descriptor -> file, place

    def open(self, path: Path, flags: int) -> int:
        file = self._watch.opened(path)
        if flags & os.O_TRUNC:
            self._watch.truncate(file, 0)
        fd = super().open(path, flags)
        self._files[fd] = file, 0
        return fd

    def write(self, fd: int, content: memoryview) -> int:
        file, place = self._files[fd]
        written = super().write(fd, content[: self._watch.write(file, place, bytes(content))])
        self._files[fd] = file, place + written
        return written

    def fsync(self, fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            self._watch.sync_folder(Path(f"/proc/self/fd/{fd}").readlink())
        else:
            self._watch.sync(self._files[fd][0])
        super().fsync(fd)

    def rename(self, source: Path, target: Path) -> None:
        self._watch.rename(source, target)
        super().rename(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._watch.link(source, target)
        super().link(source, target)

    def unlink(self, path: Path) -> None:
        self._watch.unlink(path)
        super().unlink(path)

    def make_folder(self, path: Path) -> None:
        self._watch.make_folder(path)
        super().make_folder(path)


class _Layer(apsw.VFS):
    def __init__(self, name: str, watch: Watch) -> None:
        super().__init__(name, "")
        self.watch = watch

    def excepthook(self, *_: object) -> None:
        """An error while SQLite closes a file reaches nobody; it need not be printed."""

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        with _AsSqlite(apsw.SQLITE_CANTOPEN):
            file = self.watch.opened(path)
        return _File(name, flags, path, file, self.watch)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        with _AsSqlite(apsw.SQLITE_IOERR_DELETE):
            self.watch.unlink(Path(name))
        super().xDelete(name, sync_folder)
        if sync_folder:
            with _AsSqlite(apsw.SQLITE_IOERR_DIR_FSYNC):
                self.watch.sync_folder(Path(name).parent)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], path: Path, file: int, watch: Watch) -> None:
        super().__init__("", name, flags)
        self._folder = path.parent if flags[0] & SYNCED_WITH_FOLDER else None
        self._file = file
        self._watch = watch

    def excepthook(self, *_: object) -> None: ...

    def xRead(self, amount: int, offset: int) -> bytes:
        with _AsSqlite(apsw.SQLITE_IOERR_READ):
            self._watch.read(self._file)
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:
        with _AsSqlite(apsw.SQLITE_IOERR_WRITE):
            self._watch.write(self._file, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        with _AsSqlite(apsw.SQLITE_IOERR_TRUNCATE):
            self._watch.truncate(self._file, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        with _AsSqlite(apsw.SQLITE_IOERR_FSYNC):
            self._watch.sync(self._file)
            if self._folder is not None:
                self._watch.sync_folder(self._folder)
                self._folder = None
        super().xSync(flags)


class _AsSqlite:
    """An OSError becomes the code that SQLite's own file layer would give."""

    def __init__(self, code: int) -> None:
        self._code = code

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            code = apsw.SQLITE_FULL if error.errno == errno.ENOSPC else self._code
            raise apsw.exception_for(code) from None


class Row(tuple[Any, ...]):
    names: dict[str, int]

    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(self.names[at] if isinstance(at, str) else at)


class Cursor:
    """All rows at once: nothing is read after the call."""

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def fetchone(self) -> Row | None:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Row]:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


class Connection:
    """What `database.py` uses of `sqlite3.Connection`."""

    row_factory: object = None

    def __init__(self, path: Path, watch: Watch) -> None:
        name = f"watched-{next(NAMES)}"
        self._layer = _Layer(name, watch)
        with _AsSqlite3():
            self._apsw = apsw.Connection(str(path), vfs=name)
            # A file layer in Python has no shared memory; without it WAL serves one connection alone.
            self._apsw.execute("PRAGMA locking_mode=EXCLUSIVE")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Cursor:
        if sql.startswith("INSERT INTO log_length"):
            values = (SHORT_LOG,)
        with _AsSqlite3():
            cursor = self._apsw.execute(sql, tuple(values))
            try:
                names = {name: at for at, (name, *_) in enumerate(cursor.get_description())}
            except apsw.ExecutionCompleteError:
                return Cursor([], self._apsw.changes())
            rows = []
            for found in cursor:
                rows.append(Row(found))
                rows[-1].names = names
            return Cursor(rows, -1)

    @property
    def total_changes(self) -> int:
        return int(self._apsw.total_changes())

    def close(self) -> None:
        with suppress(apsw.Error):  # sqlite3 does not tell either that the last checkpoint failed
            self._apsw.close()


class _AsSqlite3:
    """Errors of apsw as those of sqlite3."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, apsw.Error) and hasattr(error, "result"):
            kinds = {apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError, apsw.SQLITE_CORRUPT: sqlite3.DatabaseError}
            said = kinds.get(error.result, sqlite3.OperationalError)(str(error))
            said.sqlite_errorcode = error.extendedresult
            said.sqlite_errorname = apsw.mapping_extended_result_codes.get(
                error.extendedresult, apsw.mapping_result_codes.get(error.result)
            )
            raise said from error
