"""Room on the disk for a whole submission, taken before the citizen begins.

The room is really taken, so that neither another record nor a log can fill it up between the first question and
the last page: this process's own file among the holders is made as long, of allocated blocks, as all of its visits
may need. With the process the file goes, and the room is free.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from offline_cache.faults import DiskFailed, Reason, named
from offline_cache.holders import Holders

MARGIN = 64 * 2**20  # stays free for the database's log and the system itself, so that uploading never stops

T = TypeVar("T")


def check(folder: Path, size: int, margin: int = MARGIN) -> None:
    """Raises `DiskFailed` unless `size` bytes and the margin are free on the disk of `folder`."""
    with named():
        disk = os.statvfs(folder)
    if disk.f_flag & os.ST_RDONLY:
        raise DiskFailed(Reason.READ_ONLY, "mounted so")
    if disk.f_bavail * disk.f_frsize < size + margin:
        raise DiskFailed(Reason.FULL, "too little room")


class Space:
    def __init__(self, folder: Path, holders: Holders, margin: int = MARGIN) -> None:
        self._folder = folder
        self._holders = holders
        self._margin = margin
        self._needed: dict[str, int] = {}  # bytes, by the key of the record
        self._lock = threading.Lock()

    def take(self, key: str, size: int) -> None:
        """Raises `DiskFailed`, and then has taken nothing."""
        with self._lock:
            self._fit()
            check(self._folder, size, self._margin)
            self._needed[key] = size
            try:
                self._fit()
            except DiskFailed:
                del self._needed[key]
                raise

    def used(self, key: str, size: int | None, write: Callable[[], T]) -> T:
        """Do `write`, and need less from then on: `size` bytes less, None: nothing more.

        What was kept for it is free only with the next `fit`, as a citizen waits; on a full disk it is free first.
        """
        try:
            result = write()
        except DiskFailed as error:
            if error.reason is not Reason.FULL:
                raise
            self._need_less(key, size)
            self.fit()
            return write()
        self._need_less(key, size)
        return result

    def give_back(self, key: str) -> None:
        self._need_less(key, None)
        self.fit()

    def fit(self) -> None:
        """Free what is not needed any more. Blocks. Raises `DiskFailed`."""
        with self._lock:
            self._fit()

    def _need_less(self, key: str, size: int | None) -> None:
        with self._lock:
            left = self._needed.pop(key, 0)
            if size is not None and left > size:
                self._needed[key] = left - size

    def _fit(self) -> None:
        with named():
            self._holders.keep_room(sum(self._needed.values()))
