"""A half day at an office: what the office still has is offered while the platform is there, and the one that is chosen
is kept for the citizen at once. While it is away any working day's can be wished for, and the page says that the office
then calls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.contract import slots as contract
from kiosk.contract.slots import BOOK, FREE, Appointment, AppointmentWanted, SlotsWanted
from kiosk.platform import Refused
from kiosk.settings import Settings
from kiosk.text import Message, message
from kiosk.visit.asking import Slots
from kiosk.visit.context import Visit
from kiosk.visit.steps.question import Asked, ask_value
from kiosk.visit.views import WorkingView
from kiosk.working_days import calendar_in_use

WISHED_DAYS = 10  # working days ahead that can be wished for
MOST = 60  # half days on the page: an office plans some weeks ahead, and nobody leafs through more


async def ask_slot(
    visit: Visit, field: Field, value: Any, answers: Mapping[str, Any], *, back: bool, error: Message | None
) -> Asked | None:
    while True:
        office = _office(visit, answers)
        slots = await _slots(visit, office)
        if not slots.values:
            error = error or message("slots.full")
        given = await ask_value(visit, field, value, answers, back=back, error=error, slots=slots)
        if given is None or given.value is None or slots.wished:
            return given
        error = await _keep(visit, office, str(given.value))
        if error is None:
            return given
        value = None


async def _slots(visit: Visit, office: str) -> Slots:
    """What the office has: it alone knows its days. Else the working days of the calendar."""
    visit.stage.show(WorkingView(message("slots.looking"), message("visit.query.seconds")))
    today = visit.kit.pace.now().date()
    if visit.kit.health.conditions.platform:
        answer = await visit.kit.platform.call(FREE, SlotsWanted(item_code=visit.item.code, office=office))
        if isinstance(answer, contract.Slots):
            return Slots(tuple(one.slot for one in answer.slots if one.left)[:MOST])
    return await asyncio.to_thread(wished, visit.kit.settings, today)


def wished(settings: Settings, today: date) -> Slots:
    """Blocks."""
    calendar = calendar_in_use(settings)
    days = calendar.coming(today, WISHED_DAYS)
    unknown = {day.year for day in days if not calendar.is_announced(day.year)}
    values = tuple(f"{day}/{half}" for day in days for half in ("am", "pm"))
    return Slots(values, wished=True, unannounced=min(unknown, default=None))


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
