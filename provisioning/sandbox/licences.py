"""E-licences: ten kinds, drawn for each citizen, sealed by organs that do not exist; presented once, used on record."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.routing import Route

from kiosk.catalogue.check_digits import organ_code_check, uscc_check
from kiosk.contract import licences as contract
from kiosk.contract.licences import Face, FaceField, Grade, Licence, Licences, Standing, Summary
from kiosk.contract.signatures import Seal, Sealed, Sealing
from kiosk.licences.identifier import Identifier
from kiosk.text import Localized
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.codes import people
from provisioning.sandbox.identity import Person, masked
from provisioning.sandbox.lots import Lots
from provisioning.sandbox.sessions import Sessions

SCHEMA = (Path(__file__).parent / "licences.sql").read_text(encoding="utf-8")
PRESENTED_FOR = timedelta(seconds=60)
MOST_PRESENTED = 10_000  # a flood of codes must not fill the memory; the oldest goes first
POPULATION = 32_054  # thousands of people, in 2020: of so many a kind's licences are drawn
SEAL_FROM, SEAL_TO = "2020-01-01", "2039-12-31"


@dataclass(frozen=True)
class Held:
    """A licence of a person."""

    summary: Summary
    face: Face = field(repr=False)
    organ: str


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
        ]

    def listed(self, call: Call[None]) -> Licences:
        return Licences(licences=tuple(one.summary for one in held_by(call.session.person, clock.china_day(call.now))))

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
        held, wanted = self._usable(call), call.asked
        consent = f"{wanted.consent_version} {wanted.consented_at}"
        rest = (wanted.item_code, wanted.purpose, json.dumps(wanted.fields, ensure_ascii=False), consent)
        return contract.Usage(usage=self._log(held, "used", call.terminal, call.now, rest))

    def usage(self, name: str) -> tuple[str, str] | None:
        """Identifier and item of a recorded use; None: there was none."""
        row = self._database.execute(
            "SELECT identifier, item FROM licence_log WHERE id = ? AND what = 'used'", (name,)
        ).fetchone()
        return (row["identifier"], row["item"]) if row is not None else None

    def _own(self, call: Call[Any]) -> Held:
        for one in held_by(call.session.person, clock.china_day(call.now)):
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
            "INSERT INTO licence_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (name, held.summary.identifier, what, terminal, clock.rfc3339(now), *rest),
        )
        return name


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


def held_by(person: Person, today: date) -> Iterator[Held]:
    """The same every day but for what has expired since."""
    everything = {people()[name].number for name in _templates()["all"]}
    for template in _templates()["templates"]:
        lots = Lots(person.number, template["kind"])
        drawn = lots.number("held", 1, POPULATION) <= template["weight"]
        if drawn or person.number in everything:
            yield _held(person, template, lots, today)


def _held(person: Person, template: dict[str, Any], lots: Lots, today: date) -> Held:
    issued = date(2021, 1, 1) + timedelta(days=lots.number("issued", 0, 1500))
    years = template["years"]
    valid_to = date(issued.year + years, issued.month, min(issued.day, 28)) if years else None
    standing = Standing(template.get("standing", "valid"))
    if standing is Standing.EXPIRED:
        issued = date(2018, 3, 1)
        valid_to = date(2024, 2, 28)
    if valid_to is not None and valid_to < today:
        standing = Standing.EXPIRED
    organ = _organ(template["organ"])
    serial = f"{lots.number('serial', 1, 10**10):011d}"
    type_code = organ + f"{template['organ']:03d}"
    identifier = str(Identifier(type_code, organ, serial, "001"))
    title, issuer = Localized(**template["title"]), Localized(**template["issuer"])
    small = lots.number("small", 1, 9999)
    fields = tuple(
        FaceField(name=name, label=Localized(zh, en), value=value.format(n=small))
        for name, zh, en, value in template["fields"]
    )
    common = {
        "identifier": identifier,
        "kind": template["kind"],
        "title": title,
        "issuer": issuer,
        "issued": issued.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    return Held(
        Summary(**common, standing=standing, grade=Grade(template["grade"])),
        Face(**common, holder=masked(person.name), fields=fields),
        organ,
    )


def _organ(number: int) -> str:
    """A social credit code of an organ that does not exist."""
    code = f"TE5T{number:04d}"
    body = f"11999999{code}{organ_code_check(code)}"
    return body + uscc_check(body)


@cache
def _templates() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data/licences.json").read_text(encoding="utf-8"))
    return raw
