"""Somebody between terminal and platform who ends TLS himself: answers in its place, hides answers, sends twice.

He has a certificate of the test authority, so that the terminal believes him, and the terminal's own towards the
platform. What a captive portal, a company's proxy or a load balancer does to single requests is done here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provisioning.authority import Authority, Pair
from tests.offline_cache.far_end import Cut, free_socket
from tests.provisioning.services import Service, tls

METHODS = ["GET", "HEAD", "POST", "PATCH", "DELETE"]
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
Forward = Callable[[], Awaitable[Response]]
Deed = Callable[[Request, Forward], Awaitable[Response]]


async def pass_on(_: Request, forward: Forward) -> Response:
    return await forward()


async def hide_answer(_: Request, forward: Forward) -> Response:
    """The platform has it, and the terminal never hears of that."""
    await forward()
    raise Cut


async def send_twice(_: Request, forward: Forward) -> Response:
    await forward()
    return await forward()


async def send_both_at_once(_: Request, forward: Forward) -> Response:
    first, second = await asyncio.gather(forward(), forward())
    return second if first.status_code >= 400 else first


async def send_and_fail(_: Request, forward: Forward) -> Response:
    """A proxy that gave up waiting, after the platform had stored."""
    await forward()
    return Response("upstream timed out", 504)


@dataclass(frozen=True)
class Say:
    """Answer so, and let the platform hear nothing."""

    status: int
    body: str = ""
    headers: Mapping[str, str] | None = None

    async def __call__(self, _: Request, forward: Forward) -> Response:
        return Response(self.body, self.status, self.headers)


@dataclass
class Middle:
    """`deed`: what is done to the next requests; `left`: to how many of them, then they are passed on."""

    service: Service
    deed: Deed = pass_on
    left: int = 0
    requests: int = 0

    def do(self, deed: Deed, times: int = 1) -> None:
        self.deed, self.left = deed, times

    async def _serve(self, request: Request) -> Response:
        body = await request.body()
        self.requests += 1
        deed, self.left = (self.deed, self.left - 1) if self.left > 0 else (pass_on, 0)

        async def forward() -> Response:
            headers = {name: value for name, value in request.headers.items() if name not in HOP_BY_HOP | {"host"}}
            found = await self._client.request(request.method, request.url.path, headers=headers, content=body)
            kept = {name: value for name, value in found.headers.items() if name not in HOP_BY_HOP}
            return Response(found.content, found.status_code, kept)

        return await deed(request, forward)

    @contextlib.asynccontextmanager
    async def between(self, pair: Pair | None = None) -> AsyncIterator[str]:
        """Gives the address at which the terminal finds him. `pair`: his certificate, when it is a wrong one."""
        pair = pair or Authority.open(self.service.home / "authority").server()
        inner = Starlette(routes=[Route("/{path:path}", self._serve, methods=METHODS)])

        async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            try:
                await inner(scope, receive, send)
            except Cut:
                send.__self__.transport.abort()

        bound = free_socket()
        config = uvicorn.Config(app, log_level="critical", http="h11", lifespan="off", ws="none")
        config.ssl_certfile, config.ssl_keyfile = str(pair.certificate), str(pair.key)
        config.timeout_graceful_shutdown = 0
        server = uvicorn.Server(config)
        verify = tls(self.service.home)
        async with httpx.AsyncClient(base_url=self.service.address, verify=verify, trust_env=False) as self._client:
            task = asyncio.create_task(server._serve([bound]))
            while not server.started:
                await asyncio.sleep(0.005)
            try:
                yield f"https://localhost:{bound.getsockname()[1]}"
            finally:
                server.should_exit = server.force_exit = True
                await task


def other_authority(folder: Path) -> Pair:
    """A server's certificate for the right names, from an authority that no terminal trusts."""
    return Authority.open(folder).server()
