"""Materials that the platform already holds as e-licences: used under the citizen's consent, and then not asked for.

Offline, or without a session, nothing is offered: the papers are scanned, as always.
"""

from __future__ import annotations

from kiosk.catalogue.material import Material
from kiosk.contract.licences import (
    LIST,
    SEE,
    USE,
    Face,
    Grade,
    Licence,
    Licences,
    Summary,
    Usage,
    UsageWanted,
)
from kiosk.licences.use import LicenceUse
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.steps.licence_calls import CONSENT_VERSION, call, may_ask, may_be_used, opened, valid_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.submission import utc
from kiosk.visit.views.licences import UseView
from kiosk.words import say


async def offer_licences(visit: Visit) -> None:
    """Ask, for each material that a licence can stand for, whether it may; each is asked about once."""
    visitor = visit.visitor
    wanted = [one for one in visit.item.asked_materials if one.licences and one.name not in visitor.offered]
    if not wanted or not may_ask(visit):
        return
    answer = await call(visit, LIST)
    if not isinstance(answer, Licences):
        return
    for material in wanted:
        visitor.offered.add(material.name)
        held = valid_of(answer.licences, material.licences)
        if held is not None:
            await _offer(visit, material, held)


async def _offer(visit: Visit, material: Material, held: Summary) -> None:
    licence = await call(visit, SEE, identifier=held.identifier)
    found = await opened(visit, licence) if isinstance(licence, Licence) else None
    if found is None or not isinstance(licence, Licence) or not may_be_used(licence, found[1]):
        return
    face = found[0]
    purpose = message("licences.consent.purpose", item=visit.item.name, material=material.title)
    view = UseView(
        material.title,
        face.title,
        purpose,
        visit.item.department,
        tuple(_fields(face)),
        message("licences.consent.original", licence=face.title.within()) if licence.grade is Grade.C else None,
    )
    if not isinstance(await visit.stage.ask(view, i.Next, i.Skip), i.Next):
        return
    wanted = UsageWanted(
        item_code=visit.item.code,
        purpose=say(purpose, "zh"),
        fields=tuple(one.name for one in face.fields),
        consent_version=CONSENT_VERSION,
        consented_at=utc(visit.kit.pace.now()),
    )
    used = await call(visit, USE, wanted, identifier=face.identifier)
    if isinstance(used, Usage):
        visit.visitor.instead.pop(material.name, None)
        visit.visitor.licences[material.name] = LicenceUse(face.identifier, used.usage, licence.grade, face.title)
        visit.visitor.strokes = ()
    elif used is not None:  # revoked in this moment
        await notice(visit.stage, "unusable", words="licences", icon="file-off", go_on="scan_instead")


def _fields(face: Face) -> list[Localized]:
    holder = Localized(f"持证人 {face.holder}", f"Holder {face.holder}")
    return [holder, *(Localized(f"{one.label.zh} {one.value}", f"{one.label.en} {one.value}") for one in face.fields)]
