"""A wire between terminal and platform that does what wires do. TLS passes through it: it sees bytes, no requests."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

PIECE = 4096
NEVER = 2**62


@dataclass(frozen=True)
class Manner:
    """How one connection is treated. Bytes are counted from its beginning, TLS's own among them."""

    cut_up: int = NEVER  # bytes towards the platform, after which the connection is lost
    cut_down: int = NEVER  # bytes towards the terminal
    reset: bool = False  # lost by a TCP reset; otherwise by an end that looks orderly
    silent: bool = False  # from the cut on nothing is said any more, and nobody is told: a black hole
    delay_s: float = 0.0  # before anything goes
    piece: int = PIECE  # bytes that go at once
    pause_s: float = 0.0  # after each piece: a trickle
    lasts_s: float = NEVER  # then the connection is lost
    instead: bytes | None = None  # is said to the terminal, whatever it says; the platform hears nothing


WHOLE = Manner()


class Wire:
    def __init__(self, host: str, port: int, manners: Iterator[Manner]) -> None:
        self._to = host, port
        self._manners = manners
        self._open: set[asyncio.Task[None]] = set()
        self.connections = 0
        self.up = 0  # bytes, of all connections
        self.down = 0

    @contextlib.asynccontextmanager
    async def laid(self) -> AsyncIterator[str]:
        """Gives the address at which the terminal finds the platform."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield f"https://localhost:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            for task in self._open:
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        manner = next(self._manners, WHOLE)
        try:
            await asyncio.sleep(manner.delay_s)
            await (self._answer if manner.instead is not None else self._join)(reader, writer, manner)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            if manner.reset:
                with contextlib.suppress(OSError):
                    _socket(writer).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            self._open.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manner: Manner) -> None:
        await reader.read(PIECE)
        assert manner.instead is not None
        writer.write(manner.instead)
        await writer.drain()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manner: Manner) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        try:
            ways = (
                asyncio.create_task(self._carry(reader, far_writer, manner, manner.cut_up, "up")),
                asyncio.create_task(self._carry(far_reader, writer, manner, manner.cut_down, "down")),
            )
            try:
                lasts = None if manner.lasts_s == NEVER else manner.lasts_s
                await asyncio.wait(ways, timeout=lasts, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        finally:
            far_writer.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manner: Manner, cut: int, way: str
    ) -> None:
        """Ends when the connection is to be lost."""
        left = cut
        while left and (part := await reader.read(min(manner.piece, left))):
            writer.write(part)
            await writer.drain()
            left -= len(part)
            setattr(self, way, getattr(self, way) + len(part))
            if manner.pause_s:
                await asyncio.sleep(manner.pause_s)
        if not left and manner.silent:
            while await reader.read(PIECE):
                pass
            await asyncio.sleep(NEVER)


def _socket(writer: asyncio.StreamWriter) -> socket.socket:
    found = writer.get_extra_info("socket")
    return socket.fromfd(found.fileno(), found.family, found.type)


def each(*manners: Manner, then: Callable[[], Manner] = lambda: WHOLE) -> Iterator[Manner]:
    yield from manners
    while True:
        yield then()
