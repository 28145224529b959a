"""What is owed: asked of the platform, chosen by the citizen. Nothing is owed, nothing is found: said in words."""

from __future__ import annotations

from kiosk.contract.identity import EXPIRED, TOO_LOW
from kiosk.contract.payments import OWED, UTILITY, Bill, Bills, OwedAsked, UtilityAccount
from kiosk.money import yuan
from kiosk.platform import Away, Refused
from kiosk.text import Localized, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.snapshot import Preferences
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.step_up import step_up
from kiosk.visit.views import WorkingView
from kiosk.visit.views.payments import BillRow, BillsView

ROWS = {"standard": 5, "contrast": 5, "senior": 3}  # a page that needs no scrolling
WITH_CHARGES = {"standard": 4, "contrast": 4, "senior": 2}  # where a row says what being late has cost
LOW_ROWS = 3  # all within a wheelchair's reach, each with all that it says


async def owed(visit: Visit) -> Move:
    """Leaves in the visitor what is to be paid."""
    found = await find_bills(visit)
    if found is None:
        return Move.BACK
    if not any(bill.state != "paid" for bill in found.bills):
        subject = "payments.settled" if found.bills else "payments.nothing"
        await notice(visit.stage, subject, icon="circle-check", back=True, payee=found.payee)
        return Move.BACK
    return await _choose(visit, found)


async def find_bills(visit: Visit, case: str | None = None) -> Bills | None:
    """None: there is nothing to show, and the citizen goes back."""
    while True:
        visit.stage.show(WorkingView(message("payments.finding"), message("visit.query.seconds")))
        answer = await _ask(visit, case)
        if isinstance(answer, Bills):
            return answer
        if isinstance(answer, Away):
            await notice(visit.stage, "payments.away", icon="cloud-off", go_on="again", back=bool(visit.back))
        elif not await _refused(visit, answer):
            return None


async def _ask(visit: Visit, case: str | None) -> Bills | Refused | Away:
    item, answers, session = visit.item, visit.visitor.answers, visit.visitor.session
    if case is None and item.identity.level == "none":
        company = next((str(value) for name, value in answers.items() if name.startswith("company")), "")
        account = UtilityAccount(item_code=item.code, company=company, account=str(answers.get("account", "")))
        return await visit.kit.platform.call(UTILITY, account)
    asked = OwedAsked(item_code=item.code, answers=answers, case=case)
    return await visit.kit.platform.call(OWED, asked, session=session.token if session else "")


async def _refused(visit: Visit, answer: Refused) -> bool:
    if answer.type in ("nothing-found", "no-such-account"):
        return await notice(visit.stage, "payments.unknown", icon="file-search", back=True)
    if answer.type == EXPIRED:
        await sign_in_again(visit)
        return True
    if answer.type == TOO_LOW:
        return await step_up(visit, visit.item.identity.level) is not Move.BACK
    return await notice(visit.stage, "query.refused", icon="alert-circle", number=answer.type)


async def _choose(visit: Visit, found: Bills) -> Move:
    chosen = {bill.bill for bill in found.bills if bill.state != "paid"}
    page = 0
    while True:
        view = bills_view(found, frozenset(chosen), page, visit.stage.snapshot.preferences)
        touched = await visit.stage.ask(view, i.Next, i.ToggleBill, i.TurnPage, *visit.back)
        match touched:
            case i.ToggleBill(name) if name in {bill.bill for bill in found.bills if bill.state != "paid"}:
                chosen ^= {name}
            case i.TurnPage(by):
                page = max(0, min(view.pages - 1, page + by))
            case i.Back():
                return Move.BACK
            case i.Next() if chosen:
                visit.visitor.payee, visit.visitor.payer = found.payee, found.payer
                visit.visitor.bills = tuple(bill for bill in found.bills if bill.bill in chosen)
                return Move.ON


def bills_view(found: Bills, chosen: frozenset[str], page: int, preferences: Preferences) -> BillsView:
    size = (WITH_CHARGES if any(_charged(bill) for bill in found.bills) else ROWS)[preferences.mode]
    size = min(size, LOW_ROWS) if preferences.low else size
    pages = max(1, -(-len(found.bills) // size))
    page = min(page, pages - 1)
    total = sum(bill.amount for bill in found.bills if bill.bill in chosen)
    return BillsView(
        payee=found.payee,
        payer=found.payer,
        rows=tuple(_row(bill, bill.bill in chosen) for bill in found.bills[page * size : (page + 1) * size]),
        total=yuan(total) if chosen else "",
        page=page,
        pages=pages,
    )


def _row(bill: Bill, chosen: bool) -> BillRow:
    title = bill.title
    if bill.period:
        title = Localized(f"{title.zh} {bill.period}", f"{title.en} {bill.period}")
    return BillRow(bill.bill, title, _detail(bill), yuan(bill.amount), bill.state, chosen)


def _charged(bill: Bill) -> bool:
    """The platform has added something for being late."""
    return bill.state == "overdue" and len(bill.lines) > 1


def _detail(bill: Bill) -> Text:
    if bill.state == "paid":
        return message("payments.detail.paid")
    if bill.due is None:
        return message("payments.detail.unpaid")
    if bill.state != "overdue":
        return message("payments.detail.due", day=bill.due)
    if not _charged(bill):
        return message("payments.detail.overdue", day=bill.due)
    more = [f"{line.label.zh} {yuan(line.amount)}" for line in bill.lines[1:]]
    added = [f"{line.label.en} {yuan(line.amount)}" for line in bill.lines[1:]]
    with_them = Localized("、".join(more), ", ".join(added))  # as the platform reckons it; nothing is reckoned here
    return message("payments.detail.overdue_with", day=bill.due, more=with_them)
