"""Queues (排队取号): how many wait at a hall for a matter, and a ticket to wait with them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation
from kiosk.text import Localized

MatterCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{31}$", description="implementation code 实施编码")]
District = Annotated[str, msgspec.Meta(pattern=r"^\d{6}$", description="GB/T 2260: where the hall stands")]
Count = Annotated[int, msgspec.Meta(ge=0)]
TicketState = Literal["waiting", "called", "served", "cancelled"]


class QueueWanted(Model, frozen=True):
    """The hall is the one at which the matter's organ is found in this district."""

    matter: MatterCode
    district: District


class Queue(Model, frozen=True):
    """`open`: tickets are given now; `note` says what the hall has to say, such as when they are given again."""

    open: bool
    waiting: Count
    minutes: Count  # that a ticket drawn now would wait, as the hall reckons
    note: Localized | None = None


class Ticket(Model, frozen=True):
    """One a citizen and matter a day: drawn again it is the same one, and `again` says so."""

    ticket: str  # opaque; what cancelling names
    number: Annotated[str, msgspec.Meta(max_length=12)]  # as it is called out: "B017"
    state: TicketState
    counter: Localized  # where one is called to
    ahead: Count  # people who are called before
    minutes: Count
    drawn_at: Moment
    follow: str  # what its QR code says: a page that tells a telephone where the queue stands
    again: bool = False


LOOK = Operation(
    "seeQueue",
    "GET",
    "/v1/queues",
    "How many wait at a hall for a matter",
    QueueWanted,
    Queue,
    problems=((404, "no-such-queue"),),
)
DRAW = Operation(
    "drawTicket",
    "POST",
    "/v1/queue-tickets",
    "Draw a ticket for the queue; drawn again it is the same one",
    QueueWanted,
    Ticket,
    status=201,
    session=True,
    problems=((404, "no-such-queue"), (409, "queue-closed")),
)
CANCEL = Operation(
    "cancelTicket",
    "DELETE",
    "/v1/queue-tickets/{ticket}",
    "Give a ticket back, so that nobody waits for who does not come; cancelled again it stays so",
    type(None),
    Ticket,
    session=True,
    problems=((404, "no-such-ticket"), (409, "ticket-called")),
)

OPERATIONS = (LOOK, DRAW, CANCEL)
