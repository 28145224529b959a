"""Codes of the electronic social security card (电子社保卡), as its app shows them: random, for one use, short-lived.

A code says nothing about anyone; only the platform knows whose it is. In memory only, as sessions are.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from provisioning.problem import Problem, malformed
from provisioning.sandbox.identity import Person

METHOD = "qr_code"
LIFE = timedelta(minutes=2)  # apps draw a new one each minute; a code that was just on show is still good
MOST = 10_000  # a flood of new codes must not fill the memory; the oldest goes first


@dataclass
class _Issued:
    person: Person
    expires_at: datetime
    used: bool = False


@dataclass(frozen=True)
class Code:
    text: str = field(repr=False)
    expires_at: datetime


class Codes:
    def __init__(self) -> None:
        self._issued: dict[str, _Issued] = {}

    def issue(self, name: Any, now: datetime, life: timedelta = LIFE) -> Code:
        """A new code for a test person (`"jia"`). Raises `Problem` 400 `malformed` for a name that is none."""
        person = people().get(name) if isinstance(name, str) else None
        if person is None:
            raise malformed(f"person is one of {', '.join(sorted(people()))}")
        while len(self._issued) >= MOST:
            del self._issued[next(iter(self._issued))]
        code = Code(secrets.token_urlsafe(32), now + life)
        self._issued[code.text] = _Issued(person, code.expires_at)
        return code

    def redeem(self, evidence: Any, now: datetime) -> Person:
        """Whose code it is, once.

        Raises `Problem`: 400 `malformed`; 401 `not-recognised` for one that never was (or long ago), `code-expired`
        for one that is too old or was used.
        """
        code = evidence.get("code") if isinstance(evidence, dict) else None
        if not isinstance(code, str):
            raise malformed("evidence lacks code, a text")
        issued = self._issued.get(code)
        if issued is None:
            raise Problem(401, "not-recognised", "the code is none of ours")
        if issued.used or issued.expires_at <= now:
            raise Problem(401, "code-expired", "the code is too old, or was used")
        issued.used = True
        return issued.person


@cache
def people() -> Mapping[str, Person]:
    raw = json.loads((Path(__file__).parent / "data/people.json").read_text(encoding="utf-8"))
    return {key: Person(one["id_number"], one["name"]) for key, one in raw["people"].items()}
