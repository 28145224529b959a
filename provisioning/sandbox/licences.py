"""E-licences: sealed by organs that do not exist, presented once, used on record; which ones, says
`licence_holdings.py`."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.routing import Route

from kiosk.contract import licences as contract
from kiosk.contract.licences import Extracted, Licence, Licences, Standing
from kiosk.contract.signatures import Seal, Sealed, Sealing
from kiosk.text import Localized
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.identity import Person
from provisioning.sandbox.licence_holdings import Held, held_by
from provisioning.sandbox.sessions import Sessions

SCHEMA = (Path(__file__).parent / "licences.sql").read_text(encoding="utf-8")
PRESENTED_FOR = timedelta(seconds=60)
MOST_PRESENTED = 10_000  # a flood of codes must not fill the memory; the oldest goes first
LEAST = "single"  # a number that was merely typed opens nobody's licences
SEAL_FROM, SEAL_TO = "2020-01-01", "2039-12-31"


@dataclass
class _Presented:
    held: Held
    expires_at: datetime
    used: bool = False


class LicenceService:
    def __init__(self, database: sqlite3.Connection, authority: Ed25519PrivateKey) -> None:
        """`authority`: endorses the organs' seals; terminals were given its public half at enrolment."""
        self._database = database
        self._authority = authority
        self._presented: dict[str, _Presented] = {}
        database.executescript(SCHEMA)

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.LIST, sessions, self.listed),
            route(contract.VERIFY, sessions, self.verified),
            route(contract.SEE, sessions, self.seen),
            route(contract.PRESENT, sessions, self.presented),
            route(contract.USE, sessions, self.used),
            route(contract.EXTRACT, sessions, self.extracted),
        ]

    def listed(self, call: Call[None]) -> Licences:
        call.session.need(LEAST)
        return Licences(licences=tuple(one.summary for one in self.of(call.session.person, call.now)))

    def seen(self, call: Call[None]) -> Licence:
        held = self._own(call)
        self._log(held, "seen", call.terminal, call.now)
        return self._licence(held, call.now)

    def presented(self, call: Call[None]) -> contract.Presentation:
        held = self._usable(call)
        while len(self._presented) >= MOST_PRESENTED:
            del self._presented[next(iter(self._presented))]
        code = secrets.token_urlsafe(24)
        self._presented[code] = _Presented(held, call.now + PRESENTED_FOR)
        self._log(held, "presented", call.terminal, call.now)
        return contract.Presentation(code=code, expires_at=clock.rfc3339(call.now + PRESENTED_FOR))

    def verified(self, call: Call[contract.PresentedCode]) -> Licence:
        found = self._presented.get(call.asked.code)
        if found is None:
            raise Problem(404, "no-such-code", "the code is none of ours, or is long past")
        if found.used:
            raise Problem(410, "code-used", "the code has shown its licence once")
        if found.expires_at <= call.now:
            raise Problem(410, "code-expired", "the code is too old")
        found.used = True
        self._log(found.held, "verified", call.terminal, call.now)
        return self._licence(found.held, call.now)

    def used(self, call: Call[contract.UsageWanted]) -> contract.Usage:
        held = self._usable(call)
        return contract.Usage(usage=self._log(held, "used", call.terminal, call.now, _agreed(call.asked)))

    def extracted(self, call: Call[contract.UsageWanted]) -> contract.Extract:
        """No field that was not agreed to leaves the platform."""
        held, wanted = self._usable(call), call.asked
        values = {name: value for name, value in held.clear.items() if name in wanted.fields}
        document = msgspec.json.encode(Extracted(identifier=held.summary.identifier, values=values))
        usage = self._log(held, "extracted", call.terminal, call.now, _agreed(wanted))
        sealed = seal(self._authority, held.organ, held.face.issuer, document, call.now)
        return contract.Extract(usage=usage, document=document, sealed=sealed)

    def usage(self, name: str) -> tuple[str, str] | None:
        """Identifier and item of a recorded use; None: there was none."""
        row = self._database.execute(
            "SELECT identifier, item FROM licence_uses WHERE id = ? AND what IN ('used', 'extracted')", (name,)
        ).fetchone()
        return (row["identifier"], row["item"]) if row is not None else None

    # ---- the office ---------------------------------------------------------------------------
    def of(self, person: Person, now: datetime) -> list[Held]:
        """What a citizen holds, as the office left it."""
        rows = self._database.execute("SELECT identifier, standing FROM licence_standings")
        changed = {row["identifier"]: Standing(row["standing"]) for row in rows}
        return list(held_by(person, clock.china_day(now), changed))

    def set_standing(self, identifier: str, standing: Standing, now: datetime) -> None:
        """Revoke it, or let it be good again."""
        self._database.execute(
            "INSERT OR REPLACE INTO licence_standings VALUES (?, ?, ?)", (identifier, standing, clock.rfc3339(now))
        )

    def uses(self, most: int) -> list[sqlite3.Row]:
        """The newest looks and uses; nothing in them says whose they are."""
        return self._database.execute("SELECT * FROM licence_uses ORDER BY rowid DESC LIMIT ?", (most,)).fetchall()

    # ---- inside -------------------------------------------------------------------------------
    def _own(self, call: Call[Any]) -> Held:
        call.session.need(LEAST)
        for one in self.of(call.session.person, call.now):
            if one.summary.identifier == call.path["identifier"]:
                return one
        raise Problem(404, "no-such-licence", "the citizen holds no licence of this identifier")

    def _usable(self, call: Call[Any]) -> Held:
        held = self._own(call)
        if held.summary.standing is not Standing.VALID:
            raise Problem(409, f"licence-{held.summary.standing}", "the licence no longer stands")
        return held

    def _licence(self, held: Held, now: datetime) -> Licence:
        document = msgspec.json.encode(held.face)
        sealed = seal(self._authority, held.organ, held.face.issuer, document, now)
        return Licence(document=document, sealed=sealed, standing=held.summary.standing, grade=held.summary.grade)

    def _log(
        self,
        held: Held,
        what: str,
        terminal: str,
        now: datetime,
        rest: tuple[str | None, ...] = (None, None, None, None),
    ) -> str:
        name = secrets.token_hex(12)
        self._database.execute(
            "INSERT INTO licence_uses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (name, held.summary.identifier, what, terminal, clock.rfc3339(now), *rest),
        )
        return name


