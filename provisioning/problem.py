"""What a service answers when it cannot do what was asked: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Problem(Exception):
    """Ends a request. `name` is short and stable (docs/api.md); `title` is for operators and holds nothing personal."""

    def __init__(
        self, status: int, name: str, title: str, headers: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(title)
        self.status = status
        self.name = name
        self.title = title
        self.headers = dict(headers or {})
        self.members = members

    def response(self) -> Response:
        body = {"type": f"/problems/{self.name}", "title": self.title, "status": self.status, **self.members}
        return JSONResponse(body, self.status, self.headers, media_type="application/problem+json")


def malformed(title: str) -> Problem:
    return Problem(400, "malformed", title)


async def answer_problem(_: Request, error: Exception) -> Response:
    """For Starlette's `exception_handlers`."""
    assert isinstance(error, Problem)
    return error.response()


async def answer_http_error(_: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, no such method) in the same form."""
    assert isinstance(error, HTTPException)
    name = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
    headers = dict(error.headers or {})
    return Problem(error.status_code, name, error.detail, headers).response()
