"""Answers that one of the citizen's e-licences already gives: asked for under consent, and then only suggested.

What a card gives anyway needs no licence. Offline, or where nobody proved who they are, the citizen fills in the form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from kiosk.catalogue.fields import Field
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
    UsageWanted,
)
from kiosk.licences.use import Filled
from kiosk.seals.verdict import SealState
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.asking import asked_fields
from kiosk.visit.context import Visit
from kiosk.visit.licence_calls import CONSENT_VERSION, call, may_ask, may_be_used, opened, seal_of, valid_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.submission import utc
from kiosk.visit.views.licences import UseView
from kiosk.words import say

LICENCE = "licence"


async def offer_prefill(visit: Visit, field: Field) -> None:
    """Before a question is asked: may it be answered from a licence? Each kind is asked about once an item, for all
    the questions that are open and that it answers."""
    visitor = visit.visitor
    kind = next((kind for kind, _ in _places(visit, field)), None)
    if kind is None or f"{LICENCE}.{kind}" in visitor.offered or not may_ask(visit):
        return
    visitor.offered.add(f"{LICENCE}.{kind}")
    answer = await call(visit, LIST)
    held = valid_of(answer.licences, (kind,)) if isinstance(answer, Licences) else None
    if held is not None:
        await _offer(visit, kind, held.identifier)


def _places(visit: Visit, field: Field) -> list[tuple[str, str]]:
    """Kind and field of the licences that can answer it; none where it is answered, or the card does."""
    visitor = visit.visitor
    if field.name in visitor.answers:
        return []
    found = []
    for place in field.prefill:
        source, _, name = place.partition(".")
        if source == LICENCE:
            kind, _, part = name.partition(".")
            found.append((kind, part))
        elif visitor.evidence.get(name):
            return []
    return found


async def _offer(visit: Visit, kind: str, identifier: str) -> None:
    licence = await call(visit, SEE, identifier=identifier)
    found = await opened(visit, licence) if isinstance(licence, Licence) else None
    if found is None or not isinstance(licence, Licence) or not may_be_used(licence, found[1]):
        return
    face = found[0]
    on_it = {one.name for one in face.fields}
    wanted = {
        part: field
        for field in asked_fields(visit)
        for one, part in _places(visit, field)
        if one == kind and part in on_it
    }
    if not wanted:
        return
    purpose = message("licences.fill.purpose", item=visit.item.name)
    view = UseView(visit.item.title, face.title, purpose, visit.item.department, _shown(face, wanted), filling=True)
    if not isinstance(await visit.stage.ask(view, i.Next, i.Skip), i.Next):
        return
    asked = UsageWanted(
        item_code=visit.item.code,
        purpose=say(purpose, "zh"),
        fields=tuple(wanted),
        consent_version=CONSENT_VERSION,
        consented_at=utc(visit.kit.pace.now()),
    )
    given = await call(visit, EXTRACT, asked, identifier=identifier)
    if isinstance(given, Extract):
        await _take(visit, kind, given, wanted, face)
    elif given is not None:  # revoked in this moment
        await notice(visit.stage, "unfit", words="licences", icon="file-off", go_on="fill_in")


async def _take(visit: Visit, kind: str, given: Extract, wanted: dict[str, Field], face: Face) -> None:
    """What is not genuinely the licence's, or could not be handed in, is not suggested."""
    verdict = await asyncio.to_thread(seal_of, visit.kit.settings, given.document, given.sealed)
    try:
        said = msgspec.json.decode(given.document, type=Extracted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if verdict.state is not SealState.VALID or said.identifier != face.identifier:
        return
    today = visit.kit.pace.now().date()
    for part, field in wanted.items():
        value = said.values.get(part, "")
        if value and check_answer(field, value, today, visit.visitor.answers) is None:
            place = f"{LICENCE}.{kind}.{part}"
            visit.visitor.filled[place] = Filled(value, face.identifier, given.usage, face.title)


def _shown(face: Face, names: Sequence[str] | dict[str, Field]) -> tuple[Localized, ...]:
    """Only what is wanted, masked as the licence shows it."""
    return tuple(
        Localized(f"{one.label.zh} {one.value}", f"{one.label.en} {one.value}")
        for one in face.fields
        if one.name in names
    )
