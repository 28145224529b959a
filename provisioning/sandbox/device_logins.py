"""Signing in by telephone (RFC 8628) with the electronic business licence: the terminal shows a code, somebody who acts
for an enterprise scans it and agrees. In memory only; the operator's page plays the telephone."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.contract.device_login import DENIED, EXPIRED_TOKEN, OUT_OF_SCOPE, PENDING, SLOW_DOWN, SLOWER_S
from provisioning import clock
from provisioning.problem import Problem, malformed
from provisioning.sandbox.identity import Person

METHOD = "e_business_licence"
LIFE = timedelta(minutes=5)  # of a code on the screen, as the licence's app has it
INTERVAL_S = 3  # between two questions for the token; RFC 8628 takes 5 where nothing is said
MOST = 1_000  # codes that wait; the oldest goes first
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words; nothing that looks like a digit (RFC 8628, 6.1)
ANYTHING = "*"


@dataclass(frozen=True)
class Actor:
    """Somebody who may act for an enterprise. `scope`: short codes of items, or everything."""

    key: str
    person: Person = field(repr=False)
    scope: tuple[str, ...]
    until: date
    revoked: bool

    def covers(self, item: str | None) -> bool:
        return ANYTHING in self.scope or item in self.scope


@dataclass
class Waiting:
    """A code on a terminal's screen. `state`: "shown", "scanned", "approved", "denied", "used"."""

    device_code: str = field(repr=False)
    user_code: str
    terminal: str
    item: str | None  # short code
    expires_at: datetime
    interval: int
    asked_at: datetime | None = None
    state: str = "shown"
    actor: Actor | None = None


class DeviceLogins:
    def __init__(self, interval: int = INTERVAL_S) -> None:
        self.interval = interval
        self.life = LIFE
        self._waiting: dict[str, Waiting] = {}

    def ask(self, terminal: str, item: str | None, now: datetime) -> Waiting:
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
        one = Waiting(
            secrets.token_urlsafe(32), f"{letters[:4]}-{letters[4:]}", terminal, item, now + self.life, self.interval
        )
        self._waiting[one.device_code] = one
        return one

    def token(self, device_code: str, terminal: str, now: datetime) -> Person:
        """Who signed in by this code, once. Raises `Problem` with the names of RFC 8628, 3.5."""
        one = self._waiting.get(device_code)
        if one is None or one.terminal != terminal or one.state == "used" or one.expires_at <= now:
            raise Problem(400, EXPIRED_TOKEN, "the code is too old, was used, or never was")
        early = one.asked_at is not None and now - one.asked_at < timedelta(seconds=one.interval)
        one.asked_at = now
        if early:
            one.interval += SLOWER_S
            raise Problem(400, SLOW_DOWN, "asked faster than the interval")
        if one.state == "denied":
            raise Problem(400, DENIED, "it was denied on the telephone, or its holder may no longer act")
        if one.state != "approved" or one.actor is None:
            raise Problem(400, PENDING, "nobody has agreed yet")
        one.state = "used"
        if one.actor.revoked or one.actor.until < clock.china_day(now):
            raise Problem(400, DENIED, "the authority of this person has ended")
        if not one.actor.covers(one.item):
            raise Problem(403, OUT_OF_SCOPE, "the authority of this person does not cover the item")
        return one.actor.person

    # ---- the telephone ------------------------------------------------------------------------
    def shown(self, now: datetime) -> list[Waiting]:
        """What can be scanned or was just decided, the newest first."""
        return [one for one in reversed(self._waiting.values()) if one.expires_at > now and one.state != "used"]

    def scan(self, user_code: Any, key: Any, now: datetime) -> Waiting:
        """Raises `Problem` 409 `scanned` where another telephone was first, 404 `no-code` for one that is too old."""
        actor = actors().get(key) if isinstance(key, str) else None
        if actor is None:
            raise malformed(f"actor is one of {', '.join(actors())}")
        one = self._find(user_code, now)
        if one.state != "shown":
            raise Problem(409, "scanned", "another telephone was first")
        one.state, one.actor = "scanned", actor
        return one

    def decide(self, user_code: Any, approve: bool, now: datetime) -> Waiting:
        """Raises `Problem` 409 `not-scanned`, 404 `no-code`."""
        one = self._find(user_code, now)
        if one.state != "scanned":
            raise Problem(409, "not-scanned", "no telephone has scanned this code, or it was decided")
        one.state = "approved" if approve else "denied"
        return one

    def age(self, user_code: Any, now: datetime) -> Waiting:
        """Let the code grow old at once. Raises `Problem` 404 `no-code`."""
        one = self._find(user_code, now)
        one.expires_at = now
        return one

    def _find(self, user_code: Any, now: datetime) -> Waiting:
        for one in self._waiting.values():
            if one.user_code == user_code and one.expires_at > now:
                return one
        raise Problem(404, "no-code", "no terminal shows this code")


@cache
def actors() -> dict[str, Actor]:
    """Who may act for the sandbox's enterprise, by key."""
    raw = json.loads((Path(__file__).parent / "data/enterprise.json").read_text(encoding="utf-8"))
    found = {}
    for key, one in raw["actors"].items():
        person = Person(one["id_number"], one["name"], raw["uscc"], raw["name"], one["role"])
        until = date.fromisoformat(one["until"])
        found[key] = Actor(key, person, tuple(one["scope"]), until, one.get("revoked", False))
    return found
