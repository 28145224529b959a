"""E-licences: sealed by organs that do not exist, presented once, used on record; which ones, says
`licence_holdings.py`."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from starlette.routing import Route

from kiosk.contract import licences as contract
from kiosk.contract.licences import FACE, Extracted, Licence, Licences, Standing
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.identity import Person
from provisioning.sandbox.licence_holdings import Held, held_by
from provisioning.sandbox.seals.house import Organ, SealHouse
from provisioning.sandbox.seals.ofd_writer import Written, write
from provisioning.sandbox.sessions import Sessions

SCHEMA = (Path(__file__).parent / "licences.sql").read_text(encoding="utf-8")
PRESENTED_FOR = timedelta(seconds=60)
MOST_PRESENTED = 10_000  # a flood of codes must not fill the memory; the oldest goes first
LEAST = "single"  # a number that was merely typed opens nobody's licences


@dataclass
class _Presented:
    held: Held
    expires_at: datetime
    used: bool = False


class LicenceService:
    def __init__(self, database: sqlite3.Connection, house: SealHouse) -> None:
        self._database = database
        self._house = house
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
        held = self.of(call.session.person, call.now)
        uses = self._uses([one.summary.identifier for one in held])
        first = sorted(
            held, key=lambda one: (one.summary.standing is not Standing.VALID, -uses[one.summary.identifier])
        )
        return Licences(licences=tuple(one.summary for one in first))

    def seen(self, call: Call[None]) -> Licence:
        held = self._own(call)
        self.log(held, "seen", call.terminal, call.now)
        return self._licence(held, call.now)

    def presented(self, call: Call[None]) -> contract.Presentation:
        code, ends = self.present(self.usable(call), call.terminal, call.now)
        return contract.Presentation(code=code, expires_at=clock.rfc3339(ends))

    def present(self, held: Held, terminal: str, now: datetime) -> tuple[str, datetime]:
        """A code that shows the licence once, and until when. `terminal`: empty for a telephone."""
        while len(self._presented) >= MOST_PRESENTED:
            del self._presented[next(iter(self._presented))]
        code = secrets.token_urlsafe(24)
        self._presented[code] = _Presented(held, now + PRESENTED_FOR)
        self.log(held, "presented", terminal, now)
        return code, now + PRESENTED_FOR

    def verified(self, call: Call[contract.PresentedCode]) -> Licence:
        found = self._presented.get(call.asked.code)
        if found is None:
            raise Problem(404, "no-such-code", "the code is none of ours, or is long past")
        if found.used:
            raise Problem(410, "code-used", "the code has shown its licence once")
        if found.expires_at <= call.now:
            raise Problem(410, "code-expired", "the code is too old")
        found.used = True
        self.log(found.held, "verified", call.terminal, call.now)
        return self._licence(found.held, call.now)

    def used(self, call: Call[contract.UsageWanted]) -> contract.Usage:
        held = self.usable(call)
        return contract.Usage(usage=self.log(held, "used", call.terminal, call.now, _agreed(call.asked)))

    def extracted(self, call: Call[contract.UsageWanted]) -> contract.Extract:
        """No field that was not agreed to leaves the platform."""
        held, wanted = self.usable(call), call.asked
        values = {name: value for name, value in held.clear.items() if name in wanted.fields}
        document = msgspec.json.encode(Extracted(identifier=held.summary.identifier, values=values))
        usage = self.log(held, "extracted", call.terminal, call.now, _agreed(wanted))
        sealed = self._house.seal(organ_of(held), document, call.now, held.summary.identifier)
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

    def _uses(self, identifiers: list[str]) -> Counter[str]:
        """How often each was presented, used or taken along: who opens the list most likely comes for it again."""
        rows = self._database.execute(
            "SELECT identifier, count(*) AS uses FROM licence_uses WHERE what NOT IN ('seen', 'verified')"
            " AND identifier IN (SELECT value FROM json_each(?)) GROUP BY identifier",
            (json.dumps(identifiers),),
        )
        return Counter({row["identifier"]: row["uses"] for row in rows.fetchall()})

    # ---- inside -------------------------------------------------------------------------------
    def _own(self, call: Call[Any]) -> Held:
        call.session.need(LEAST)
        for one in self.of(call.session.person, call.now):
            if one.summary.identifier == call.path["identifier"]:
                return one
        raise Problem(404, "no-such-licence", "the citizen holds no licence of this identifier")

    def usable(self, call: Call[Any]) -> Held:
        held = self._own(call)
        if held.summary.standing is not Standing.VALID:
            raise Problem(409, f"licence-{held.summary.standing}", "the licence no longer stands")
        return held

    def _licence(self, held: Held, now: datetime) -> Licence:
        document = sealed_licence(self._house, held, now)
        return Licence(document=document, standing=held.summary.standing, grade=held.summary.grade)

    def log(
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


def sealed_licence(house: SealHouse, held: Held, now: datetime) -> bytes:
    """An OFD document with the seal of the organ that issued it."""
    face, organ = held.face, organ_of(held)
    lines = [
        face.title.zh,
        organ.name,
        f"证照标识：{face.identifier}",
        f"持证人：{face.holder}",
        f"发证日期：{face.issued}",
    ]
    lines += [f"有效期至：{face.valid_to}"] if face.valid_to else []
    lines += [f"{one.label.zh}：{one.value}" for one in face.fields]
    what = Written(face.identifier, tuple(lines), {FACE: msgspec.json.encode(face)})
    return write(what, now, house.seal_file(organ), lambda content, path: house.seal(organ, content, now, path))


def organ_of(held: Held) -> Organ:
    return Organ(held.organ, held.face.issuer.zh)
