"""The gateway of a network: a small proxy that knows CONNECT (RFC 9110, 9.3.6) and writes down what it sees."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass
class Gateway:
    """`ways`: the names that it lets through, and where each of them really is. It resolves them, nobody else can."""

    ways: dict[str, tuple[str, int]]
    url: str = ""
    requests: list[str] = field(default_factory=list)  # first lines
    headers: list[str] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)  # everything that went through, both ways
    password: str = ""  # of the Basic kind, as it stands in the header; empty: none is asked for

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *rest = head.split("\r\n")
            self.requests.append(first)
            self.headers += rest
            verb, target, _ = first.split(" ")
            if verb != "CONNECT" or target not in self.ways:
                writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            elif self.password and f"proxy-authorization: basic {self.password}" not in map(str.lower, rest):
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            else:
                await self._tunnel(reader, writer, self.ways[target])
        writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: tuple[str, int]) -> None:
        far_reader, far_writer = await asyncio.open_connection(*there)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        finally:
            far_writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while part := await reader.read(65536):
            self.seen += part
            writer.write(part)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()


@contextlib.asynccontextmanager
async def gateway(ways: dict[str, tuple[str, int]]) -> AsyncIterator[Gateway]:
    one = Gateway(ways)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    one.url = f"http://{host}:{port}"
    async with server:
        yield one
