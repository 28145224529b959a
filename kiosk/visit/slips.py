"""A slip beside the receipt: printed once a touch, never again by itself, and the truth about the paper."""

from __future__ import annotations

from drivers.outcome import Completion, Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Receipt
from kiosk.text import Message
from kiosk.visit.context import Visit
from kiosk.visit.steps.done import PRINT_S, truth_of
from kiosk.visit.to_the_end import to_the_end


async def print_slip(visit: Visit, slip: Receipt) -> tuple[str, Message | None]:
    """What is on paper then (`printed`, `unprinted`, `unsure`), and what to do about it."""
    printer = visit.kit.devices.receipt_printer
    outcome: Printed | Failure = Failure(Completion.DEVICE_NOT_READY, "offline")
    if printer is not None:
        visit.uninterrupted = True
        outcome = await to_the_end(printer.print(slip, PRINT_S))
        visit.uninterrupted = False
    return truth_of(outcome)
