"""Identity sessions: in memory only, so that a restart forgets everyone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioning.problem import Problem
from provisioning.sandbox.identity import Person

LIFE = timedelta(minutes=15)  # longer than any visit with its extensions
MOST = 10_000  # a flood of log-ins must not fill the memory; the oldest goes first


@dataclass(frozen=True)
class Session:
    """`terminal`: a token is worth nothing on another terminal (after RFC 8705)."""

    token: str
    person: Person
    terminal: str
    expires_at: datetime


class Sessions:
    def __init__(self) -> None:
        self._open: dict[str, Session] = {}

    def begin(self, person: Person, terminal: str, now: datetime) -> Session:
        for token in [token for token, one in self._open.items() if one.expires_at <= now]:
            del self._open[token]
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        session = Session(secrets.token_urlsafe(32), person, terminal, now + LIFE)
        self._open[session.token] = session
        return session

    def find(self, token: object, terminal: str, now: datetime) -> Session:
        """Raises `Problem` 401 `session-expired`, also for a token that never was."""
        session = self._open.get(token) if isinstance(token, str) else None
        if session is None or session.terminal != terminal or session.expires_at <= now:
            raise Problem(401, "session-expired", "the session has ended or never was")
        return session

    def still_open(self, token: object, now: datetime) -> Session | None:
        """The session that a submission names, whichever way it came; nothing is done in its name."""
        session = self._open.get(token) if isinstance(token, str) else None
        return session if session is not None and session.expires_at > now else None

    def end(self, token: str, terminal: str) -> None:
        session = self._open.get(token)
        if session is not None and session.terminal == terminal:
            del self._open[token]
