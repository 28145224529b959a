"""Bills and orders as the terminal calls them (kiosk/contract/payments)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.routing import Route

from kiosk.catalogue.model import Item
from kiosk.contract import payments as contract
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox import bills
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.desk import Desk
from provisioning.sandbox.payers import Payers
from provisioning.sandbox.payment_store import OPEN, Owed, PaymentStore
from provisioning.sandbox.sessions import Sessions

PAY_AT = "https://pay.sandbox.invalid/o/{number}"  # .invalid (RFC 2606): nobody's address
RECEIPT_AT = "https://receipt.sandbox.invalid/v/{code}/{number}/{check}"
RECEIPT_CODE = "99990126"  # 票据代码 of the sandbox


class Payments:
    def __init__(self, desk: Desk, store: PaymentStore, payers: Payers) -> None:
        self._catalogue = desk.catalogue
        self._desk = desk
        self._store = store
        self._payers = payers

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.OWED, sessions, self.owed),
            route(contract.UTILITY, sessions, self.utility),
            route(contract.PAY, sessions, self.create),
            route(contract.STATE, sessions, self.state),
            route(contract.CODE, sessions, self.code),
            route(contract.CLOSE, sessions, self.close),
        ]

    # ---- bills ----------------------------------------------------------------------------------
    def owed(self, call: Call[contract.OwedAsked]) -> contract.Bills:
        item, asked = self._item(call.asked.item_code), call.asked
        person, today = call.session.person, clock.china_day(call.now)
        if asked.case is not None:
            if self._desk.cases.find(asked.case, self._desk.holders.digest(person.number)) is None:
                raise Problem(404, "no-such-case", "the citizen has no such case")
            # whoever the citizen is known to be may pay a fee of theirs
            known = self._store.known(bills.fee_bill(item, asked.case))
            return self._bills(item, bills.of_case(item, person, asked.answers, asked.case, known), today)
        call.session.need(item.identity.level)
        return self._bills(item, bills.of_person(item, person, asked.answers, today), today)

    def utility(self, call: Call[contract.UtilityAccount]) -> contract.Bills:
        item, today = self._item(call.asked.item_code), clock.china_day(call.now)
        return self._bills(item, bills.of_utility(item, call.asked.company, call.asked.account, today), today)

    def _item(self, code: str) -> Item:
        item = self._catalogue.find(code)
        if item is None or not item.pays_here:
            raise Problem(404, "nothing-found", "nothing is paid for this item")
        return item

    def _bills(self, item: Item, account: bills.Account, today: date) -> contract.Bills:
        paid = self._store.owed([Owed(one.bill, item.code, one.amount, one.title.zh) for one in account.bills])
        return contract.Bills(
            payee=account.payee,
            payer=account.payer,
            bills=tuple(_bill(one, paid[one.bill], today) for one in account.bills),
        )

    # ---- orders ---------------------------------------------------------------------------------
    def create(self, call: Call[contract.OrderWanted]) -> contract.Order:
        wanted = call.asked
        item = self._item(wanted.item_code)
        return order(self._store.create(wanted.key, call.terminal, item.code, (wanted.bills, wanted.amount), call.now))

    def state(self, call: Call[None]) -> contract.Order:
        return order(self._found(call))

    def code(self, call: Call[contract.PayerCode]) -> contract.Order:
        row = self._found(call)
        if row["state"] == "paying":
            raise Problem(409, "paying", "a payer is at it")
        if row["state"] != "created":
            raise Problem(409, "order-closed", "nobody can pay this order any more")
        if self._payers.redeem(call.asked.code, call.now) == "pays":
            return order(self._store.pay(row["key"], call.now))
        return order(self._store.begin_paying(row["key"], call.now))

    def close(self, call: Call[None]) -> contract.Order:
        return order(self._store.close(_key(call.path), call.terminal, call.now))

    def _found(self, call: Call[Any]) -> sqlite3.Row:
        row = self._store.find(_key(call.path), call.terminal, call.now)
        if row is None:
            raise Problem(404, "no-such-order", "this terminal made no such order")
        return row


def order(row: sqlite3.Row) -> contract.Order:
    receipt = None
    if row["receipt"] is not None:
        check = f"{int(row['receipt']) * 7919 % 1_000_000:06d}"
        address = RECEIPT_AT.format(code=RECEIPT_CODE, number=row["receipt"], check=check)
        receipt = contract.FiscalReceipt(code=RECEIPT_CODE, number=row["receipt"], check=check, address=address)
    return contract.Order(
        key=row["key"],
        number=row["number"],
        state=row["state"],
        amount=row["amount"],
        pay_code=PAY_AT.format(number=row["number"]) if row["state"] in OPEN else "",
        expires_at=row["expires_at"],
        paid_at=row["paid_at"],
        receipt=receipt,
    )


def _key(path: Mapping[str, str]) -> str:
    """A path may hold anything: what is no key of ours is nobody's order."""
    key = path["key"]
    if len(key) != 36 or key[14] != "7" or not set(key) <= set("0123456789abcdef-"):
        raise Problem(404, "no-such-order", "the key is no UUIDv7")
    return key


def _bill(one: bills.Drawn, paid: bool, today: date) -> contract.Bill:
    state = "paid" if paid else "overdue" if one.due is not None and one.due < today else "unpaid"
    return contract.Bill(
        bill=one.bill,
        title=one.title,
        amount=one.amount,
        state=state,  # type: ignore[arg-type]
        period=one.period,
        due=one.due.isoformat() if one.due else None,
        lines=tuple(contract.BillLine(label=label, amount=amount) for label, amount in one.lines),
    )
