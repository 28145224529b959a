"""One request and its answer, with the care that any answer of a network needs."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import httpx

from offline_cache.link import Throttle

ANSWER_LIMIT = 64 * 1024  # bytes; no answer of the platform to the outbox is near it
CONNECT_S, READ_S, WRITE_S = 5.0, 30.0, 20.0  # writing: of one piece, so that it means no progress at all
SLOWEST = 4 * 1024  # bytes a second; a slower link is treated as broken

UNHINDERED = Throttle(None)
TRANSPORT_FAILURES = (httpx.RequestError, httpx.InvalidURL, ssl.SSLError, OSError, TimeoutError)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(repr=False)


def deadline(size: int) -> float:
    """Seconds that sending `size` bytes and hearing the answer may take in all."""
    return CONNECT_S + READ_S + size / SLOWEST


async def ask(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    *,
    limit: int = ANSWER_LIMIT,
    throttle: Throttle = UNHINDERED,
) -> Answer:
    """Send one request. Follows no redirect; reads no more than `limit` bytes. Raises `TRANSPORT_FAILURES`."""
    sent = {"Accept-Encoding": "identity", **(headers or {})}
    if content:
        sent["Content-Length"] = str(len(content))
    async with client.stream(
        method,
        url,
        headers=sent,
        content=_chunks(content, throttle) if content else None,
        follow_redirects=False,
        timeout=httpx.Timeout(READ_S, connect=CONNECT_S, write=WRITE_S),
    ) as response:
        body = b""
        async for part in response.aiter_raw():
            body += part
            if len(body) > limit:
                break
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body[:limit])


async def _chunks(content: bytes, throttle: Throttle) -> AsyncIterator[bytes]:
    view, piece = memoryview(content), throttle.piece
    for start in range(0, len(view), piece):
        part = bytes(view[start : start + piece])
        await throttle.let(len(part))
        yield part
