"""My licences (我的证照): the list, one of them with its seal in words, presenting it (亮证), checking somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kiosk.contract.licences import (
    LIST,
    PRESENT,
    SEE,
    VERIFY,
    Face,
    Licence,
    Licences,
    PresentedCode,
    Standing,
    Summary,
)
from kiosk.platform import Refused
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.reading import ROWS, choose
from kiosk.visit.scanning import scanned
from kiosk.visit.seal_checks import seal_tone, seal_words
from kiosk.visit.services.licence_codes import show_codes
from kiosk.visit.services.licence_copies import print_copy, send
from kiosk.visit.steps.licence_calls import call, opened
from kiosk.visit.steps.login import login
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import GuideRow
from kiosk.visit.views.licences import LicenceView, PresentView, ScanView
from kiosk.visit.views.reading import EntryAction, EntryRow

PREFIX = "KLP1:"  # of a presented code; whatever begins otherwise is none of ours
MANY = 24  # four pages: whoever holds more finds one sooner by who issued it
SHOWN_FOREIGN = 120  # characters of a code that is not ours
_CODE = re.compile(re.escape(PREFIX) + r"([A-Za-z0-9_-]{20,128})", re.ASCII)

ICONS = {
    "social_security_card": "credit-card", "marriage_certificate": "heart", "divorce_certificate": "file-text",
    "business_licence": "building-store", "professional_qualification": "award", "property_certificate": "building",
    "employment_certificate": "briefcase", "property_registration": "home-check",
    "transport_qualification": "truck", "disability_certificate": "wheelchair", "household_register": "users",
    "driving_licence": "steering-wheel", "vehicle_licence": "car", "birth_certificate": "baby-carriage",
    "residence_permit": "id-badge-2", "senior_card": "old", "health_certificate": "heartbeat",
    "land_contract": "leaf", "veteran_card": "medal",
}  # fmt: skip
TONES = {Standing.VALID: "good", Standing.REVOKED: "bad", Standing.EXPIRED: "warn"}


async def licences(visit: Visit) -> Move:
    if await login(visit) is Move.BACK:
        return Move.BACK
    while True:
        answer = await call(visit, LIST)
        if not isinstance(answer, Licences):
            return Move.BACK
        chosen = await _choose(visit, answer.licences)
        if chosen is None:
            return Move.BACK
        if chosen == "scan":
            await scan(visit)
        else:
            await _one(visit, chosen)


async def _choose(visit: Visit, held: tuple[Summary, ...]) -> str | None:
    """In the platform's order, the most used first. Of many a page of these, and then who issued the others."""
    scanning = EntryAction("scan", message("licences.scan.action"), "scan")
    issuers = _issuers(held) if len(held) > MANY else {}
    first = ROWS[visit.stage.snapshot.preferences.mode] if issuers else len(held)
    while True:
        chosen = await choose(
            visit,
            message("services.licences"),
            [*(_row(one) for one in held[:first]), *(_issuer_row(name, some) for name, some in issuers.items())],
            hint=message("licences.of", name=visit.visitor.masked_name),
            actions=(scanning,) if visit.kit.devices.scanner is not None else (),
            empty=message("licences.none"),
        )
        if chosen not in issuers:
            return chosen
        some = issuers[chosen]
        inside = await choose(visit, some[0].issuer, [_row(one) for one in some], hint=_count(some))
        if inside is not None:
            return inside


def _issuers(held: tuple[Summary, ...]) -> dict[str, list[Summary]]:
    """Who issued them, who issued most of them first; each with all of theirs."""
    found: dict[str, list[Summary]] = {}
    for one in held:
        found.setdefault(f"issuer:{one.issuer.zh}", []).append(one)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _issuer_row(name: str, some: list[Summary]) -> EntryRow:
    return EntryRow(name, some[0].issuer, _count(some), "folder")


def _count(some: list[Summary]) -> Message:
    return message("licences.count", count=len(some))


def _row(one: Summary) -> EntryRow:
    tint = {"good": "good", "warn": "warn", "bad": "bad"}[TONES[one.standing]]
    icon = ICONS.get(one.kind, "license")
    return EntryRow(one.identifier, one.title, one.issuer, icon, tint, message(f"licences.standing.{one.standing}"))


