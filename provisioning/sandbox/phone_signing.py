"""Signing on a telephone: what is on show at a terminal, signed or declined there, and fetched by the terminal once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.routing import Route

from kiosk.contract import signed_documents as contract
from kiosk.signing import Strokes, sha256
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.sessions import Sessions

LIFE = timedelta(minutes=5)  # to take the telephone out, scan, read and sign
MOST = 10_000  # a flood must not fill the memory; the oldest goes first


@dataclass
class Pending:
    """In memory only. `link`: what the telephone's address ends with; good for who opens it first."""

    id: str
    link: str
    asked: contract.ToSign = field(repr=False)
    holder: str = field(repr=False)
    expires_at: datetime
    state: str = "waiting"
    strokes: Strokes = field(default=(), repr=False)
    signed_at: str | None = None


class PhoneSigning:
    def __init__(self, phone: Callable[[], str]) -> None:
        """`phone`: where a citizen's telephone finds the sandbox's pages."""
        self._phone = phone
        self._by_id: dict[str, Pending] = {}

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.HAND_OVER, sessions, self.hand_over),
            route(contract.LOOK, sessions, self.look),
            route(contract.DROP, sessions, self.drop),
        ]

    # ---- the terminal -----------------------------------------------------------------------------
    def hand_over(self, call: Call[contract.ToSign]) -> contract.HandedOver:
        if sha256(call.asked.statement) != call.asked.statement_sha256:
            raise Problem(422, "other-words", "the digest is not that of the words")
        self._tidy(call.now)
        one = Pending(
            secrets.token_hex(16),
            secrets.token_urlsafe(18),
            call.asked,
            _holder(call),
            call.now + LIFE,
        )
        self._by_id[one.id] = one
        url = f"{self._phone()}/phone/sign/{one.link}"
        return contract.HandedOver(id=one.id, url=url, expires_at=clock.rfc3339(one.expires_at))

    def look(self, call: Call[None]) -> contract.OnPhone:
        self._tidy(call.now)
        one = self._by_id.get(call.path["id"])
        if one is None or one.holder != _holder(call):
            raise Problem(404, "no-such-signature", "it was never asked for, was fetched, or has grown old")
        if one.state in ("signed", "declined"):
            del self._by_id[one.id]
        return contract.OnPhone(
            state=one.state,  # type: ignore[arg-type]  # one of the four
            strokes=one.strokes,
            signed_at=one.signed_at,
            statement_sha256=sha256(one.asked.statement) if one.state == "signed" else None,
        )

    def drop(self, call: Call[None]) -> None:
        one = self._by_id.get(call.path["id"])
        if one is not None and one.holder == _holder(call):
            del self._by_id[one.id]

    # ---- the telephone ----------------------------------------------------------------------------
    def opened(self, link: str, now: datetime) -> Pending:
        """Raises `Problem` 404: once opened, a link opens nothing any more."""
        one = self._linked(link, now)
        if one.state != "waiting":
            raise _gone()
        one.state = "opened"
        return one

    def sign(self, link: str, statement_sha256: str, strokes: Strokes, now: datetime) -> None:
        """Raises `Problem`: 404, or 422 `other-words` where the telephone showed something else."""
        one = self._linked(link, now)
        if one.state != "opened":
            raise _gone()
        if statement_sha256 != sha256(one.asked.statement):
            raise Problem(422, "other-words", "something else was shown")
        one.state, one.strokes, one.signed_at = "signed", strokes, clock.rfc3339(now)

    def decline(self, link: str, now: datetime) -> None:
        """Raises `Problem` 404."""
        one = self._linked(link, now)
        if one.state != "opened":
            raise _gone()
        one.state = "declined"

    def _linked(self, link: str, now: datetime) -> Pending:
        self._tidy(now)
        for one in self._by_id.values():
            if secrets.compare_digest(one.link.encode(), link.encode()):
                return one
        raise _gone()

    def _tidy(self, now: datetime) -> None:
        for one in [one for one in self._by_id.values() if one.expires_at <= now]:
            del self._by_id[one.id]
        while len(self._by_id) >= MOST:
            del self._by_id[next(iter(self._by_id))]


def _holder(call: Call[Any]) -> str:
    """Whose it is: the person on this terminal, also after a session that was renewed."""
    return f"{call.terminal} {call.session.person.number}"


def _gone() -> Problem:
    return Problem(404, "no-such-signature", "the code was used, or has grown old")
