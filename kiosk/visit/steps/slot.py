"""A half day at an office: only those that it still has are offered while the platform is there, and the one that is
chosen is kept for the citizen at once. While it is away any can be wished for; the office then calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.contract.slots import BOOK, FREE, Appointment, AppointmentWanted, Slots, SlotsWanted
from kiosk.platform import Refused
from kiosk.text import Message, message
from kiosk.visit.context import Visit
from kiosk.visit.steps.question import Asked, ask_value
from kiosk.visit.views import WorkingView


async def ask_slot(
    visit: Visit, field: Field, value: Any, answers: Mapping[str, Any], *, back: bool, error: Message | None
) -> Asked | None:
    while True:
        office = _office(visit, answers)
        free = await _free(visit, office)
        if free is not None and not free:
            error = error or message("slots.full")
        given = await ask_value(visit, field, value, answers, back=back, error=error, free=free)
        if given is None or given.value is None or free is None:
            return given
        error = await _keep(visit, office, str(given.value))
        if error is None:
            return given
        value = None


async def _free(visit: Visit, office: str) -> frozenset[str] | None:
    """None: nobody can say."""
    if not visit.kit.health.conditions.platform:
        return None
    visit.stage.show(WorkingView(message("slots.looking"), message("visit.query.seconds")))
    answer = await visit.kit.platform.call(FREE, SlotsWanted(item_code=visit.item.code, office=office))
    return frozenset(one.slot for one in answer.slots) if isinstance(answer, Slots) else None


async def _keep(visit: Visit, office: str, slot: str) -> Message | None:
    """None: it is the citizen's, or nobody can say; the office has the last word then."""
    session = visit.visitor.session
    if session is None:
        return None
    visit.stage.show(WorkingView(message("slots.keeping"), message("visit.query.seconds")))
    wanted = AppointmentWanted(item_code=visit.item.code, office=office, slot=slot)
    answer = await visit.kit.platform.call(BOOK, wanted, session=session.token)
    if isinstance(answer, Appointment):
        return None
    return message("slots.taken") if isinstance(answer, Refused) and answer.type == "slot-taken" else None


def _office(visit: Visit, answers: Mapping[str, Any]) -> str:
    chosen = [answers.get(one.name) for one in questions(visit.item) if one.kind is FieldKind.OFFICE]
    return next((one for one in chosen if isinstance(one, str)), "")
