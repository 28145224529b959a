"""The platform as the terminal calls it (docs/api.md), over mutual TLS.

Whatever a network, a proxy or a server can do is a value: `Away` when the platform was not reached or did
not answer as itself, `Refused` when it said no. Nothing is tried twice here, and no body is ever logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from kiosk.clock import CHINA
from kiosk.settings import BadSettings, Settings
from kiosk.text import Localized
from offline_cache.connection import BadConnection, platform_client

CONNECT_S = 5.0
ANSWER_S = 15.0  # longer than any sound answer; a citizen stands and waits
CLOSE_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Away:
    """Not reached, or what answered was not the platform. `reason` is for the log."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The platform said no. `type` is the last part of the problem's type, such as `card-lost`."""

    status: int
    type: str


@dataclass(frozen=True)
class Session:
    token: str = field(repr=False)
    level: str = ""
    expires_at: str = ""
    subject: str = field(default="", repr=False)  # the citizen's name, masked


@dataclass(frozen=True, repr=False)
class QueryResult:
    headline_label: Localized | None
    headline: str | None
    columns: tuple[Localized, ...]
    rows: tuple[tuple[str, ...], ...]
    as_of: str
    note: Localized | None


class Platform:
    """`heard` is told after every call whether the platform answered as itself."""

    def __init__(self, client: httpx.AsyncClient | None) -> None:
        self._client = client
        self._why_away = ""
        self.heard: Callable[[bool], None] = lambda answered: None

    @classmethod
    def open(cls, settings: Settings) -> Platform:
        """Raises `BadSettings`. Without an address the platform is away for good."""
        return cls(open_client(settings, settings.platform_url) if settings.platform_url else None)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def health(self) -> bool:
        """Whether the platform itself answers: a captive portal has no `server_time`."""
        answer = await self._call("GET", "/v1/health", expect=200, needs=("server_time",))
        return not isinstance(answer, Away)

    async def open_session(self, method: str, evidence: Mapping[str, str]) -> Session | Refused | Away:
        body = {"method": method, "evidence": dict(evidence)}
        answer = await self._call("POST", "/v1/identity/sessions", body, expect=201, needs=("session",))
        if isinstance(answer, (Away, Refused)):
            return answer
        subject = answer.get("subject")
        name = str(subject.get("name", "")) if isinstance(subject, dict) else ""
        return Session(str(answer["session"]), str(answer.get("level", "")), str(answer.get("expires_at", "")), name)

    async def close_session(self, session: Session) -> None:
        """Best effort: the platform ends it by itself otherwise."""
        if self._client is None:
            return
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._client.delete(f"/v1/identity/sessions/{session.token}")
        except (httpx.HTTPError, TimeoutError) as error:
            _log.info("a session was left to expire: %s", type(error).__name__)

    async def query(self, session: Session, item_code: str, answers: Mapping[str, Any]) -> QueryResult | Refused | Away:
        body = {"session": session.token, "item_code": item_code, "answers": dict(answers)}
        answer = await self._call("POST", "/v1/queries", body, expect=200, needs=("columns", "rows"))
        if isinstance(answer, (Away, Refused)):
            return answer
        try:
            return _result(answer)
        except (KeyError, TypeError, ValueError):
            return Away("an answer of another form")

    async def _call(
        self, verb: str, path: str, body: Mapping[str, Any] | None = None, *, expect: int, needs: tuple[str, ...]
    ) -> dict[str, Any] | Refused | Away:
        answer = await self._exchange(verb, path, body, expect, needs)
        self.heard(not isinstance(answer, Away))
        why = answer.reason if isinstance(answer, Away) else ""
        if why != self._why_away:  # a line for each turn, not for each call
            self._why_away = why
            _log.warning("the platform is away: %s", why) if why else _log.info("the platform answers")
        return answer

    async def _exchange(
        self, verb: str, path: str, body: Mapping[str, Any] | None, expect: int, needs: tuple[str, ...]
    ) -> dict[str, Any] | Refused | Away:
        if self._client is None:
            return Away("no address is set")
        try:
            async with asyncio.timeout(ANSWER_S):
                response = await self._client.request(verb, path, json=body)
        except (httpx.HTTPError, TimeoutError) as error:
            return Away(type(error).__name__)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.status_code == expect and isinstance(answer, dict) and all(name in answer for name in needs):
            return answer
        if 400 <= response.status_code < 500 and isinstance(answer, dict) and "type" in answer:
            return Refused(response.status_code, str(answer["type"]).rsplit("/", 1)[-1])
        return Away(f"status {response.status_code}, not the platform's own answer")


def open_client(settings: Settings, url: str) -> httpx.AsyncClient:
    """A client for the platform or the fleet service at `url`. Raises `BadSettings`."""
    try:
        client = platform_client(url, settings.platform_ca, settings.terminal_cert, settings.terminal_key)
    except BadConnection as error:
        raise BadSettings(str(error)) from error
    client.base_url = httpx.URL(url)
    client.timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
    return client


def _result(answer: Mapping[str, Any]) -> QueryResult:
    headline = answer.get("headline")
    note = answer.get("note")
    columns = tuple(_localized(column) for column in answer["columns"])
    rows = tuple(tuple(str(cell) for cell in row) for row in answer["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row of another width than the columns")
    return QueryResult(
        headline_label=_localized(headline["label"]) if headline else None,
        headline=str(headline["value"]) if headline else None,
        columns=columns,
        rows=rows,
        as_of=_moment(str(answer.get("as_of", ""))),
        note=_localized(note) if note else None,
    )


def _moment(text: str) -> str:
    """A time of the interface (RFC 3339, UTC) as the clock on the wall says it; a plain day stays as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment.tzinfo is not None else text


def _localized(value: Any) -> Localized:
    if isinstance(value, str):
        return Localized(value, value)
    return Localized(str(value["zh"]), str(value["en"]))
