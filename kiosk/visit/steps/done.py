"""Done: the number, the code, and the truth about the paper."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from drivers.outcome import Completion, Failure
from drivers.print_jobs import Printed
from kiosk.catalogue.model import SLIPS
from kiosk.contract.cases import Case
from kiosk.held import held_until
from kiosk.receipts import code_groups, code_of, receipt_of, square_code
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Outcome, Visit
from kiosk.visit.privacy import ask_for
from kiosk.visit.services.signed import see_just_signed, signed_case, where_signed
from kiosk.visit.steps.instead import owed_in_short
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import DoneView

PRINT_S = 30.0  # the longest receipt takes ten; then nothing more is known

PAPER_LEFT_S = 20  # who is still there has taken it by then
REMINDERS = 3  # then whoever it was has gone, and the page ends by itself
TO_TAKE = ("printed", "unsure")
UNSURE = frozenset({"unconfirmed"})

_log = logging.getLogger(__name__)


async def done(visit: Visit) -> bool:
    """Print once, show the end. True: there is paper to take."""
    outcome = visit.outcome
    assert outcome is not None
    asked = asyncio.ensure_future(signed_case(visit))
    try:
        return await _done(visit, outcome, asked)
    finally:
        asked.cancel()


async def _done(visit: Visit, outcome: Outcome, asked: asyncio.Future[Case | None]) -> bool:
    """`asked`: the platform, meanwhile, for what was signed."""
    stage = visit.stage
    paper, problem = "unprinted", None
    if SLIPS.intersection(visit.item.outputs):
        stage.frame(item=None, progress=None, in_visit=False)
        stage.show(_view(visit, outcome, "printing", None))
        visit.uninterrupted = True
        paper, problem = truth_of(await to_the_end(_print(visit, outcome)))
        visit.uninterrupted = False
    case = await asked if not visit.card_left else None  # a card that nobody took may be anybody's
    stage.frame(item=None, progress=None, in_visit=True)
    view = replace(_view(visit, outcome, paper, problem), shows_signed=case is not None)
    also = (i.Do,) if case is not None else ()
    touched: i.Intent | None = None
    while touched is None:
        if paper not in TO_TAKE:
            touched = await stage.ask(view, i.Next, i.AnotherItem, *also)
        else:  # most printers cannot tell whether the paper was taken, so time does
            touched = await ask_for(visit, PAPER_LEFT_S, view, i.Next, i.AnotherItem, *also)
        if isinstance(touched, i.Do) and case is not None:
            await see_just_signed(visit, case)
            stage.frame(item=None, progress=None, in_visit=True)
            touched = None
        elif touched is None:
            left = view.problem or message("visit.paper.left")
            view = replace(view, problem=left, reminders=min(view.reminders + 1, REMINDERS))
    visit.another = isinstance(touched, i.AnotherItem)
    return paper in TO_TAKE


async def _print(visit: Visit, outcome: Outcome) -> Printed | Failure:
    printer = visit.kit.devices.receipt_printer
    if printer is None:
        return Failure(Completion.DEVICE_NOT_READY, "offline")
    # One id for one outcome: should it ever be asked for again, no second receipt comes where the first may be.
    return await printer.print(receipt_of(visit, outcome), PRINT_S, job=f"receipt-{outcome.key}")


def truth_of(outcome: Printed | Failure) -> tuple[str, Message | None]:
    """What is on paper: `printed`, `unprinted` or `unsure`, and what to do. Never printed again by itself."""
    if isinstance(outcome, Printed) and outcome.confirmed:
        return "printed", None
    if isinstance(outcome, Printed) or outcome.error in UNSURE or outcome.code is Completion.TIME_OUT:
        return "unsure", message("visit.paper.unsure")
    _log.warning("a receipt was not printed: %s %s", outcome.code, outcome.error)
    reason = {
        "paperOut": "paper_out",
        "coverOpen": "cover_open",
        "paperJammed": "paper_jammed",
        "overheated": "overheated",
        "bufferFull": "stopped",
        "offline": "offline",
    }
    return "unprinted", message(f"visit.paper.{reason.get(outcome.error, 'stopped')}")


def _view(visit: Visit, outcome: Outcome, paper: str, problem: Message | None) -> DoneView:
    return DoneView(
        outcome=outcome.kind,
        title=visit.item.title,
        number=outcome.number,
        code=square_code(outcome),
        paper=paper,
        problem=problem,
        next_step=next_step(visit, outcome),
        later=owed_in_short(visit) if outcome.kind in ("submitted", "held") else None,
        signed=where_signed(visit, outcome, "screen"),
    )


def next_step(visit: Visit, outcome: Outcome) -> Message:
    """What happens now, in one sentence."""
    if outcome.kind == "submitted" and not visit.item.instant:
        code = code_groups(code_of(outcome))
        return message("visit.next.submitted_days", days=visit.item.commitment_days, code=code)
    return held_until(visit, outcome, "held.screen") or message(f"visit.next.{outcome.kind}")
