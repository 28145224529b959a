"""Which of the processes that use the outbox are still alive.

A process keeps a lock on a file named after its random token. The kernel lets the lock go at the instant
at which the process dies, however it dies. That needs no process numbers, which are used again and are not
the same in every namespace. The length of the file is the room that the process keeps (`space.py`).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import threading
from pathlib import Path

from offline_cache.durable_files import PRIVATE_FILE


class Holders:
    """`folder` holds one file a process; raises OSError when the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._token: str | None = None
        self._fd = -1
        self._room = 0
        self._lock = threading.Lock()

    @property
    def mine(self) -> str:
        """This process's token; taken at the first call."""
        with self._lock:
            while self._token is None:
                token = secrets.token_hex(8)
                fd = os.open(self._folder / token, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
                fcntl.flock(fd, fcntl.LOCK_EX)
                if os.fstat(fd).st_nlink:  # else another process took it for a dead one's before it was locked
                    self._token, self._fd = token, fd
                else:
                    os.close(fd)
            return self._token

    def keep_room(self, size: int) -> None:
        """Keep `size` bytes of the disk from all others. An error leaves it as it was."""
        if size == self._room:
            return
        _ = self.mine
        try:
            if size > self._room:
                os.posix_fallocate(self._fd, 0, size)
            else:
                os.ftruncate(self._fd, size)
            self._room = size
        except OSError:
            os.ftruncate(self._fd, self._room)  # part of it may have been taken
            raise

    def alive(self, token: str | None) -> bool:
        if token is None or token == self._token:
            return token is not None
        try:
            fd = os.open(self._folder / token, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        except OSError:  # another user's; who cannot ask does not declare it dead
            return True
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two that ask are not in each other's way
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(fd)

    def sweep(self) -> None:
        """Remove the files of processes that are gone."""
        for path in self._folder.iterdir():
            if path.name == self._token:
                continue
            with contextlib.suppress(OSError):
                fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
                finally:
                    os.close(fd)

    def release(self) -> None:
        if self._token is not None:
            (self._folder / self._token).unlink(missing_ok=True)
            os.close(self._fd)
            self._token, self._room = None, 0
