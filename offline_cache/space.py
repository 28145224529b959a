"""Room on the disk for a whole submission, taken before the citizen begins.

The room is really taken (a file of allocated blocks), so that neither another record nor a log can fill it
up between the first question and the last page.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from offline_cache.durable_files import PRIVATE_FILE
from offline_cache.faults import DiskFailed, Reason, named

MARGIN = 64 * 2**20  # stays free for the database's log and the system itself, so that uploading never stops
SUFFIX = ".space"


class Space:
    def __init__(self, folder: Path, margin: int = MARGIN) -> None:
        self._folder = folder
        self._margin = margin
        self._later = ThreadPoolExecutor(1, "space")

    def check(self, size: int) -> None:
        """Raises `DiskFailed` unless `size` bytes and the margin are free."""
        self.settle()
        with named():
            disk = os.statvfs(self._folder)
        if disk.f_flag & os.ST_RDONLY:
            raise DiskFailed(Reason.READ_ONLY, "mounted so")
        if disk.f_bavail * disk.f_frsize < size + self._margin:
            raise DiskFailed(Reason.FULL, "too little room")

    def take(self, key: str, size: int) -> None:
        """Raises `DiskFailed`, and then has taken nothing."""
        with named():
            fd = os.open(self._path(key), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
            try:
                os.posix_fallocate(fd, 0, size)
            except OSError:
                self._path(key).unlink()
                raise
            finally:
                os.close(fd)

    def give_back(self, key: str, size: int | None = None) -> None:
        """Free `size` bytes of what was taken, for a file that is about to be written; None: all of it."""
        path = self._path(key)
        with named(), contextlib.suppress(FileNotFoundError):  # all of it was given back before
            left = path.stat().st_size - size if size is not None else 0
            if left > 0:
                os.truncate(path, left)
            else:
                path.unlink()

    def used(self, key: str, size: int | None, write: Callable[[], None]) -> None:
        """Do `write`, and free the room that was kept for it: `size` bytes, None: all that is left.

        It is freed afterwards and beside, as that takes longer than a commit; on a full disk it is freed first.
        """
        try:
            write()
        except DiskFailed as error:
            if error.reason is not Reason.FULL:
                raise
            self.give_back(key, size)
            write()
        else:
            self._later.submit(self._try_to_give_back, key, size)

    def settle(self) -> None:
        """Wait until what is freed beside is free."""
        self._later.submit(lambda: None).result()

    def close(self) -> None:
        self._later.shutdown()

    def _try_to_give_back(self, key: str, size: int | None) -> None:
        with contextlib.suppress(DiskFailed):  # the next start does it
            self.give_back(key, size)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"
