"""One terminal's connection, as cheap as Python can make it: the generator must not be what is measured."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Answer:
    status: int
    body: bytes
    seconds: float


class Wire:
    """HTTP/1.1 over one TLS connection that is kept; answers have a length."""

    def __init__(self, address: str, tls: ssl.SSLContext) -> None:
        parts = urlsplit(address)
        self._host, self._port, self._tls = str(parts.hostname), int(parts.port or 443), tls
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> Wire:
        self._reader, self._writer = await asyncio.open_connection(
            self._host, self._port, ssl=self._tls, server_hostname="localhost"
        )
        return self

    async def close(self) -> None:
        self._writer.close()

    async def ask(self, verb: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        lines = [f"{verb} {path} HTTP/1.1", f"Host: {self._host}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        begun = time.perf_counter()
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        content = await self._reader.readexactly(length) if length else b""
        return Answer(int(head[9:12]), content, time.perf_counter() - begun)