def _agreed(wanted: contract.UsageWanted) -> tuple[str, str, str, str]:
    """As the table keeps it."""
    fields = json.dumps(wanted.fields, ensure_ascii=False)
    return wanted.item_code, wanted.purpose, fields, f"{wanted.consent_version} {wanted.consented_at}"


def seal(authority: Ed25519PrivateKey, organ: str, title: Localized, document: bytes, now: datetime) -> Sealed:
    """The organ's seal on a document."""
    key = _seal_key(authority, organ)
    stamp = Seal(
        number=f"SEAL-TEST-{organ}",
        organ=title,
        valid_from=SEAL_FROM,
        valid_to=SEAL_TO,
        public_key=key.public_key().public_bytes_raw(),
    )
    seal_bytes = msgspec.json.encode(stamp)
    sealing = msgspec.json.encode(
        Sealing(
            document=hashlib.sha256(document).hexdigest(),
            seal=hashlib.sha256(seal_bytes).hexdigest(),
            at=clock.rfc3339(now),
        )
    )
    return Sealed(seal=seal_bytes, endorsed=authority.sign(seal_bytes), sealing=sealing, signature=key.sign(sealing))


def _seal_key(authority: Ed25519PrivateKey, organ: str) -> Ed25519PrivateKey:
    """An organ's own key, from the authority's: a sandbox keeps one secret, not one an organ."""
    derived = HKDF(hashes.SHA256(), 32, None, b"sandbox seal " + organ.encode()).derive(authority.private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(derived)
