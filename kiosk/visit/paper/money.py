"""The part of a receipt that is about money (缴费凭证): who charged what, how it ended, the electronic receipt.

GB/T 39046 table 14: payment number, who charges, what, how much, when, who paid.
"""

from __future__ import annotations

from collections.abc import Iterator

from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Rule
from kiosk.clock import on_the_wall
from kiosk.money import yuan
from kiosk.numbers import grouped
from kiosk.text import message
from kiosk.visit.context import Visit
from kiosk.words import say


def money_blocks(visit: Visit, language: str) -> Iterator[Block]:
    """Nothing where the item costs nothing here."""
    visitor, order = visit.visitor, visit.visitor.order

    def words(key: str, **params: str) -> str:
        return say(message(f"payment_receipt.{key}", **params), language)

    if order is None:
        if visit.item.pays_here:
            yield Rule()
            yield Line(words("unpaid"), bold=True)
        return
    yield Rule()
    yield Pair(words("payee"), say(visitor.payee, language))
    if visitor.payer:
        yield Pair(words("payer"), visitor.payer)
    for bill in visitor.bills:
        title = f"{say(bill.title, language)} {bill.period}".rstrip()
        yield Pair(title, yuan(bill.amount))
    yield Line(words("total", amount=yuan(order.amount)), size="large", bold=True, align="right")
    if order.state != "paid":
        yield Line(words("unsettled"), bold=True)
    if order.paid_at is not None:
        yield Pair(words("paid_at"), on_the_wall(order.paid_at))
    if visit.outcome is None or visit.outcome.number != order.number:
        yield Pair(words("number"), grouped(order.number))
    if order.receipt is not None:
        yield Pair(words("code"), order.receipt.code)
        yield Pair(words("receipt"), order.receipt.number)
        yield Pair(words("check"), order.receipt.check)
        yield QrCode(order.receipt.address, words("verify"))
