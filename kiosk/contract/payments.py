"""Payments (缴费): what is owed, an order for it, and what became of the order.

Amounts are whole fen. An order is made once for its `key`, which the terminal writes down before it calls: asked for
again with the same key it is the same order, and nothing is charged twice. States: `created` (waits for the payer),
`paying` (the bank is at it), `paid`, `closed` (nothing was charged, and nothing can be any more), `refunded`.
"""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any, Literal

import msgspec

from kiosk.contract.certificates import Key
from kiosk.contract.model import Day, Fen, ItemCode, Model, Moment
from kiosk.contract.operation import Operation
from kiosk.text import Localized

MOST_BILLS = 24  # of one order: two years by the month

OrderState = Literal["created", "paying", "paid", "closed", "refunded"]
FINAL: frozenset[str] = frozenset({"paid", "closed", "refunded"})
"""Nothing changes any more by itself."""

BillId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$", description="opaque, for this terminal")]


class OwedAsked(Model, frozen=True):
    """What the citizen of the session owes for an item; `case`: the fee of that case."""

    item_code: ItemCode
    answers: dict[str, Any]
    case: str | None = None


class UtilityAccount(Model, frozen=True):
    """An account with a company: whoever knows its number may pay for it."""

    item_code: ItemCode
    company: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    account: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]{6,20}$")]


class BillLine(Model, frozen=True):
    label: Localized
    amount: Fen


class Bill(Model, frozen=True):
    """`period`: "2026-10" or "2026"; `lines` add up to `amount` where there are any."""

    bill: BillId
    title: Localized
    amount: Fen
    state: Literal["unpaid", "overdue", "paid"]
    period: str = ""
    due: Day | None = None
    lines: tuple[BillLine, ...] = ()

    def __post_init__(self) -> None:
        if self.lines and sum(line.amount for line in self.lines) != self.amount:
            raise ValueError("lines that do not add up to the amount")


class Bills(Model, frozen=True):
    """`payee`: who charges (收费单位); `payer`: whose bills they are, masked. No bills: nothing was ever owed."""

    payee: Localized
    payer: str
    bills: tuple[Bill, ...]


class OrderWanted(Model, frozen=True):
    key: Key
    item_code: ItemCode
    bills: Annotated[tuple[BillId, ...], msgspec.Meta(min_length=1, max_length=MOST_BILLS)]
    amount: Fen  # what the citizen was shown: an order over another sum is none


class FiscalReceipt(Model, frozen=True):
    """The electronic receipt (财政电子票据): code, number and check code, by which anybody verifies it."""

    code: str
    number: str
    check: str
    address: str  # what its QR code says


class Order(Model, frozen=True):
    """`number`: of the payment (缴款单号). `pay_code`: what the payer's telephone scans; empty once it is no use."""

    key: Key
    number: Annotated[str, msgspec.Meta(max_length=64)]  # as the day's list takes it (payment_days.py)
    state: OrderState
    amount: Fen
    pay_code: str
    expires_at: Moment
    paid_at: Moment | None = None
    receipt: FiscalReceipt | None = None


class PayerCode(Model, frozen=True):
    """The code that a payer's own app shows (付款码): opaque, for one use."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{16,24}$")]


OWED = Operation(
    "findBills",
    "POST",
    "/v1/bills",
    "What the citizen owes",
    OwedAsked,
    Bills,
    session=True,
    repeatable=True,
    problems=((403, "step-up-required"), (404, "nothing-found"), (404, "no-such-case")),
)
UTILITY = Operation(
    "findUtilityBills",
    "POST",
    "/v1/utility-bills",
    "What is owed on an account",
    UtilityAccount,
    Bills,
    repeatable=True,
    problems=((404, "nothing-found"), (404, "no-such-account")),
)
PAY = Operation(
    "createPaymentOrder",
    "POST",
    "/v1/payment-orders",
    "Make an order, once for its key",
    OrderWanted,
    Order,
    status=201,
    problems=(
        (404, "no-such-bill"),
        (409, "amount-changed"),
        (409, "bill-paid"),
        (409, "bill-in-order"),
        (409, "order-closed"),
        (422, "key-reused"),
    ),
)
STATE = Operation(
    "getPaymentOrder",
    "GET",
    "/v1/payment-orders/{key}",
    "What became of an order",
    NoneType,
    Order,
    problems=((404, "no-such-order"),),
)
CODE = Operation(
    "payWithCode",
    "POST",
    "/v1/payment-orders/{key}/code",
    "Charge the payer whose code was shown",
    PayerCode,
    Order,
    problems=((403, "code-refused"), (404, "no-such-order"), (409, "order-closed"), (409, "paying")),
)
CLOSE = Operation(
    "closePaymentOrder",
    "POST",
    "/v1/payment-orders/{key}/close",
    "End an order that is not paid; one that never arrived can then not arrive any more",
    NoneType,
    Order,
    problems=((404, "no-such-order"),),
)

OPERATIONS = (OWED, UTILITY, PAY, STATE, CODE, CLOSE)
