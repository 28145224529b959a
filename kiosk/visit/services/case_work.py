"""What a citizen does about a case: complete it (补正), choose how the result comes, print it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from kiosk.catalogue.excerpt import asking, excerpt
from kiosk.catalogue.fields import is_readable
from kiosk.catalogue.model import Item, Kind
from kiosk.catalogue.packages import child_item
from kiosk.contract.cases import DELIVER, Case, DeliveryWish, PostalAddress, Way
from kiosk.contract.identity import EXPIRED
from kiosk.platform import Away
from kiosk.text import Localized, Message, message
from kiosk.visit.case_pages import is_over
from kiosk.visit.context import Corrects, Move, Visit
from kiosk.visit.postal import FORM
from kiosk.visit.steps.admit import admit
from kiosk.visit.steps.certificate import print_one
from kiosk.visit.steps.check import check
from kiosk.visit.steps.form import form
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.materials import materials
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.one_of import one_of
from kiosk.visit.steps.pay import pay_fee
from kiosk.visit.steps.see_signed import see_signed
from kiosk.visit.steps.submit import submit
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import Option, QuestionView, WorkingView
from kiosk.visit.views.cases import CaseAction, CaseView


async def complete(visit: Visit, case: Case) -> Move:
    """What was asked for is given here, checked, and handed in like any submission. ON: it is in the outbox."""
    correction = case.correction
    assert correction is not None
    catalogue = visit.kit.catalogue
    whole = catalogue.find(case.item_code) or child_item(catalogue, case.item_code)
    names = {kind: [one.name for one in correction.wanted if one.kind == kind] for kind in ("answer", "material")}
    known = whole is not None and is_readable(whole)  # one of a later release is asked for in ways not known here
    item = excerpt(whole, names["answer"], names["material"]) if whole is not None and known else None
    if item is None or not _has_all(item, names):
        await notice(visit.stage, "counter", words="cases", icon="building", back=True)
        return Move.BACK
    late = is_over(correction.until, visit.kit.pace.now().date())
    if late and not await notice(visit.stage, "late", words="cases", icon="clock-hour-4", go_on="go_on", back=True):
        return Move.BACK
    visit.chosen = replace(item, name=_completing(item.name), identity=replace(item.identity, face=False))
    visit.corrects = Corrects(case.number, correction.notice)
    if await _walk(visit) is Move.ON:
        return Move.ON
    await _let_go(visit)
    return Move.BACK


async def _let_go(visit: Visit) -> None:
    """The citizen went back to the case: nothing is handed in, and the room in the outbox is free again."""
    slot = visit.slot
    visit.slot = visit.prepared = visit.corrects = visit.chosen = None
    visit.visitor.forget_item()
    if slot is not None:
        await to_the_end(asyncio.to_thread(visit.kit.outbox.abandon, slot.key))


def _has_all(item: Item, names: dict[str, list[str]]) -> bool:
    asked = {"answer": set(item.form["properties"]), "material": {one.name for one in item.asked_materials}}
    return all(asked[kind].issuperset(wanted) for kind, wanted in names.items())


def _completing(name: Localized) -> Localized:
    return Localized(f"{name.zh}（补正）", f"{name.en} (completed)")


async def _walk(visit: Visit) -> Move:
    await admit(visit)
    item = visit.item
    steps: list[Callable[[Visit], Awaitable[Move]]] = [form] if item.form["properties"] else []
    steps += [materials] if item.asked_materials else []
    steps += [check]
    at = 0
    visit.backwards = False
    while at < len(steps):
        visit.returnable = True
        visit.stage.frame(item=item.title, progress=None, in_visit=True)
        if await steps[at](visit) is Move.BACK:
            at, visit.backwards = at - 1, True
            if at < 0:
                return Move.BACK
        else:
            at, visit.backwards = at + 1, False
    return await submit(visit)


# ---- how the result comes ------------------------------------------------------------------------------------------
async def deliver(visit: Visit, case: Case) -> Message | None:
    """Choose a way; None: chosen, or the citizen went back; else what the case's page is to say."""
    while True:
        way = await _choose_way(visit, case)
        if way is None:
            return None
        address = None
        if way == "post":
            address = await _ask_address(visit, case)
            if address is None:
                continue
        return await _choose(visit, case, DeliveryWish(way=way, address=address))


async def _choose_way(visit: Visit, case: Case) -> Way | None:
    ways = {str(way): way for way in case.ways}
    options = tuple(Option(way, message(f"cases.deliver.{way}")) for way in ways)
    chosen = case.delivery.way if case.delivery else None
    view = QuestionView("delivery", "choice", message("cases.deliver.title"), None, chosen, options)
    way = await one_of(visit, view)
    return ways[way] if way is not None else None


async def _ask_address(visit: Visit, case: Case) -> PostalAddress | None:
    """The address form, with what the card says already there."""
    item = visit.kit.catalogue.find(case.item_code) or visit.kit.catalogue.items[0]
    before, answers = visit.chosen, dict(visit.visitor.answers)
    visit.chosen, visit.backwards, visit.returnable = asking(item, FORM), False, True
    try:
        if await form(visit) is Move.BACK:
            return None
        given: dict[str, Any] = visit.visitor.answers
        return PostalAddress(
            name=given["name"], phone=given["phone"], region=given["region"][-1], address=given["address"]
        )
    finally:
        visit.chosen, visit.visitor.answers = before, answers


async def _choose(visit: Visit, case: Case, wish: DeliveryWish) -> Message | None:
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        session = visit.visitor.session
        assert session is not None
        answer = await visit.kit.platform.call(
            DELIVER, wish, session=session.token, version=case.version, number=case.number
        )
        if isinstance(answer, Case):
            return None
        if isinstance(answer, Away):
            return message("cases.away.body")
        if answer.type == EXPIRED:
            await sign_in_again(visit)
            continue
        known = {"changed-meanwhile": "changed", "not-in-this-state": "not_now"}.get(answer.type)
        return message(f"cases.deliver.{known}") if known else message("cases.refused.body", number=answer.type)


def with_fee(visit: Visit, case: Case, view: CaseView) -> CaseView:
    """The case's page with a way to pay, where something may still be to be paid: the platform knows whether it was."""
    item = visit.kit.catalogue.find(case.item_code)
    ended = case.state == "refused" or (case.decision is not None and not case.decision.approved)
    if item is None or not item.pays_here or item.kind is not Kind.APPLICATION or ended:
        return view
    return replace(view, actions=(*view.actions, CaseAction("pay", message("cases.action.pay"), "cash")))


async def pay_for(visit: Visit, case: Case) -> Move:
    visit.chosen = visit.kit.catalogue.find(case.item_code)
    if await pay_fee(visit, case.number) is Move.ON:
        return Move.ON
    visit.chosen = None
    return Move.BACK


async def print_result(visit: Visit, case: Case) -> Move:
    item = visit.kit.catalogue.find(case.item_code)
    if item is None:
        await notice(visit.stage, "counter", words="cases", icon="building", back=True)
        return Move.BACK
    visit.chosen, visit.returnable = item, True
    await print_one(visit, item, case.number)
    if visit.outcome is None:  # nothing was printed: back to the case
        visit.chosen = None
        return Move.BACK
    return Move.ON


WORK: dict[str, Callable[[Visit, Case], Awaitable[Move]]] = {
    "correct": complete,
    "pay": pay_for,
    "print": print_result,
    "signed": see_signed,
}
"""What a page of a case offers that ends, when it is done, with a receipt."""
