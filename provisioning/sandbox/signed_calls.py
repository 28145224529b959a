"""`/v1/cases/{number}/signed-documents`: what a citizen signed, and a page of it to print."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.routing import Route

from kiosk.clock import on_the_wall
from kiosk.contract import certificates, signed_documents
from kiosk.contract.signed_documents import SIGNED, SignedContent
from kiosk.seals.ofd import read_ofd
from kiosk.text import Localized
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.certificate_page import Certified, draw
from provisioning.sandbox.certificate_store import CertificateStore, Kept
from provisioning.sandbox.certificates import CHECK_AT, ORGAN, grouped
from provisioning.sandbox.desk import Desk
from provisioning.sandbox.seals.house import SealHouse
from provisioning.sandbox.sessions import Sessions
from provisioning.sandbox.signed_documents import MEANS, PLATFORM, SignedDocuments

TITLE = Localized("申请人签署文件", "What the applicant signed")
STATEMENT = "申请人办理“{title}”时签署了下列内容。本页由签署文件生成，加盖电子签章。"


class SignedCalls:
    def __init__(
        self, desk: Desk, signed: SignedDocuments, store: CertificateStore, fonts: Path, house: SealHouse
    ) -> None:
        self._desk = desk
        self._signed = signed
        self._store = store
        self._fonts = fonts
        self._house = house

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(signed_documents.SEE, sessions, self.see),
            route(signed_documents.COPY, sessions, self.copy),
        ]

    def see(self, call: Call[None]) -> signed_documents.SignedDocuments:
        documents = self._signed.of(self._own(call))
        return signed_documents.SignedDocuments(
            documents=tuple(signed_documents.SignedDocument(id=key, document=document) for key, document in documents)
        )

    async def copy(self, call: Call[signed_documents.PageWanted]) -> certificates.Certificate:
        document = dict(self._signed.of(self._own(call))).get(call.path["id"])
        if document is None:
            raise Problem(404, "no-such-document", "nothing was signed under this id")
        said = msgspec.json.decode(read_ofd(document).attachment(SIGNED), type=SignedContent)
        asked = hashlib.sha256(document).hexdigest()
        kept = self._store.issue(call.asked.key, asked, "SIGNED", call.terminal, call.now)
        drawn = await asyncio.to_thread(draw, page_of(said, kept), self._fonts)
        return certificates.Certificate(
            number=kept.number,
            code=grouped(kept.code),
            title=TITLE,
            document=drawn.pdf,
            sha256=hashlib.sha256(drawn.pdf).hexdigest(),
            pages=drawn.pages,
            most_copies=1,
            sealed=self._house.seal(PLATFORM, drawn.pdf, call.now, kept.number),
            personal=drawn.personal,
        )

    def _own(self, call: Call[Any]) -> str:
        call.session.need("single")
        row = self._desk.cases.find(call.path["number"], self._desk.holders.digest(call.session.person.number))
        if row is None:
            raise Problem(404, "no-such-case", "the citizen has no such case")
        number: str = row["number"]
        return number


def page_of(said: SignedContent, kept: Kept) -> Certified:
    *rows, statement = said.statement.split("\n")
    about = [(label, value) for label, _, value in (row.partition("\t") for row in rows)]
    about += [("声明", statement), ("签署时间", on_the_wall(said.signed_at)), ("签署方式", MEANS[said.means])]
    day = clock.china_day(datetime.fromisoformat(kept.issued_at))
    return Certified(
        title=TITLE.zh,
        organ=ORGAN,
        number=kept.number,
        code=grouped(kept.code),
        check_at=CHECK_AT.format(number=kept.number, code=kept.code),
        statement=STATEMENT.format(title=said.title.zh),
        day=f"{day:%Y 年 %-m 月 %-d 日}",
        about=tuple(about),
        personal=frozenset(label for label, _ in about[:-3]),
        strokes=said.strokes,
    )
