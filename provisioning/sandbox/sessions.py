"""Identity sessions: in memory only, so that a restart forgets everyone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.contract.identity import EXPIRED, TOO_LOW, Level
from provisioning.problem import Problem
from provisioning.sandbox.identity import Person

LIFE = timedelta(minutes=15)  # longer than any visit with its extensions
MOST = 10_000  # a flood of log-ins must not fill the memory; the oldest goes first
TRIES = 5  # of proving something more within one session

SIGNED = "e_business_licence"
NO_PROOFS = frozenset({"exit_entry_permit"})  # says what somebody holds, not who they are
OF_PROOFS = (Level.ASSERTED, Level.SINGLE, Level.STRONG)
"""The level of so many proofs; more than two are no more than two."""


@dataclass(frozen=True)
class Session:
    """`terminal`: a token is worth nothing on another terminal (after RFC 8705). `proofs`: what was proved, such as
    `id_card` and `face`; an asserted number is none."""

    token: str = field(repr=False)
    person: Person
    terminal: str
    expires_at: datetime
    proofs: frozenset[str] = frozenset()
    failures: int = 0  # of proving something more

    @property
    def level(self) -> Level:
        if SIGNED in self.proofs:
            return Level.SIGNED
        return OF_PROOFS[min(len(self.proofs - NO_PROOFS), len(OF_PROOFS) - 1)]

    def need(self, level: str) -> None:
        """Raises `Problem` 403 `step-up-required` where the session does not reach the level that an item asks for."""
        if not self.level.reaches(level):
            raise Problem(403, TOO_LOW, f"the item asks for level {level}, the session has {self.level}")


class Sessions:
    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._key = secrets.token_bytes(32)
        self.remember: Callable[[Session, datetime], None] = lambda session, now: None

    def begin(self, person: Person, proof: str | None, terminal: str, now: datetime) -> Session:
        """`proof`: the method that recognised the person; None where a number was merely asserted."""
        for token in [token for token, one in self._open.items() if one.expires_at <= now]:
            del self._open[token]
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        proofs = frozenset({proof} if proof else ())
        session = self._keep(Session(secrets.token_urlsafe(32), person, terminal, now + LIFE, proofs))
        self.remember(session, now)
        return session

    def find(self, token: object, terminal: str, now: datetime) -> Session:
        """Raises `Problem` 401 `session-expired`, also for a token that never was."""
        session = self._open.get(token) if isinstance(token, str) else None
        if session is None or session.terminal != terminal or session.expires_at <= now:
            raise Problem(401, EXPIRED, "the session has ended or never was")
        return session

    def still_open(self, token: object, now: datetime) -> Session | None:
        """The session that a submission names, whichever way it came; nothing is done in its name."""
        session = self._open.get(token) if isinstance(token, str) else None
        return session if session is not None and session.expires_at > now else None

    def prove(self, session: Session, proof: str, now: datetime) -> Session:
        """The session with one more proof."""
        raised = self._keep(replace(session, proofs=session.proofs | {proof}, failures=0))
        self.remember(raised, now)
        return raised

    def fail(self, session: Session) -> None:
        """A further proof did not hold."""
        self._keep(replace(session, failures=session.failures + 1))

    def check_tries(self, session: Session) -> None:
        """Raises `Problem` 429 `too-many-tries`."""
        if session.failures >= TRIES:
            raise Problem(429, "too-many-tries", "too many proofs of this session did not hold")

    def end(self, token: str, terminal: str) -> None:
        session = self._open.get(token)
        if session is not None and session.terminal == terminal:
            del self._open[token]

    def expire_all(self) -> int:
        """End every session at once, as a platform that is started anew does; gives how many there were."""
        count = len(self._open)
        self._open.clear()
        return count

    def reference(self, session: Session) -> str:
        """The same for the same person on the same terminal, and nothing anywhere else."""
        about = f"{session.terminal}\n{session.person.number}\n{session.person.uscc}".encode()
        return hmac.new(self._key, about, hashlib.sha256).hexdigest()[:32]

    def _keep(self, session: Session) -> Session:
        self._open[session.token] = session
        return session
