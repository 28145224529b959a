"""Who calls a service, and what they sent."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from provisioning.authority import TERMINAL_ID
from provisioning.problem import Problem, malformed

LARGEST_JSON = 256 * 1024


class KnownTerminals:
    """ASGI middleware: who calls is the certificate's common name, `scope["terminal"]`; nobody calls without one."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            name = scope["peer"].name
            if name is None or not TERMINAL_ID.fullmatch(name):
                problem = Problem(401, "terminal-unknown", "a terminal's certificate is needed")
                await problem.response()(scope, receive, send)
                return
            scope["terminal"] = name
        await self._inner(scope, receive, send)


async def read_bytes(request: Request) -> bytes:
    """A request's body, as large as JSON may be. Raises `Problem`."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_JSON:
            raise Problem(413, "too-large", f"a request holds at most {LARGEST_JSON} bytes")
    return bytes(raw)


async def read_object(request: Request) -> dict[str, Any]:
    """A request's JSON object. Raises `Problem`."""
    try:
        body = json.loads(await read_bytes(request))
    except (ValueError, RecursionError) as error:
        raise malformed("the body is not JSON") from error
    if not isinstance(body, dict):
        raise malformed("the body is not a JSON object")
    return body
