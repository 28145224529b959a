"""One connection to the printer: questions with a time limit, and sending that notices a printer which stops."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Iterator

from drivers.receipt_printer.escpos import EndReply, Question, RealTimeReply, replies
from drivers.receipt_printer.status import RawStatus

CONNECT_LIMIT = 2.0  # s; a printer on the same switch answers in milliseconds
REPLY_LIMIT = 1.0  # s; DLE EOT is answered out of turn, slow boards take 500 ms
STALL_LIMIT = 8.0  # s without one more byte taken: a chunk is 5 mm of paper, 0.1 s, and TCP may resend a few times
CHUNK = 4096
SEND_BUFFER = 8192  # bytes in our kernel: small, so that what "was sent" is what the printer took


class Stalled(Exception):
    """The printer takes no more bytes."""


class Link:
    """Over one TCP connection. Every method may raise `OSError` when the connection breaks."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._rest = b""
        self._answers: list[RealTimeReply] = []
        self.end: EndReply | None = None
        self.sent = 0  # bytes of jobs

    @classmethod
    async def open(cls, host: str, port: int) -> Link:
        """Raises `OSError` (also on time-out): nothing was sent."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_LIMIT):
            family, kind, proto, _, address = (await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))[0]
            connecting = socket.socket(family, kind, proto)
            try:
                connecting.setblocking(False)
                connecting.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
                connecting.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                await loop.sock_connect(connecting, address)
            except BaseException:
                connecting.close()
                raise
        return cls(connecting)

    def close(self) -> None:
        self._socket.close()

    def abort(self) -> None:
        """Close so that what waits in either end's kernel is thrown away (RST), not printed later."""
        with contextlib.suppress(OSError):  # closed before
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    async def send(self, data: bytes) -> None:
        """All of `data`. Raises `Stalled` when the printer takes nothing for `STALL_LIMIT`."""
        for chunk in _chunks(data):
            self.sent += len(chunk)  # from here on it may be on paper
            try:
                async with asyncio.timeout(STALL_LIMIT):
                    await self._loop.sock_sendall(self._socket, chunk)
            except TimeoutError as error:
                raise Stalled from error

    async def status(self) -> RawStatus | None:
        """The printer's real-time status; None when it does not answer."""
        printer = await self._ask(Question.PRINTER)
        if printer is None:
            return None
        cause = await self._ask(Question.OFFLINE_CAUSE) if printer & 0x08 else 0
        error, paper = await self._ask(Question.ERROR), await self._ask(Question.PAPER)
        if cause is None or error is None or paper is None:
            return None
        return RawStatus(printer, cause, error, paper)

    async def ended(self, limit: float) -> bool:
        """True as soon as GS r has been answered, False after `limit` seconds."""
        try:
            async with asyncio.timeout(limit):
                while self.end is None:
                    await self._receive()
        except TimeoutError:
            return False
        return True

    async def _ask(self, question: Question) -> int | None:
        try:
            async with asyncio.timeout(REPLY_LIMIT):
                self._take_what_waits()
                self._answers.clear()  # a late answer to the question before is not the answer to this one
                await self._loop.sock_sendall(self._socket, question.command)
                while not self._answers:
                    await self._receive()
        except TimeoutError:
            return None
        return self._answers.pop().byte

    async def _receive(self) -> None:
        self._sort(await self._loop.sock_recv(self._socket, 256))

    def _take_what_waits(self) -> None:
        while True:
            try:
                self._sort(self._socket.recv(256))
            except BlockingIOError:
                return

    def _sort(self, received: bytes) -> None:
        if not received:
            raise ConnectionResetError("the printer closed the connection")
        found, self._rest = replies(self._rest + received)
        for reply in found:
            if isinstance(reply, EndReply):
                self.end = reply
            else:
                self._answers.append(reply)


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
