"""The platform as the terminal calls it (docs/api.md), over mutual TLS.

Whatever a network, a proxy or a server can do is a value: `Away` when the platform was not reached or did
not answer as itself, `Refused` when it said no. No body is ever logged. Nothing is tried twice here, but for this:
a platform that asks for time (429 or 503 with `Retry-After`) is left alone by all callers (`kiosk/lane.py`), and what
does nothing twice (`Operation.may_repeat`) is then asked once more, if that is soon. Else the answer is `Busy`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, TypeVar, cast
from urllib.parse import quote

import httpx
import msgspec

from kiosk import clock
from kiosk.contract.health import HEALTH, service_of
from kiosk.contract.identity import END
from kiosk.contract.model import Model
from kiosk.contract.operation import Operation
from kiosk.lane import PATIENCE_S, Lane
from kiosk.settings import BadSettings, Settings
from kiosk.training.platform_for_tests import OnlyTests
from offline_cache.connection import BadConnection, platform_client
from offline_cache.verdict import retry_after

CONNECT_S = 5.0
ANSWER_S = 15.0  # longer than any sound answer; a citizen stands and waits
CLOSE_S = 5.0
ASKS_FOR_TIME = (429, 503)
PROXY_S = 60.0  # who is not the platform itself does not silence a terminal for longer

MISFIT = "misfit"
"""The type of a `Refused` that the platform does not know of: its answer was not of the agreed form."""

UNASKED = (HEALTH, END)
"""Calls for which no citizen waits."""

Asked = TypeVar("Asked", bound=Model | None)
Answered = TypeVar("Answered", bound=Model | None)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Away:
    """Not reached, or what answered was not the platform. `reason` is for the log.

    `failed`: the platform was there, but what was asked for did not work: it said so, or took its time.
    """

    reason: str
    failed: bool = False


@dataclass(frozen=True)
class Busy(Away):
    """The platform asks for time. `again_s`: seconds until it may be asked again."""

    again_s: float = 0.0


@dataclass(frozen=True)
class Refused:
    """The platform said no. `type` is the last part of the problem's type, such as `card-lost`.

    An answer that breaks the contract is one as well, of type `misfit-<call>`: the code that a citizen reads out.
    """

    status: int
    type: str


class Platform:
    """`heard` is told after every call whether the platform answered as itself; `heard_of`, whether one of its shared
    services did; `told`, what it says of them itself."""

    def __init__(self, client: httpx.AsyncClient | None, lane: Lane | None = None) -> None:
        self._client = client
        self.lane = lane or Lane()
        self._why_away = ""
        self.clock_behind_s = 0.0  # this machine's clock, as the platform's last health answer showed it
        self.heard: Callable[[bool], None] = lambda answered: None
        self.heard_of: Callable[[str, bool], None] = lambda service, answered: None
        self.told: Callable[[Mapping[str, str]], None] = lambda services: None

    @classmethod
    def open(cls, settings: Settings) -> Platform:
        """Raises `BadSettings`. Without an address the platform is away for good."""
        return cls(open_client(settings, settings.platform_url) if settings.platform_url else None)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def health(self) -> bool:
        """Whether the platform itself answers."""
        answer = await self.call(HEALTH)
        if isinstance(answer, (Away, Refused)):
            return False
        self.clock_behind_s = clock.behind(answer.server_time, clock.now())
        self.told(answer.services)
        return True

    async def call(
        self,
        operation: Operation[Asked, Answered],
        asked: Asked | None = None,
        *,
        session: str = "",
        version: str = "",
        limit_s: float = ANSWER_S,
        **path: str,
    ) -> Answered | Refused | Away:
        """Make one call. `path` fills the names in the operation's path; `version` goes as `If-Match`."""
        headers = {"Authorization": f"Bearer {session}"} if session else {}
        if version:
            headers["If-Match"] = f'"{version}"'
        answer = await self._in_lane(operation, asked, headers, path, limit_s)
        self._note(operation, answer)
        why = answer.reason if isinstance(answer, Away) else ""
        if why != self._why_away:  # a line for each turn, not for each call
            self._why_away = why
            _log.warning("the platform is away: %s", why) if why else _log.info("the platform answers")
        return answer

    def _note(self, operation: Operation[Any, Any], answer: object) -> None:
        """A shared service that fails is not the platform being away."""
        service = service_of(operation.path)
        away = isinstance(answer, Away)
        failed = isinstance(answer, Away) and answer.failed
        self.heard(not away or (service is not None and failed))
        if service is not None and (not away or failed):
            self.heard_of(service, not away)

    async def end_session(self, session: str) -> None:
        """Best effort: the platform ends it by itself otherwise."""
        answer = await self.call(END, session=session, limit_s=CLOSE_S)
        if isinstance(answer, (Away, Refused)):
            _log.info("a session was left to expire")

    async def _in_lane(
        self,
        operation: Operation[Asked, Answered],
        asked: Asked | None,
        headers: dict[str, str],
        path: dict[str, str],
        limit_s: float,
    ) -> Answered | Refused | Away:
        """Wait for the lane where that is soon; what may be repeated, also a second time."""
        quietly = operation in UNASKED
        patience = min(PATIENCE_S, limit_s)
        for last in (not operation.may_repeat, True):
            if (left := await self.lane.enter(patience, quietly=quietly)) > 0:
                return Busy("it asks for time", again_s=left)
            answer = await self._exchange(operation, asked, headers, path, limit_s)
            if not isinstance(answer, Busy):
                return answer
            self.lane.hold(answer.again_s)
            if last:
                break
        left = self.lane.left
        if not quietly:
            self.lane.waits(left, False)
        return Busy("it asks for time", again_s=left)

    async def _exchange(
        self,
        operation: Operation[Asked, Answered],
        asked: Asked | None,
        headers: dict[str, str],
        path: dict[str, str],
        limit_s: float,
    ) -> Answered | Refused | Away:
        if self._client is None:
            return Away("no address is set")
        url = operation.path.format_map({name: quote(value, safe="") for name, value in path.items()})
        try:
            async with asyncio.timeout(limit_s):
                response = await self._client.request(
                    operation.verb, url, headers=headers, params=_params(operation, asked), json=_body(operation, asked)
                )
        except (httpx.HTTPError, TimeoutError) as error:
            return Away(type(error).__name__, failed=isinstance(error, (TimeoutError, httpx.ReadTimeout)))
        if response.status_code == operation.status:
            return _answer(operation, response)
        problem = _object(response)
        if (time := _asks_for_time(operation, response, problem)) is not None:
            return Busy(f"status {response.status_code}", again_s=time)
        if 400 <= response.status_code < 500 and "type" in problem:
            return Refused(response.status_code, str(problem["type"]).rsplit("/", 1)[-1])
        return Away(f"status {response.status_code}, not the platform's own answer", failed=response.status_code >= 500)


