"""An instant item (即办件) ends with its decision in the same visit: waited for so long as somebody likes to stand.

A platform that takes longer ends the visit with a receipt, by whose code the case is found again. A decision by rules
that goes against the citizen comes with its reasons, and can be taken to a person.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from kiosk.contract.cases import ENDED, REVIEW, SEE, Case
from kiosk.platform import Away, Refused
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.views import WorkingView
from kiosk.visit.views.decision import DecisionView

WAIT_S = 20.0  # by then most people look around for somebody to ask
ASK_S = 1.0


async def decision(visit: Visit) -> Move:
    outcome, session = visit.outcome, visit.visitor.session
    if outcome is None or outcome.kind != "submitted" or session is None:
        return Move.ON  # it lies in the outbox, or nobody is known to the platform: the receipt finds it
    visit.uninterrupted = True
    visit.stage.frame(item=visit.item.title, progress=visit.stage.snapshot.progress, in_visit=False)
    try:
        case = await _wait(visit, outcome.number, session.token)
    finally:
        visit.uninterrupted = False
        visit.stage.frame(item=visit.item.title, progress=visit.stage.snapshot.progress, in_visit=True)
    if case is None or case.decision is None:
        return Move.ON
    kind = "decided" if case.decision.approved else "declined"
    visit.outcome = replace(outcome, kind=kind)
    if not case.decision.approved:
        await _tell(visit, case, session.token)
    return Move.ON


async def _wait(visit: Visit, number: str, token: str) -> Case | None:
    """The case once it is decided; None: it is not yet, or the platform does not say."""
    second = visit.kit.pace.second
    ends = time.monotonic() + WAIT_S * second
    while (left := ends - time.monotonic()) > 0:
        seconds = max(1, round(left / second))
        visit.stage.show(WorkingView(message("decision.waiting"), message("decision.at_most", seconds=seconds)))
        case = await visit.kit.platform.call(SEE, session=token, number=number)
        if isinstance(case, Case) and (case.state in ENDED or case.decision is not None):
            return case
        if isinstance(case, Refused) and case.type != "no-such-case":
            return None
        await asyncio.sleep(min(ASK_S * second, max(0.0, left)))
    return None


async def _tell(visit: Visit, case: Case, token: str) -> None:
    assert case.decision is not None and visit.outcome is not None
    problem = None
    while True:
        view = DecisionView(case.title, case.decision.reasons, case.decision.reviewable, problem)
        touched = await visit.stage.ask(view, i.Next, i.Do)
        if isinstance(touched, i.Next) or not case.decision.reviewable:
            return
        visit.stage.show(WorkingView(message("decision.handing_on"), message("visit.query.seconds")))
        answer = await visit.kit.platform.call(REVIEW, session=token, number=case.number)
        if isinstance(answer, Case):
            visit.outcome = replace(visit.outcome, kind="submitted")
            return
        problem = message("decision.away") if isinstance(answer, Away) else message("decision.refused")
