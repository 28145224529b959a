"""Done: the number, the code, and the truth about the paper."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kiosk.catalogue.model import SLIPS, Kind
from kiosk.contract.cases import Case
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Outcome, Visit
from kiosk.visit.outcome_words import held_until, where_signed
from kiosk.visit.paper.printing import print_slip
from kiosk.visit.paper.receipt import code_groups, code_of, receipt_of, square_code
from kiosk.visit.privacy import ask_for
from kiosk.visit.steps.see_signed import see_just_signed, signed_case
from kiosk.visit.still_owed import owed_in_short
from kiosk.visit.views import DoneView, Heed

PAPER_LEFT_S = 20  # who is still there has taken it by then
REMINDERS = 3  # then whoever it was has gone, and the page ends by itself
TO_TAKE = ("printed", "unsure")


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
        # One id for one outcome: should it ever be asked for again, no second receipt comes where the first may be.
        paper, problem = await print_slip(visit, receipt_of(visit, outcome), job=f"receipt-{outcome.key}")
    case = None
    if not visit.card_left and (paper in TO_TAKE or asked.done()):  # a card that nobody took may be anybody's
        case = await asked  # where nothing was printed, nothing on the page says what one would wait for
    stage.frame(item=None, progress=None, in_visit=True)
    view = replace(_view(visit, outcome, paper, problem), shows_signed=case is not None)
    also = (i.Do,) if case is not None else ()
    touched: i.Intent | None = None
    while touched is None:
        if paper not in TO_TAKE and not view.sheet:
            touched = await stage.ask(view, i.Next, i.AnotherItem, *also)
        else:  # most printers cannot tell whether the paper was taken, so time does
            touched = await ask_for(visit, PAPER_LEFT_S, view, i.Next, i.AnotherItem, *also)
        if isinstance(touched, i.Do) and case is not None:
            await see_just_signed(visit, case)
            stage.frame(item=None, progress=None, in_visit=True)
            touched = None
        elif touched is None:
            left = view.problem or (message("visit.paper.left") if paper in TO_TAKE else None)
            view = replace(view, problem=left, reminders=min(view.reminders + 1, REMINDERS))
    visit.another = isinstance(touched, i.AnotherItem)
    return paper in TO_TAKE or view.sheet


def _view(visit: Visit, outcome: Outcome, paper: str, problem: Message | None) -> DoneView:
    return DoneView(
        outcome=outcome.kind,
        title=visit.item.title,
        number=outcome.number,
        code=square_code(outcome),
        paper=paper,
        problem=problem,
        next_step=next_step(visit, outcome),
        heed=_heed(visit, outcome),
        sheet=visit.sheet,
        signed=where_signed(visit, outcome, "screen"),
    )


def _heed(visit: Visit, outcome: Outcome) -> Heed | None:
    """What would cost a way, or money, if it were overlooked."""
    if outcome.kind in ("submitted", "held"):
        return owed_in_short(visit)
    if outcome.kind != "unsettled":
        return None
    where = "bill" if visit.item.kind is Kind.PAYMENT else "case"  # a fee is found with its case
    return Heed("alert-triangle", message("visit.unsettled.title"), message(f"visit.unsettled.{where}"))


def next_step(visit: Visit, outcome: Outcome) -> Message | None:
    """What happens now, in one sentence; None: a card of its own says it."""
    if outcome.kind in ("certified", "unsettled"):
        return None
    if outcome.kind == "submitted" and not visit.item.instant:
        code = code_groups(code_of(outcome))
        return message("visit.next.submitted_days", days=visit.item.commitment_days, code=code)
    return held_until(visit, outcome, "held.screen") or message(f"visit.next.{outcome.kind}")
