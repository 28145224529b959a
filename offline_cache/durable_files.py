"""Files that are whole and still there after a power cut, or not there at all.

A name is given to a file only once its bytes are on the disk, and counts only once its folder is. A failed
fsync is final for that file: Linux marks the pages clean after a write error, so that a second fsync says
"done" of bytes that were never written. The half-written file is removed and the error goes up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from offline_cache.faults import named

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
HALF_WRITTEN = ".tmp"


class System:
    """The calls that reach the disk, in one place so that a test can put a failing disk under them."""

    def open(self, path: Path, flags: int) -> int:
        return os.open(path, flags, PRIVATE_FILE)

    def write(self, fd: int, content: memoryview) -> int:
        return os.write(fd, content)

    def fsync(self, fd: int) -> None:
        os.fsync(fd)

    def rename(self, source: Path, target: Path) -> None:
        source.rename(target)

    def link(self, source: Path, target: Path) -> None:
        target.hardlink_to(source)

    def unlink(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


class DurableFiles:
    """Writes and removes files of private folders; every method is durable when it returns, or raises `DiskFailed`."""

    def __init__(self, system: System | None = None) -> None:
        self._system = system or System()
        self._beside = ThreadPoolExecutor(1, "hashing")  # its thread starts with the first page

    def write(self, path: Path, content: bytes) -> None:
        """Put `content` under `path`, in place of what was there."""
        with named():
            with self._half_written(path.with_name(path.name + HALF_WRITTEN), content) as temporary:
                self._system.rename(temporary, path)
            self._sync(path.parent)

    def write_hashed(self, beside: Path, content: bytes, target: Callable[[str], Path]) -> str:
        """Put `content` under the name that `target` gives for its SHA-256 in hex, in the folder of `beside`.

        It is hashed while the disk writes.
        """
        with named():
            hashing = self._beside.submit(hashlib.sha256, content)
            own = beside.with_name(f"{beside.name}.{secrets.token_hex(4)}{HALF_WRITTEN}")
            with self._half_written(own, content) as temporary:
                digest = hashing.result().hexdigest()
                self._system.rename(temporary, target(digest))
            self._sync(beside.parent)
            return digest

    def write_once(self, path: Path, content: bytes) -> bytes:
        """Put `content` under `path` unless there is a file already; gives what is there then.

        Of several processes that do so at once, one wins and all get the same answer.
        """
        with named():
            if not path.exists():
                own = path.with_name(f"{path.name}.{secrets.token_hex(4)}{HALF_WRITTEN}")
                with self._half_written(own, content) as temporary:
                    with contextlib.suppress(FileExistsError):
                        self._system.link(temporary, path)
                    with contextlib.suppress(OSError):  # start-up removes what stays
                        self._system.unlink(temporary)
            self._sync(path.parent)  # another process may have put it there and not come to this yet
            return path.read_bytes()

    def remove(self, *paths: Path) -> None:
        """Remove files of one folder; one that is missing is removed already."""
        with named():
            for path in paths:
                self._system.unlink(path)
            for folder in {path.parent for path in paths}:
                self._sync(folder)

    def make_folder(self, path: Path) -> None:
        """Make a private folder, with those above it."""
        with named():
            missing = [folder for folder in path.parents if not folder.exists()]
            for folder in (*reversed(missing), path):  # one that is there may have been made a moment ago, by another
                self._system.make_folder(folder)
                self._sync(folder.parent)
            path.chmod(PRIVATE_FOLDER)

    def sync_folder(self, folder: Path) -> None:
        """What was made or removed in `folder` stays so."""
        with named():
            self._sync(folder)

    @contextlib.contextmanager
    def _half_written(self, temporary: Path, content: bytes) -> Iterator[Path]:
        """A file on the disk without its name, which is for the caller to give; it is removed if that fails."""
        try:
            fd = self._system.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC)
            try:
                left = memoryview(content)
                while left:
                    left = left[self._system.write(fd, left) :]
                self._system.fsync(fd)
            finally:
                os.close(fd)
            yield temporary
        except BaseException:
            with contextlib.suppress(OSError):  # start-up removes what stays
                self._system.unlink(temporary)
            raise

    def _sync(self, folder: Path) -> None:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._system.fsync(fd)
        finally:
            os.close(fd)
