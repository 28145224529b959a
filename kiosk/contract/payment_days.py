"""A terminal's own list of a day's payments (对账): handed in when the day is over, and again whenever it has changed.

The whole list takes the place of the one before, so a lost answer or a second copy counts nothing twice. It holds
numbers, sums and states, and nothing of a citizen.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kiosk.contract.model import Day, Fen, Model
from kiosk.contract.operation import Operation

MOST_LINES = 2000  # of a day: a terminal that is paid at every half minute makes no more

LineState = Literal["begun", "created", "paying", "paid", "closed", "refunded"]


class PaymentLine(Model, frozen=True):
    """One order as the terminal's journal has it. `number`: empty where the platform never answered (`begun`)."""

    number: Annotated[str, msgspec.Meta(max_length=64)]
    fen: Fen
    state: LineState


class PaymentDay(Model, frozen=True):
    """Orders that were paid on the day or, where nothing was paid, made on it."""

    lines: Annotated[tuple[PaymentLine, ...], msgspec.Meta(max_length=MOST_LINES)]


class PaymentDayKept(Model, frozen=True):
    """How many lines are kept of this terminal and day now."""

    day: Day
    lines: Annotated[int, msgspec.Meta(ge=0)]


HAND_IN = Operation(
    "handInPaymentDay",
    "PUT",
    "/v1/payment-days/{day}",
    "The terminal's own list of a day's payments, to be brought together with the bank's",
    PaymentDay,
    PaymentDayKept,
    repeatable=True,
)

OPERATIONS = (HAND_IN,)
