"""Answers that one of the citizen's e-licences already gives: asked for under consent, and then only suggested.

What a card gives anyway needs no licence. Offline, or where nobody proved who they are, the citizen fills in the form.
Only a licence that is the citizen's own is opened, and of it goes into a person of the form only what it says of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.catalogue.fields import APPLICANT, Field, FieldKind, asked
from kiosk.catalogue.validators import check_answer
from kiosk.contract.licences import (
    EXTRACT,
    LIST,
    SEE,
    Extract,
    Extracted,
    Face,
    Licence,
    Licences,
    Standing,
    UsageWanted,
)
from kiosk.licences.persons import ABOUT, IDENTITY, LICENCE, key_of
from kiosk.licences.use import Filled
from kiosk.seals.verdict import SealState
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.asking import asked_fields
from kiosk.visit.context import Visit
from kiosk.visit.steps.licence_calls import CONSENT_VERSION, call, may_ask, may_be_used, opened, seal_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.submission import utc
from kiosk.visit.views.licences import UseView
from kiosk.words import say

MOST = 4  # licences of one kind that are offered one after the other, as the birth certificates of several children


@dataclass(frozen=True)
class Spot:
    """A question that a field `part` of a licence may answer. `person`: whose part it is; None: the form's own."""

    field: Field
    person: Field | None
    part: str


async def offer_prefill(
    visit: Visit, field: Field, person: Field | None = None, values: Mapping[str, Any] | None = None
) -> None:
    """Before a question is asked: may it be answered from a licence? Each kind is asked about once an item, for all
    the questions that are open and that it answers. `values`: of the other parts of `person`."""
    places = tuple(_places(visit, field, person, visit.visitor.answers if values is None else values))
    if any(key_of(f"{LICENCE}.{kind}.{part}", person) in visit.visitor.filled for kind, part in places):
        return
    one_of_several = person is not None and person.of != APPLICANT  # whose it is, the citizen sees on the page
    for kind in dict.fromkeys(kind for kind, _ in places):
        if await _offer_kind(visit, kind, MOST if one_of_several else 1):
            return


async def _offer_kind(visit: Visit, kind: str, most: int) -> bool:
    """Each kind once an item. True: it was used."""
    offered = visit.visitor.offered
    if f"{LICENCE}.{kind}" in offered or not may_ask(visit):
        return False
    offered.add(f"{LICENCE}.{kind}")
    answer = await call(visit, LIST)
    held = answer.licences if isinstance(answer, Licences) else ()
    fitting = [one for one in held if one.kind == kind and one.standing is Standing.VALID]
    for one in sorted(fitting, key=lambda one: one.grade)[:most]:
        if await _offer(visit, kind, one.identifier):
            return True
    return False


def _places(visit: Visit, field: Field, person: Field | None, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and field of the licences that can answer it; none where it is answered, or the card does."""
    evidence = visit.visitor.evidence if person is None or person.of == APPLICANT else {}
    places = [place.partition(".")[::2] for place in field.prefill]
    if field.name in values or any(source == IDENTITY and evidence.get(name) for source, name in places):
        return
    for source, name in places:
        if source == LICENCE:
            kind, _, part = name.partition(".")
            yield kind, part


def _open_spots(visit: Visit, kind: str) -> Iterator[Spot]:
    """Every question that this kind of licence can answer and nobody has answered."""
    answers = visit.visitor.answers
    for field in asked_fields(visit):
        person = field if field.kind is FieldKind.PERSON and field.of else None
        values = (answers.get(field.name) or {}) if person is not None else answers
        for one in asked(field.parts, values) if person is not None else (field,):
            for of, part in _places(visit, one, person, values):
                if of == kind:
                    yield Spot(one, person, part)


def _belongs(spot: Spot, face: Face) -> bool:
    """Whether the licence says it of just this person."""
    about = {one.name: one.about for one in face.fields}
    return spot.part in about and (spot.person is None or about[spot.part] == ABOUT[spot.person.of])


def _is_own(visit: Visit, face: Face) -> bool:
    """The platform lists one's own only; this is the terminal's look at it: masked alike, it is the same name."""
    session = visit.visitor.session
    name = session.subject.name if session is not None else ""
    return bool(name) and face.holder == name


async def _offer(visit: Visit, kind: str, identifier: str) -> bool:
    """True: nothing more of this kind is to be offered."""
    licence = await call(visit, SEE, identifier=identifier)
    found = await opened(visit, licence) if isinstance(licence, Licence) else None
    if found is None or not isinstance(licence, Licence) or not may_be_used(licence, found[1]):
        return False
    face = found[0]
    wanted = [spot for spot in _open_spots(visit, kind) if _belongs(spot, face)] if _is_own(visit, face) else []
    if not wanted:
        return False
    names = tuple(dict.fromkeys(spot.part for spot in wanted))
    purpose = message("licences.fill.purpose", item=visit.item.name)
    view = UseView(visit.item.title, face.title, purpose, visit.item.department, _shown(face, names), filling=True)
    if not isinstance(await visit.stage.ask(view, i.Next, i.Skip), i.Next):
        return False
    asked_for = UsageWanted(
        item_code=visit.item.code,
        purpose=say(purpose, "zh"),
        fields=names,
        consent_version=CONSENT_VERSION,
        consented_at=utc(visit.kit.pace.now()),
    )
    given = await call(visit, EXTRACT, asked_for, identifier=identifier)
    if isinstance(given, Extract):
        await _take(visit, kind, given, wanted, face)
    elif given is not None:  # revoked in this moment
        await notice(visit.stage, "unfit", words="licences", icon="file-off", go_on="fill_in")
    return True


async def _take(visit: Visit, kind: str, given: Extract, wanted: list[Spot], face: Face) -> None:
    """What is not genuinely the licence's, or could not be handed in, is not suggested."""
    verdict = await asyncio.to_thread(seal_of, visit.kit.settings, given.document, given.sealed)
    try:
        said = msgspec.json.decode(given.document, type=Extracted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if verdict.state is not SealState.VALID or said.identifier != face.identifier:
        return
    today, visitor = visit.kit.pace.now().date(), visit.visitor
    for spot in wanted:
        value = said.values.get(spot.part, "")
        others = visitor.answers if spot.person is None else visitor.answers.get(spot.person.name) or {}
        if value and check_answer(spot.field, value, today, others) is None:
            place = key_of(f"{LICENCE}.{kind}.{spot.part}", spot.person)
            visitor.filled[place] = Filled(value, face.identifier, given.usage, face.title)


def _shown(face: Face, names: Collection[str]) -> tuple[Localized, ...]:
    """Only what is wanted, masked as the licence shows it."""
    return tuple(
        Localized(f"{one.label.zh} {one.value}", f"{one.label.en} {one.value}")
        for one in face.fields
        if one.name in names
    )
