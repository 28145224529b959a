"""A declared operation (kiosk/contract) as a route: decoding, session and answer are the same for all."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Generic, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.contract.model import Model
from kiosk.contract.operation import Operation
from provisioning import clock
from provisioning.callers import read_bytes
from provisioning.problem import Problem, malformed
from provisioning.sandbox.sessions import Session, Sessions

Asked = TypeVar("Asked", bound=Model | None)
Answered = TypeVar("Answered", bound=Model | None)


@dataclass(frozen=True, repr=False)
class Call(Generic[Asked]):
    """One request. `version` is what `If-Match` names; empty where the operation is not versioned."""

    asked: Asked
    terminal: str
    now: datetime
    path: dict[str, str]
    version: str
    token: str
    sessions: Sessions

    @property
    def session(self) -> Session:
        """Raises `Problem` 401 `session-expired`."""
        return self.sessions.find(self.token, self.terminal, self.now)


def route(
    operation: Operation[Asked, Answered],
    sessions: Sessions,
    handle: Callable[[Call[Asked]], Answered | Awaitable[Answered]],
) -> Route:
    """`handle` gives the answer or raises `Problem`; a call that needs a session has one when it is called. One that
    takes its time is a coroutine: the others go on meanwhile."""

    async def endpoint(request: Request) -> Response:
        version = _version(request) if operation.versioned else ""
        call = Call(
            asked=await _asked(operation, request),
            terminal=request.scope["terminal"],
            now=clock.now(),
            path=dict(request.path_params),
            version=version,
            token=_token(request) if operation.session else "",
            sessions=sessions,
        )
        if operation.session and operation.answered is not NoneType:
            _ = call.session
        given = handle(call)
        answer = await given if inspect.isawaitable(given) else given
        if answer is None:
            return Response(status_code=operation.status)
        content = msgspec.json.encode(answer)
        headers = {"Cache-Control": "no-store"}
        return Response(content, operation.status, headers, media_type="application/json")

    return Route(operation.path, endpoint, methods=[operation.verb], name=operation.name)


async def _asked(operation: Operation[Asked, Answered], request: Request) -> Asked:
    kind = operation.asked
    if kind is NoneType:
        return None  # type: ignore[return-value]
    try:
        if operation.verb == "GET":
            return msgspec.convert(dict(request.query_params), type=kind, strict=False)
        return msgspec.json.decode(await read_bytes(request), type=kind)
    except msgspec.ValidationError as error:
        raise malformed(_place(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise malformed("the body is not JSON") from None


def _place(text: str) -> str:
    """Where the body is wrong. What stands there may be personal, and msgspec quotes some of it."""
    _, _, place = text.rpartition(" - at ")
    return (
        f"the body does not fit the contract at {place.strip('`')}" if place else "the body does not fit the contract"
    )


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _version(request: Request) -> str:
    named = request.headers.get("If-Match", "").strip('"')
    if not named:
        raise Problem(428, "version-required", "If-Match names the version that is changed")  # RFC 6585
    return named
