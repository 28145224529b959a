"""One visit from home to farewell: the steps that the item's data calls for, forwards and back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kiosk.catalogue.model import Item, Kind, Step
from kiosk.catalogue.plan import progress_of
from kiosk.text import message
from kiosk.visit.accounting import Ending, account
from kiosk.visit.context import Move, Visit
from kiosk.visit.home import home
from kiosk.visit.rating import record_rating
from kiosk.visit.services import Service
from kiosk.visit.snapshot import Progress
from kiosk.visit.steps.admit import admit
from kiosk.visit.steps.certificate import certificate
from kiosk.visit.steps.check import check
from kiosk.visit.steps.decision import decision
from kiosk.visit.steps.done import done
from kiosk.visit.steps.face import face
from kiosk.visit.steps.farewell import farewell
from kiosk.visit.steps.form import form
from kiosk.visit.steps.guide import guide
from kiosk.visit.steps.identify import identify
from kiosk.visit.steps.materials import materials
from kiosk.visit.steps.owed import owed
from kiosk.visit.steps.pay import pay
from kiosk.visit.steps.query import query
from kiosk.visit.steps.rate import rate
from kiosk.visit.steps.situations import situations
from kiosk.visit.steps.submit import submit
from kiosk.visit.steps.take_card import take_card
from kiosk.visit.to_the_end import to_the_end

Walk = Callable[[Visit], Awaitable[Move]]


@dataclass(frozen=True)
class Leg:
    step: Step
    walk: Walk
    once: bool = False  # there is no way back into it or past it


WALKS = {
    Step.FACE: Leg(Step.FACE, face),
    Step.FORM: Leg(Step.FORM, form),
    Step.MATERIALS: Leg(Step.MATERIALS, materials),
    Step.QUERY: Leg(Step.QUERY, query),
    Step.CHECK: Leg(Step.CHECK, check),
}
AFTERWARDS = {
    Step.PAYMENT: Leg(Step.PAYMENT, pay, once=True),
    Step.PRINT: Leg(Step.PRINT, certificate, once=True),
}
"""What comes once it is clear what there is to pay for and to print: behind the submission where there is one."""


def legs_of(item: Item) -> tuple[Leg, ...]:
    """Everything before the end. Who somebody is, is settled once; room is taken before anything is entered."""
    legs = [Leg(Step.GUIDE, guide)]
    if Step.IDENTIFY in item.steps:
        legs.append(Leg(Step.IDENTIFY, identify))
    if Step.SUBMIT in item.steps:
        legs.append(Leg(Step.IDENTIFY, admit, once=True))
    if item.package is not None:
        legs.append(Leg(Step.FORM, situations))
    walks = WALKS | {Step.QUERY: Leg(Step.QUERY, owed)} if item.kind is Kind.PAYMENT else WALKS
    legs += [walks[step] for step in item.steps if step in walks and not _is_the_paper_itself(item, step)]
    if Step.SUBMIT in item.steps:
        legs.append(Leg(Step.CHECK, submit, once=True))
    if item.kind is Kind.APPLICATION and item.instant:
        legs.append(Leg(Step.CHECK, decision, once=True))
    legs += [AFTERWARDS[step] for step in item.steps if step in AFTERWARDS]
    return tuple(legs)


def _is_the_paper_itself(item: Item, step: Step) -> bool:
    """A certificate without an answer on the screen: what the records say is looked at on its page."""
    return step is Step.QUERY and item.kind is Kind.CERTIFICATE and "on_screen" not in item.outputs


async def journey(visit: Visit) -> None:
    while await _one_item(visit):
        await to_the_end(asyncio.to_thread(record_rating, visit))
        await _count(visit)
        visit.next_item()


async def _count(visit: Visit) -> None:
    """The item that is done; the next one of the same citizen begins now."""
    now = asyncio.get_running_loop().time()
    ended = account(visit, Ending.FINISHED, now)
    visit.stage.meter.restart(now)
    if ended is not None and visit.kit.usage is not None:
        await to_the_end(asyncio.to_thread(visit.kit.usage.note, ended))


async def _one_item(visit: Visit) -> bool:
    """True: the citizen, who stays known, goes on to another item."""
    while True:
        chosen = await home(visit)
        if isinstance(chosen, Service):
            visit.stage.frame(item=None, progress=None, in_visit=True)
            visit.service = chosen.name
            if await chosen.walk(visit) is Move.ON:
                break
            continue
        visit.chosen = chosen
        if await _walk(visit, legs_of(visit.item)):
            break
    means = visit.visitor.reader
    visit.card_left = "" if await take_card(visit.stage, visit.kit.devices, means, visit.kit.pace) else means
    paper = await done(visit)
    if visit.another:
        return not visit.card_left  # a card that nobody took may be anybody's
    await rate(visit)
    await farewell(visit, paper=paper)
    return False


async def _walk(visit: Visit, legs: tuple[Leg, ...]) -> bool:
    """False: the citizen went back to the items, before having given anything."""
    at, settled = 0, 0
    visit.backwards = False
    while at < len(legs):
        leg = legs[at]
        # From the guide there is a way back, to the items; behind something settled there is none.
        visit.returnable = at > settled or settled == 0
        visit.stage.frame(item=visit.item.title, progress=_progress(visit.item, leg.step), in_visit=True)
        visit.begun = leg.step is not Step.GUIDE or visit.begun
        move = await leg.walk(visit)
        if move is not Move.BACK:
            at += 1
            settled = at if leg.once or move is Move.SETTLED else settled
            visit.backwards = False
        elif at == 0:
            visit.begun = False
            return False
        else:
            at -= 1
            visit.backwards = True
    return True


def _progress(item: Item, step: Step) -> Progress | None:
    steps = progress_of(item)
    if step not in steps:
        return None
    index = steps.index(step)
    return Progress(index + 1, len(steps) + 1, message(f"visit.progress.{step}"))
