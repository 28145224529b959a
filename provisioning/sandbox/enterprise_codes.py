"""Codes that the app of the electronic business licence (电子营业执照) shows of itself, for a terminal to scan: for one
use, short-lived, and saying nothing about anyone. In memory only."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.contract.device_login import DENIED, OUT_OF_SCOPE, OWN_CODE
from provisioning import clock
from provisioning.problem import Problem, malformed
from provisioning.sandbox.codes import Code
from provisioning.sandbox.device_logins import LIFE, Actor, actors
from provisioning.sandbox.identity import Person

MOST = 1_000  # the oldest goes first


@dataclass
class _Shown:
    actor: Actor
    expires_at: datetime
    used: bool = False


class EnterpriseCodes:
    def __init__(self) -> None:
        self._shown: dict[str, _Shown] = {}

    def issue(self, key: Any, now: datetime, life: timedelta = LIFE) -> Code:
        """What the telephone of this actor shows. Raises `Problem` 400 `malformed` for a name that is none."""
        actor = actors().get(key) if isinstance(key, str) else None
        if actor is None:
            raise malformed(f"actor is one of {', '.join(actors())}")
        while len(self._shown) >= MOST:
            del self._shown[next(iter(self._shown))]
        code = secrets.token_urlsafe(32)
        self._shown[code] = _Shown(actor, now + life)
        return Code(OWN_CODE + code, now + life)

    def redeem(self, evidence: Mapping[str, str], item: str | None, now: datetime) -> Person:
        """Whose code it is, once. `item`: short code of what it is for. Raises `Problem`: 401 `not-recognised`,
        `code-expired`; 403 `access_denied` where the authority has ended, `scope-not-covered`."""
        shown = self._shown.get(evidence.get("code", ""))
        if shown is None:
            raise Problem(401, "not-recognised", "the code is none of ours")
        if shown.used or shown.expires_at <= now:
            raise Problem(401, "code-expired", "the code is too old, or was used")
        shown.used = True
        if shown.actor.revoked or shown.actor.until < clock.china_day(now):
            raise Problem(403, DENIED, "the authority of this person has ended")
        if not shown.actor.covers(item):
            raise Problem(403, OUT_OF_SCOPE, "the authority of this person does not cover the item")
        return shown.actor.person