async def _one(visit: Visit, identifier: str) -> None:
    licence = await call(visit, SEE, identifier=identifier)
    if isinstance(licence, Licence):
        await show(visit, licence, own=True)
    elif licence is not None:
        await notice(visit.stage, "gone", words="licences", icon="file-off", back=True)


async def show(visit: Visit, licence: Licence, *, own: bool) -> None:
    found = await opened(visit, licence)
    if found is None:
        await notice(visit.stage, "broken", words="seals", icon="alert-circle", back=True)
        return
    face, verdict = found
    good = licence.standing is Standing.VALID and verdict.state is SealState.VALID
    actions = tuple(_actions(visit)) if own and good else ()
    view = licence_view(visit, licence, face, verdict, actions)
    if own and (licence.standing is not Standing.VALID or view.seal_tone == "bad"):
        view = replace(view, advice=message("licences.advice"))
    while True:
        touched = await visit.stage.ask(view, i.Back, i.Choose)
        if isinstance(touched, i.Back):
            return
        if isinstance(touched, i.Choose) and touched.value in {action.value for action in actions}:
            await DOING[touched.value](visit, face)


def _actions(visit: Visit) -> Iterator[EntryAction]:
    """What can be done with a licence that stands; the main thing last."""
    if visit.kit.devices.document_printer is not None:
        yield EntryAction("copy", message("licences.copy.action"), "printer")
    yield EntryAction("send", message("licences.send.action"), "device-mobile")
    yield EntryAction("present", message("licences.present.action"), "qrcode", main=True)


def licence_view(
    visit: Visit, licence: Licence, face: Face, verdict: SealVerdict, actions: tuple[EntryAction, ...]
) -> LicenceView:
    def row(name: str, value: Text, icon: str) -> GuideRow:
        return GuideRow(message(f"licences.row.{name}"), value, icon)

    rows = [
        row("holder", Localized.alike(face.holder), "user"),
        row("issued", Localized.alike(face.issued), "calendar"),
    ]
    if face.valid_to is not None:
        rows.append(row("valid_to", Localized.alike(face.valid_to), "calendar-check"))
    rows += [GuideRow(field.label, Localized.alike(field.value), "file-text") for field in face.fields]
    rows.append(row("grade", message(f"licences.grade.{licence.grade}"), "shield-check"))
    rows.append(row("identifier", Localized.alike(face.identifier), "article"))
    now = visit.kit.pace.now().strftime("%Y-%m-%d %H:%M")
    return LicenceView(
        face.kind,
        face.title,
        face.issuer,
        tuple(rows),
        message(f"licences.standing.{licence.standing}"),
        TONES[licence.standing],
        seal_words(verdict, face.issuer),
        seal_tone(verdict),
        message("licences.watermark", terminal=visit.kit.settings.terminal_id, time=now),
        actions,
    )


# ---- presenting --------------------------------------------------------------------------------------------------
async def _present(visit: Visit, face: Face) -> None:
    await show_codes(visit, face, PRESENT, lambda one: PresentView(face.title, PREFIX + one.code, 0))


DOING = {"present": _present, "copy": print_copy, "send": send}


# ---- checking somebody's -----------------------------------------------------------------------------------------
async def scan(visit: Visit) -> None:
    """A presented code is held before the scanner. Any other code is shown as the text that it is, never opened."""
    problem: Message | None = None
    foreign = ""
    while True:
        view = ScanView(message("licences.scan.title"), message("licences.scan.hint"), problem, foreign)
        got = await visit.stage.race(scanned(visit, view), i.Back)
        if isinstance(got, i.Back):
            return
        problem, foreign = None, ""
        assert isinstance(got, str)
        code = _CODE.fullmatch(got)
        if code is None:
            problem, foreign = message("licences.scan.foreign"), plain_text(got)
            continue
        answer = await call(visit, VERIFY, PresentedCode(code=code[1]))
        if answer is None:
            return
        if isinstance(answer, Refused):
            problem = message(f"licences.scan.{answer.type.replace('-', '_')}")
            continue
        await show(visit, answer, own=False)


def plain_text(text: str) -> str:
    """As much of a foreign code as fits, without signs that draw nothing or turn the line."""
    shown = "".join(sign for sign in text if sign.isprintable())
    return shown[:SHOWN_FOREIGN] + ("…" if len(shown) > SHOWN_FOREIGN else "")
