"""A platform of a few calls that a test holds, on a real socket; `sandbox_stand.py` has the whole one."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEPT_S = 75  # as provisioning/serving.py: the client's end of an idle connection (5 s) comes first


@dataclass
class HeldPlatform:
    """A small platform on a real socket; `refuse` makes a path answer with that status and type."""

    url: str = ""
    refuse: dict[str, tuple[int, str]] = field(default_factory=dict)
    bodies: list[tuple[str, Any]] = field(default_factory=list)
    portal: bool = False  # a captive portal answers everything with its own page
    closed: list[str] = field(default_factory=list)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/health", self._health),
                Route("/v1/identity/sessions", self._session, methods=["POST"]),
                Route("/v1/identity/session", self._close, methods=["DELETE"]),
                Route("/v1/queries", self._query, methods=["POST"]),
                Route("/v1/cases/{number}", self._case),
            ]
        )

    async def _answer(self, request: Request, status: int, body: Any) -> Response:
        if self.portal:
            return Response("<html>请先登录无线网络</html>", 200, media_type="text/html")
        if request.url.path in self.refuse:
            status, kind = self.refuse[request.url.path]
            return JSONResponse({"type": f"/problems/{kind}", "title": kind}, status)
        return JSONResponse(body, status)

    async def _health(self, request: Request) -> Response:
        return await self._answer(request, 200, {"server_time": "2026-11-22T02:24:05Z"})

    async def _session(self, request: Request) -> Response:
        self.bodies.append((request.url.path, await request.json()))
        body: dict[str, Any] = {"session": "session-0001", "level": "single", "subject": {"name": "测**甲"}}
        body["expires_at"] = "2026-11-22T02:39:05Z"
        return await self._answer(request, 201, body)

    async def _close(self, request: Request) -> Response:
        self.closed.append(request.headers["Authorization"].removeprefix("Bearer "))
        return Response(status_code=204)

    async def _case(self, request: Request) -> Response:
        """This platform decides nothing: no visit waits for it."""
        return await self._answer(request, 403, {"type": "/problems/no-cases-here", "title": "no cases here"})

    async def _query(self, request: Request) -> Response:
        self.bodies.append((request.url.path, await request.json()))
        month = {"zh": "月份", "en": "Month"}
        paid = {"zh": "缴费(元)", "en": "Paid (yuan)"}
        body = {
            "headline": {"label": {"zh": "累计月数", "en": "Months"}, "value": "12"},
            "columns": [month, paid],
            "rows": [[f"2026-{number:02d}", "812.50"] for number in range(1, 12)],
            "as_of": "2026-11-22T02:24:05Z",
            "note": None,
        }
        return await self._answer(request, 200, body)


@contextlib.asynccontextmanager
async def served(platform: HeldPlatform) -> AsyncIterator[HeldPlatform]:
    config = uvicorn.Config(
        platform.application(), log_level="critical", lifespan="off", ws="none", timeout_keep_alive=KEPT_S
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined, method-assign]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        platform.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.listen()
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield platform
        finally:
            server.should_exit = True
            await task
