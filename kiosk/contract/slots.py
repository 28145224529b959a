"""Appointments (预约): which half days an office still has, and taking one."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kiosk.contract.model import ItemCode, Model
from kiosk.contract.operation import Operation

HalfDay = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d/(am|pm)$", description="a half day in China")]
Office = Annotated[str, msgspec.Meta(max_length=64, description="a service point, as the item's form names it")]


class SlotsWanted(Model, frozen=True):
    item_code: ItemCode
    office: Office = ""


class Slot(Model, frozen=True):
    slot: HalfDay
    left: Annotated[int, msgspec.Meta(ge=0)]


class Slots(Model, frozen=True):
    slots: tuple[Slot, ...]


class AppointmentWanted(Model, frozen=True):
    item_code: ItemCode
    office: Office
    slot: HalfDay


class Appointment(Model, frozen=True):
    """The place is kept for this citizen. Asked for again it is the same one; another half day takes its place."""

    slot: HalfDay
    office: Office


FREE = Operation("listSlots", "GET", "/v1/slots", "Half days that an office still has", SlotsWanted, Slots)
BOOK = Operation(
    "bookSlot",
    "POST",
    "/v1/appointments",
    "Keep a half day for the citizen",
    AppointmentWanted,
    Appointment,
    status=201,
    session=True,
    problems=((409, "slot-taken"),),
)

OPERATIONS = (FREE, BOOK)
