"""A virtual receipt printer at the end of a TCP connection."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

from drivers.receipt_printer.interpreter import WIDTH
from drivers.receipt_printer.machine import BORDER, Machine

__all__ = ["BORDER", "PrinterTwin"]

RECEIVE_BUFFER = 32768  # bytes in the kernel; with less, Linux drops segments on loopback and waits seconds to resend


class PrinterTwin(Machine):
    """`port` 0: any that is free; it keeps it."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        rows_per_second: int = 0,
        fonts: Path | None = None,
        dots: int = WIDTH,
    ) -> None:
        super().__init__(rows_per_second, fonts, dots)
        self.host = host
        self.port = port
        self._listener: socket.socket | None = None

    def unplug(self) -> None:
        with self._changed:
            listener, self._listener = self._listener, None
        self._drop_wires()
        if listener is not None:
            _hang_up(listener)

    def replug(self) -> None:
        if self._listener is not None:
            return
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        listener.bind((self.host, self.port))
        listener.listen(4)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="printer-twin-accept", daemon=True).start()

    @property
    def plugged_in(self) -> bool:
        return self._listener is not None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._connect(_Connection(client))


class _Connection:
    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def receive(self) -> bytes:
        return self._client.recv(512)

    def send(self, data: bytes) -> None:
        self._client.sendall(data)

    def is_broken(self) -> bool:
        """The other side gave up: so do its bytes."""
        return bool(self._client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def hang_up(self) -> None:
        _hang_up(self._client)


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