def open_client(settings: Settings, url: str) -> httpx.AsyncClient:
    """A client for the platform or the fleet service at `url`. Raises `BadSettings`."""
    try:
        client = platform_client(
            url, settings.platform_ca, settings.terminal_cert, settings.terminal_key, proxy=settings.proxy
        )
    except BadConnection as error:
        raise BadSettings(str(error)) from error
    client.base_url = httpx.URL(url)
    client.timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
    if settings.training and url == settings.platform_url:
        client.event_hooks = {"request": [OnlyTests(client)], "response": []}
    return client


def _asks_for_time(operation: Operation[Any, Any], response: httpx.Response, problem: dict[str, Any]) -> float | None:
    """Seconds. A 429 that the call has of its own, such as `too-many-tries`, is about this citizen and no such word."""
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
    if response.status_code not in ASKS_FOR_TIME or (response.status_code, kind) in operation.problems:
        return None
    asked = retry_after(response.headers)
    return asked if asked is None or "type" in problem else min(asked, PROXY_S)


def _params(operation: Operation[Any, Any], asked: Model | None) -> dict[str, Any] | None:
    if operation.verb != "GET" or asked is None:
        return None
    return {name: value for name, value in msgspec.to_builtins(asked).items() if value is not None}


def _body(operation: Operation[Any, Any], asked: Model | None) -> Any:
    return None if operation.verb == "GET" or asked is None else msgspec.to_builtins(asked)


def _answer(operation: Operation[Any, Answered], response: httpx.Response) -> Answered | Refused | Away:
    """The answer as the contract has it. What is no JSON object is a portal's page, and not the platform."""
    if operation.answered is NoneType:
        return cast(Answered, None)
    if not _object(response):
        return Away("an answer that is not the platform's")
    try:
        return msgspec.json.decode(response.content, type=operation.answered)
    except (msgspec.DecodeError, UnicodeDecodeError):  # its text may quote the answer
        _log.error("an answer to %s breaks the contract", operation.name)
        return Refused(response.status_code, f"{MISFIT}-{operation.name}")


def _object(response: httpx.Response) -> dict[str, Any]:
    """The body where it is a JSON object, else nothing."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
