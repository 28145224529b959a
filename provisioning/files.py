"""Small files of the services: the old one or the new one, never half of each."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path`, readable by its owner only, durable when it returns. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        DurableFiles().write(path, content)
    except DiskFailed as error:
        raise OSError(0, error.detail, str(path)) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """One process at a time: two services of a home start together and share its files."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
