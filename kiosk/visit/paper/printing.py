"""A slip on the receipt printer: printed once a touch, never again by itself, and the truth about the paper."""

from __future__ import annotations

import logging

from drivers.outcome import Completion, Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Receipt
from kiosk.text import Message, message
from kiosk.visit.context import Visit
from kiosk.visit.to_the_end import to_the_end

PRINT_S = 30.0  # the longest receipt takes ten; then nothing more is known
UNSURE = frozenset({"unconfirmed"})

_log = logging.getLogger(__name__)


async def print_slip(visit: Visit, slip: Receipt, job: str | None = None) -> tuple[str, Message | None]:
    """What is on paper then (`printed`, `unprinted`, `unsure`), and what to do about it.

    `job`: should the same be asked for again, no second slip comes where the first may be.
    """
    printer = visit.kit.devices.receipt_printer
    outcome: Printed | Failure = Failure(Completion.DEVICE_NOT_READY, "offline")
    if printer is not None:
        visit.uninterrupted = True  # paper that comes out belongs to somebody: exit waits until that is clear
        outcome = await to_the_end(printer.print(slip, PRINT_S, job=job))
        visit.uninterrupted = False
    return _truth_of(outcome)


def _truth_of(outcome: Printed | Failure) -> tuple[str, Message | None]:
    if isinstance(outcome, Printed) and outcome.confirmed:
        return "printed", None
    if isinstance(outcome, Printed) or outcome.error in UNSURE or outcome.code is Completion.TIME_OUT:
        return "unsure", message("visit.paper.unsure")
    _log.warning("a slip was not printed: %s %s", outcome.code, outcome.error)
    reason = {
        "paperOut": "paper_out",
        "coverOpen": "cover_open",
        "paperJammed": "paper_jammed",
        "overheated": "overheated",
        "bufferFull": "stopped",
        "offline": "offline",
    }
    return "unprinted", message(f"visit.paper.{reason.get(outcome.error, 'stopped')}")
