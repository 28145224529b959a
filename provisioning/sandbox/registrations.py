"""First-time registration: consent to the version that is in force, and three proofs at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
from starlette.routing import Route

from kiosk.contract import identity as sessions_contract
from kiosk.contract import registration as contract
from provisioning import clock
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.faces import Faces
from provisioning.sandbox.identity import recognise
from provisioning.sandbox.messages import AGAIN_AFTER, Messages, masked_phone
from provisioning.sandbox.people import described
from provisioning.sandbox.sessions import Sessions

SCHEMA = (Path(__file__).parent / "registrations.sql").read_text(encoding="utf-8")
CARD = "id_card"  # 国办函〔2016〕108号: the ID card, and two of the others


class Registered:
    """Test people are registered unless `data/people.json` says that they are new; those who registered stay so."""

    def __init__(self, database: sqlite3.Connection, digest: Callable[[str], str]) -> None:
        self._database = database
        self._digest = digest
        database.executescript(SCHEMA)

    def knows(self, number: str) -> bool:
        if number not in _new_people():
            return True
        row = self._database.execute("SELECT 1 FROM registrations WHERE person = ?", (self._digest(number),))
        return row.fetchone() is not None

    def add(self, number: str, phone: str, agreed: contract.Agreed, terminal: str, now: str) -> None:
        """Once; who registers again agrees anew."""
        values = (self._digest(number), self._digest(phone), agreed.version, agreed.at, terminal, now)
        with transaction(self._database):
            self._database.execute("INSERT OR REPLACE INTO registrations VALUES (?, ?, ?, ?, ?, ?)", values)

    def consents(self) -> list[tuple[str, str, str]]:
        """Version, time and terminal of each consent, the newest first."""
        rows = self._database.execute("SELECT consent, agreed_at, terminal FROM registrations ORDER BY at DESC")
        return [tuple(row) for row in rows.fetchall()]


class Registrations:
    def __init__(self, registered: Registered, messages: Messages, faces: Faces) -> None:
        self._registered = registered
        self._messages = messages
        self._faces = faces

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.CONSENT, sessions, self.consent),
            route(contract.SEND, sessions, self.send),
            route(contract.REGISTER, sessions, self.register),
        ]

    def consent(self, call: Call[None]) -> contract.Consent:
        return _consent()

    def send(self, call: Call[contract.PhoneAsked]) -> sessions_contract.CodeSent:
        phone = call.asked.phone
        sent = self._messages.send(phone, "实名注册", call.now)
        return sessions_contract.CodeSent(
            challenge=sent.challenge,
            sent_to=masked_phone(phone),
            expires_at=clock.rfc3339(sent.expires_at),
            again_after_s=int(AGAIN_AFTER.total_seconds()),
        )

    def register(self, call: Call[contract.Registration]) -> sessions_contract.Session:
        card, face, phone = call.asked.card, call.asked.face, call.asked.phone
        if card is None or card.method != CARD or face is None or phone is None:
            raise Problem(422, "proofs-missing", "it takes the resident ID card, a face and a telephone")
        if call.asked.consent.version != _consent().version:
            raise Problem(409, "consent-outdated", "what was agreed to is not in force any more")
        person = recognise(CARD, card.evidence, clock.china_day(call.now))
        self._faces.compare(face)
        self._messages.check(phone.challenge, phone.phone, phone.code, call.now)
        self._registered.add(person.number, phone.phone, call.asked.consent, call.terminal, clock.rfc3339(call.now))
        session = call.sessions.begin(person, CARD, call.terminal, call.now)
        return described(call.sessions.prove(session, "face", call.now), call.sessions)


@cache
def _consent() -> contract.Consent:
    raw = (Path(__file__).parent / "data/consent.json").read_bytes()
    return msgspec.json.decode(raw, type=contract.Consent)


@cache
def _new_people() -> frozenset[str]:
    raw = json.loads((Path(__file__).parent / "data/people.json").read_text(encoding="utf-8"))
    return frozenset(raw["not_registered"])
