"""The service manager's side of the notify protocol (sd_notify(3)): who is ready, whose watchdog was fed."""

from __future__ import annotations

import asyncio
import os
import socket
import time


class Readiness:
    """One abstract UNIX datagram socket for one child process."""

    def __init__(self, name: str) -> None:
        self.address = f"@kiosk-demo-{os.getpid()}-{name}"
        self.ready = asyncio.Event()
        self.fed_at = time.monotonic()  # when the child last said WATCHDOG=1, or was started
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._socket.setblocking(False)
        self._socket.bind("\0" + self.address[1:])
        asyncio.get_running_loop().add_reader(self._socket, self._hear)

    def started(self) -> None:
        """A new child: nothing that its predecessor said counts."""
        self.ready.clear()
        self.fed_at = time.monotonic()

    def _hear(self) -> None:
        try:
            said = self._socket.recv(4096).decode("utf-8", "replace").splitlines()
        except BlockingIOError:
            return
        if "READY=1" in said:
            self.ready.set()
        if "WATCHDOG=1" in said or "READY=1" in said:
            self.fed_at = time.monotonic()

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
