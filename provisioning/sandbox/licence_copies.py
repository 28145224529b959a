"""Licences to take along: a copy to print, made and followed like a certificate, and an address for one's telephone."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from starlette.routing import Route

from kiosk.contract import licences as contract
from kiosk.contract.certificates import Certificate
from kiosk.text import Localized
from provisioning import clock
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.certificate_page import Certified, draw
from provisioning.sandbox.certificate_store import CertificateStore, Kept
from provisioning.sandbox.certificates import CHECK_AT, NAME, grouped
from provisioning.sandbox.identity import Person
from provisioning.sandbox.licence_holdings import Held
from provisioning.sandbox.licences import LicenceService, organ_of
from provisioning.sandbox.seals.house import SealHouse
from provisioning.sandbox.sessions import Sessions

MOST_COPIES = 3
LIFE = timedelta(minutes=5)
MOST_SENT = 1_000  # the oldest goes first


@dataclass
class _Sent:
    held: Held
    expires_at: datetime
    opened: bool = False


class LicenceCopies:
    """`phone`: where the citizen's telephone finds the sandbox's phone page."""

    def __init__(
        self,
        licences: LicenceService,
        store: CertificateStore,
        house: SealHouse,
        fonts: Path,
        phone: Callable[[], str],
    ) -> None:
        self._licences = licences
        self._store = store
        self._house = house
        self._fonts = fonts
        self._sent: dict[str, _Sent] = {}
        self._phone = phone

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.COPY, sessions, self.copied), route(contract.SEND, sessions, self.sent)]

    async def copied(self, call: Call[contract.CopyWanted]) -> Certificate:
        held, wanted, person = self._licences.usable(call), call.asked, call.session.person
        asked = json.dumps([person.number, held.summary.identifier, wanted.purpose])
        kept = self._store.issue(
            wanted.key, hashlib.sha256(asked.encode()).hexdigest(), held.summary.identifier, call.terminal, call.now
        )
        self._licences.log(held, "copied", call.terminal, call.now, (None, wanted.purpose, None, None))
        drawn = await asyncio.to_thread(draw, page_of(held, kept, person, wanted.purpose, call.terminal), self._fonts)
        title = held.summary.title
        return Certificate(
            number=kept.number,
            code=grouped(kept.code),
            title=Localized(f"{title.zh}（复印件）", f"{title.en} (copy)"),
            document=drawn.pdf,
            sha256=hashlib.sha256(drawn.pdf).hexdigest(),
            pages=drawn.pages,
            most_copies=MOST_COPIES,
            sealed=self._house.seal(organ_of(held), drawn.pdf, call.now, kept.number),
            personal=drawn.personal,
        )

    def sent(self, call: Call[None]) -> contract.ToPhone:
        held = self._licences.usable(call)
        while len(self._sent) >= MOST_SENT:
            del self._sent[next(iter(self._sent))]
        code = secrets.token_urlsafe(24)
        self._sent[code] = _Sent(held, call.now + LIFE)
        self._licences.log(held, "sent", call.terminal, call.now)
        return contract.ToPhone(url=f"{self._phone()}/phone/licences/{code}", expires_at=clock.rfc3339(call.now + LIFE))

    def open(self, code: str, now: datetime) -> Held | None:
        """On the telephone, once; None: never sent, too old, or opened before."""
        sent = self._sent.get(code)
        if sent is None or sent.opened or sent.expires_at <= now:
            return None
        sent.opened = True
        self._licences.log(sent.held, "opened", "", now)
        return sent.held


def page_of(held: Held, kept: Kept, person: Person, purpose: str, terminal: str) -> Certified:
    """What the copy says: everything of the licence in clear, that it is a copy, of when, from where and what for."""
    face = held.face
    day = f"{clock.china_day(datetime.fromisoformat(kept.issued_at)):%Y 年 %-m 月 %-d 日}"
    printed = day.replace(" ", "")  # a line is set to its full width: blanks would grow
    about = [(NAME, person.name), ("发证日期", face.issued)]
    about += [("有效期至", face.valid_to)] if face.valid_to else []
    about += [(one.label.zh, held.clear[one.name]) for one in face.fields]
    about += [("证照标识", face.identifier)]
    personal = {NAME, *(one.label.zh for one in face.fields)}
    return Certified(
        title=f"{face.title.zh}（复印件）",
        organ=face.issuer.zh,
        number=kept.number,
        code=grouped(kept.code),
        check_at=CHECK_AT.format(number=kept.number, code=kept.code),
        statement=f"本件是电子证照的复印件，由自助终端{terminal}于{printed}打印，仅用于“{purpose}”，用于其他事项无效。",
        day=day,
        about=tuple(about),
        personal=frozenset(personal),
        mark=f"复印件 仅用于{purpose}",
    )
