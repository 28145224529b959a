"""Every call by which an outbox reaches the disk, one after the other: those of SQLite and those for files of pages.

The engine is the product's own, as are statements and order of calls; under it lies a file layer of ours.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
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


class Connection(apsw.Connection):
    """As `database.connect` gives it, but on a watched disk."""

    def __init__(self, path: Path, watch: Watch) -> None:
        name = f"watched-{next(NAMES)}"
        self._layer = _Layer(name, watch)
        super().__init__(str(path), vfs=name)
        # A file layer in Python has no shared memory; without it WAL serves one connection alone.
        self.execute("PRAGMA locking_mode=EXCLUSIVE")

    def execute(self, statements: str, bindings: Any = None, **options: Any) -> apsw.Cursor:
        if statements.startswith("INSERT INTO log_length"):
            bindings = (SHORT_LOG,)
        return super().execute(statements, bindings, **options)

    def close(self, force: bool = False) -> None:
        with suppress(apsw.Error):  # the last checkpoint may fail: what is committed is in the log
            super().close(force)
