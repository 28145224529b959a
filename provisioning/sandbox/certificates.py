"""Certificates: made from the same records that a query shows, sealed by an organ that does not exist."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from starlette.routing import Route

from kiosk.catalogue.answers import show_answer
from kiosk.catalogue.fields import asked, questions
from kiosk.catalogue.model import Item, Kind
from kiosk.contract import certificates as contract
from kiosk.text import Localized
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.certificate_page import Certified, Drawn, draw
from provisioning.sandbox.certificate_store import CertificateStore, Kept
from provisioning.sandbox.desk import Desk
from provisioning.sandbox.identity import Person
from provisioning.sandbox.queries import answer_query
from provisioning.sandbox.seals.house import Organ, SealHouse
from provisioning.sandbox.sessions import Sessions

ORGAN = "测试市样例机关"
SEAL = Organ("CERTIFICATES", f"{ORGAN}沙箱专用章")
USUAL_COPIES = 3
CHECK_AT = "https://check.sandbox.invalid/c/{number}/{code}"  # .invalid (RFC 2606): nobody's address
NAME, NUMBER = "姓名", "公民身份号码"


class Certificates:
    def __init__(self, desk: Desk, store: CertificateStore, fonts: Path, house: SealHouse) -> None:
        self._house = house
        self._catalogue = desk.catalogue
        self._desk = desk
        self._store = store
        self._fonts = fonts

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.ISSUE, sessions, self.issue),
            route(contract.PRINTED, sessions, self.printed),
            route(contract.VOID, sessions, self.void),
        ]

    async def issue(self, call: Call[contract.CertificateWanted]) -> contract.Certificate:
        wanted, person = call.asked, call.session.person
        item = self._catalogue.find(wanted.item_code)
        if item is None or "certificate_print" not in item.outputs:
            raise Problem(404, "nothing-found", "the item makes no certificate")
        call.session.need(item.identity.level)
        if item.kind is Kind.APPLICATION:
            self._check_decided(wanted.case or "", person)
        today = clock.china_day(call.now)
        found = answer_query(item, person.number, wanted.answers, today)  # first: nothing is made of no records
        kept = self._store.issue(wanted.key, _fingerprint(wanted, person), item.code, call.terminal, call.now)
        what = certified(item, kept, person, wanted.answers, found)
        drawn = await asyncio.to_thread(draw, what, self._fonts)
        return _certificate(item, kept, drawn, self._house.seal(SEAL, drawn.pdf, call.now, kept.number))

    def _check_decided(self, number: str, person: Person) -> None:
        """Raises `Problem`: 404 `nothing-found` for a case that is not this citizen's, 409 `not-decided`."""
        row = self._desk.cases.find(number, self._desk.holders.digest(person.number))
        if row is None:
            raise Problem(404, "nothing-found", "the citizen has no such case")
        if row["state"] not in ("decided", "delivered") or row["result"] is None:
            raise Problem(409, "not-decided", "the case has no result yet, or was not granted")

    def printed(self, call: Call[contract.CertificatePaper]) -> contract.CertificateStanding:
        paper = call.asked
        return _standing(self._store.printed(call.path["number"], call.terminal, paper.copies, paper.sure))

    def void(self, call: Call[contract.CertificateVoid]) -> contract.CertificateStanding:
        return _standing(self._store.void(call.path["number"], call.terminal, call.asked.reason))


def certified(
    item: Item, kept: Kept, person: Person, answers: Mapping[str, Any], found: Mapping[str, Any]
) -> Certified:
    spec, day = _specs().get(item.short, {}), clock.china_day(datetime.fromisoformat(kept.issued_at))
    about = [(NAME, person.name), (NUMBER, person.number)]
    about += [
        (field.label.zh, show_answer(field, answers[field.name], "zh"))
        for field in asked(questions(item), answers)
        if field.name in answers and field.name != "phone"
    ]
    headline = found["headline"]
    return Certified(
        title=spec.get("title", item.name.zh),
        organ=ORGAN,
        number=kept.number,
        code=grouped(kept.code),
        check_at=CHECK_AT.format(number=kept.number, code=kept.code),
        statement=spec.get("statement", "经查询，下列人员的记录如下。"),
        day=f"{day:%Y 年 %-m 月 %-d 日}",
        about=tuple(about),
        personal=frozenset(label for label, _ in about),
        headline=(headline["label"]["zh"], headline["value"]) if headline else None,
        columns=tuple(column["zh"] for column in found["columns"]),
        rows=tuple(tuple(row) for row in found["rows"]),
    )


def grouped(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _certificate(item: Item, kept: Kept, drawn: Drawn, sealed: bytes) -> contract.Certificate:
    spec = _specs().get(item.short, {})
    return contract.Certificate(
        number=kept.number,
        code=grouped(kept.code),
        title=Localized(spec.get("title", item.name.zh), item.name.en),
        document=drawn.pdf,
        sha256=hashlib.sha256(drawn.pdf).hexdigest(),
        pages=drawn.pages,
        most_copies=spec.get("copies", USUAL_COPIES),
        sealed=sealed,
        personal=drawn.personal,
    )


def _standing(kept: Kept) -> contract.CertificateStanding:
    return contract.CertificateStanding(number=kept.number, state=kept.state)


def _fingerprint(wanted: contract.CertificateWanted, person: Person) -> str:
    text = json.dumps([person.number, wanted.item_code, wanted.answers, wanted.case], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _specs() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = json.loads((Path(__file__).parent / "data/certificates.json").read_text(encoding="utf-8"))
    return raw
