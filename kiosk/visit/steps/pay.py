"""A payment: an order is written down, made, and followed until the platform says how it ended.

The citizen scans the code on the screen, or shows a payment code to the scanner. Nothing is called paid that the
platform did not call so; whoever turns away leaves an order that is closed, or paid, and never one that hangs.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from kiosk.catalogue.model import Kind
from kiosk.contract.payments import CLOSE, FINAL, PAY, Bill, Order, OrderWanted
from kiosk.payments.journal import JournalFailed
from kiosk.platform import Away, Refused
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Outcome, Visit
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.owed import find_bills
from kiosk.visit.till import Till
from kiosk.visit.views import WorkingView

_log = logging.getLogger(__name__)

PROBLEMS = {"bill-paid": "bill_paid", "bill-in-order": "bill_in_order", "amount-changed": "amount_changed"}


async def pay(visit: Visit) -> Move:
    """Of a payment item what was chosen; of a submission its fee, which can be paid later as well."""
    visitor = visit.visitor
    if visit.item.kind is Kind.PAYMENT:
        return await _pay(visit, visitor.payee, visitor.bills)
    outcome = visit.outcome
    if outcome is None or outcome.kind == "held":
        return Move.ON  # it has no number yet: the receipt says that the fee is still to be paid
    await _fee(visit, outcome.number)
    return Move.ON


async def pay_fee(visit: Visit, case: str) -> Move:
    """The fee of a case that was not paid when it was handed in. ON: there is an outcome; BACK: nothing was charged."""
    if await _fee(visit, case) is Move.BACK:
        return Move.BACK
    order = visit.visitor.order
    assert order is not None
    visit.outcome = Outcome("paid" if order.state == "paid" else "unsettled", order.key, order.number, visit.item.name)
    return Move.ON


async def _fee(visit: Visit, case: str) -> Move:
    found = await find_bills(visit, case=case)
    if found is None:
        return Move.BACK
    unpaid = tuple(bill for bill in found.bills if bill.state != "paid")
    if not unpaid:
        await notice(visit.stage, "payments.settled", icon="circle-check", go_on="go_on", payee=found.payee)
        return Move.BACK
    visit.visitor.payee, visit.visitor.payer, visit.visitor.bills = found.payee, found.payer, unpaid
    return await _pay(visit, found.payee, unpaid)


async def _pay(visit: Visit, payee: Localized, bills: Sequence[Bill]) -> Move:
    """BACK: nothing was charged."""
    while True:
        ended = await _one_order(visit, payee, bills)
        if ended is None:
            return Move.BACK
        if ended.state != "closed":
            break
        if not await notice(visit.stage, "payments.closed", icon="clock-hour-4", go_on="again", back=True):
            return Move.BACK
    visit.visitor.order = ended
    if visit.item.kind is Kind.PAYMENT:
        kind = "paid" if ended.state == "paid" else "unsettled"
        visit.outcome = Outcome(kind, ended.key, ended.number, visit.item.name)
    return Move.ON


async def _one_order(visit: Visit, payee: Localized, bills: Sequence[Bill]) -> Order | None:
    """The order as it was last known; None: there is none, or the citizen closed it."""
    kit, amount = visit.kit, sum(bill.amount for bill in bills)
    if kit.payments is None:
        await notice(visit.stage, "payments.no_journal", icon="alert-circle", back=True)
        return None
    try:
        key = await kit.payments.begin(visit.item.code, amount, kit.pace.now())
    except JournalFailed as error:
        _log.error("a payment was not begun: %s", error)
        await notice(visit.stage, "payments.no_journal", icon="alert-circle", back=True)
        return None
    try:
        wanted = OrderWanted(
            key=key, item_code=visit.item.code, bills=tuple(bill.bill for bill in bills), amount=amount
        )
        order = await _make(visit, wanted)
        return await _follow(visit, order, payee) if order is not None else None
    finally:
        kit.payments.leave(key)


async def _make(visit: Visit, wanted: OrderWanted) -> Order | None:
    """The platform's order. The same key makes the same order, however often it is asked for."""
    kit, stage = visit.kit, visit.stage
    assert kit.payments is not None
    while True:
        stage.show(WorkingView(message("payments.making"), message("visit.query.seconds")))
        answer = await kit.platform.call(PAY, wanted)
        if isinstance(answer, Order):
            await kit.payments.note(answer)
            return answer
        if isinstance(answer, Away):
            if not await notice(stage, "payments.away", icon="cloud-off", go_on="again", back=True):
                return None
            continue
        known = PROBLEMS.get(answer.type)
        if known is not None:
            await notice(stage, f"payments.{known}", icon="info-circle", back=True)
        else:
            await notice(stage, "payments.refused", icon="alert-circle", back=True, number=answer.type)
        return None


async def _follow(visit: Visit, order: Order, payee: Localized) -> Order | None:
    """Until it is final. None: the citizen went back, and it is closed."""
    till = Till(visit, order, payee)
    while till.order.state not in FINAL:
        away: type[i.Back] | type[i.Skip] = i.Skip if till.may_skip else i.Back
        touched = await visit.stage.race(till.run(), away, i.Next)
        if isinstance(touched, i.Next) and till.may_leave:
            return till.order  # not known: the slip says so, and the keeper goes on asking
        if isinstance(touched, i.Back | i.Skip) and await _closed(visit, till):
            return None
    return till.order


async def _closed(visit: Visit, till: Till) -> bool:
    """Whether going back left nothing to pay. Paid in that moment, or being paid: the citizen sees it through."""
    assert visit.kit.payments is not None
    visit.stage.show(WorkingView(message("payments.closing"), message("visit.query.seconds")))
    answer = await visit.kit.platform.call(CLOSE, key=till.order.key)
    if isinstance(answer, Away | Refused):
        till.problem = message("payments.not_closed")
        return False
    till.order = answer
    await visit.kit.payments.note(answer)
    if answer.state == "paying":
        till.problem = message("payments.being_paid")
    return answer.state == "closed"
