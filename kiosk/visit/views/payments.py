"""What a visit shows of money: what is owed, and the payment while it is under way."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class BillRow:
    bill: str  # key for ToggleBill
    title: Localized
    detail: Text  # the month, by when it is due
    amount: str  # yuan
    state: str  # "unpaid", "overdue" or "paid"
    chosen: bool


@dataclass(frozen=True)
class BillsView(View):
    """What is owed. `total`: yuan of what is chosen; empty: nothing is."""

    payee: Localized
    payer: str  # masked
    rows: tuple[BillRow, ...]
    total: str
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class PayView(View):
    """`phase`: "waiting" for the payer, "paying" (the payer confirms on the telephone), "checking" (the platform does
    not answer: what became of it is being asked). `pay_code`: what the payer's telephone scans; empty: no longer.
    `scanner`: a code on the telephone can be shown instead."""

    phase: str
    payee: Localized
    amount: str  # yuan
    pay_code: str
    scanner: bool
    problem: Text | None = None
    may_leave: bool = False  # the platform has been away for long
    may_skip: bool = False  # a fee that can be paid later
    ways: tuple[Text, ...] = ()  # until when and how else it can be paid, the most useful first
