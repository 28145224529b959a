"""A connection that lay idle is not used again: the far end may be closing it, and the call would be lost."""

from __future__ import annotations

import asyncio

import pytest

from offline_cache import connection
from offline_cache.connection import platform_client

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


async def test_a_call_after_a_pause_has_a_connection_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    # Guards against: "the platform is away" although it is there; a submission that may have arrived or not.
    assert connection.IDLE_S < 5.0  # after which the far end may close
    monkeypatch.setattr(connection, "IDLE_S", 0.2)
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(0)
        while (await reader.readline()).strip():
            while (await reader.readline()).strip():
                pass
            connections[-1] += 1
            writer.write(ANSWER)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, platform_client(url, None, None, None) as client:
        for pause in (0.0, 0.4):
            await asyncio.sleep(pause)
            assert (await client.get(url)).status_code == 204
    assert connections == [1, 1]
