"""Each kind of e-licence that document A counts, as a citizen of the sandbox holds it; and licences to take along."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from kiosk.contract.licences import Licence
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.services.licence_copies import PURPOSES
from kiosk.visit.services.licences import licence_view
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views.licences import PresentView
from kiosk.visit.views.reading import EntriesView, EntryAction, EntryRow
from provisioning.sandbox.codes import people
from provisioning.sandbox.licence_holdings import Held, held_by
from tests.screens.samples_base import at

NOW = datetime.fromisoformat("2026-11-22T10:24:05+08:00")
COUNTED = 10
ACTIONS = (
    EntryAction("copy", message("licences.copy.action"), "printer"),
    EntryAction("send", message("licences.send.action"), "device-mobile"),
    EntryAction("present", message("licences.present.action"), "qrcode", main=True),
)


def kinds() -> dict[str, Snapshot]:
    """Drawn by a check of their own: what differs is what they say."""
    every = list(held_by(people()["jia"], NOW.date()))[:COUNTED]
    return {f"licence-{one.summary.kind}": at(_page(one)) for one in every}


def samples() -> dict[str, Snapshot]:
    rows = tuple(
        EntryRow(name, message(f"licences.copy.purpose.{name}"), None, icon) for name, icon in PURPOSES.items()
    )
    married = L("结婚证", "Marriage certificate")
    title = message("licences.copy.title")
    phone = PresentView(married, "http://phone.test.invalid/phone/licences/" + "x" * 32, 283, to_phone=True)
    return {
        "entries-copy": at(EntriesView(title, message("licences.copy.hint", licence=married.within()), rows)),
        "entries-issuers": at(_issuers()),
        "present-phone": at(phone),
    }


def _issuers() -> EntriesView:
    """The second page of somebody who holds all kinds: after what is used most, who issued the others."""
    issuers: dict[str, L] = {}
    for one in held_by(people()["jia"], NOW.date()):
        issuers.setdefault(one.summary.issuer.zh, one.summary.issuer)
    rows = tuple(
        EntryRow(f"issuer:{zh}", title, message("licences.count", count=count), "folder")
        for count, (zh, title) in zip(range(11, 5, -1), issuers.items(), strict=False)
    )
    return EntriesView(message("services.licences"), message("licences.of", name="测**"), rows, 1, 6)


def _page(held: Held) -> Any:
    visit: Any = SimpleNamespace(
        kit=SimpleNamespace(pace=SimpleNamespace(now=lambda: NOW), settings=SimpleNamespace(terminal_id="TEST-0137"))
    )
    licence = Licence(document=b"-", standing=held.summary.standing, grade=held.summary.grade)
    verdict = SealVerdict(SealState.VALID, held.face.issuer.zh, "2026-11-22T02:24:05Z")
    return licence_view(visit, licence, held.face, verdict, ACTIONS)
