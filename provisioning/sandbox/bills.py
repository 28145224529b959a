"""What is owed in the sandbox: the same for the same account, person and month, and stored nowhere but as paid.

Accounts with a company: one that ends in 99 does not exist, one that ends in 00 owes nothing, any other owes for one to
three months. Decisions on traffic fines: one that ends in 99 does not exist, in 77 it is overdue.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Item
from kiosk.contract.payments import MOST_BILLS
from kiosk.text import Localized
from provisioning.problem import Problem, malformed
from provisioning.sandbox.identity import Person, masked
from provisioning.sandbox.lots import Lots
from provisioning.sandbox.months import month_of, written

BASE_FEN = 450_000  # the base of contributions in flexible employment, per month


@dataclass(frozen=True)
class Drawn:
    """A bill before it is known whether it is paid. `lines` are labels with their amounts."""

    bill: str
    title: Localized
    period: str
    due: date | None
    lines: tuple[tuple[Localized, int], ...] = field(repr=False)

    @property
    def amount(self) -> int:
        return sum(amount for _, amount in self.lines)


@dataclass(frozen=True)
class Account:
    """Whose bills: `payee` charges, `payer` (masked) owes."""

    payee: Localized
    payer: str
    bills: tuple[Drawn, ...] = field(repr=False)


def of_utility(item: Item, company: str, account: str, today: date) -> Account:
    """`company`: `water-…`, `electricity-…`, `gas-…` or `telecom-…`. Raises `Problem` 404 `no-such-account`."""
    kind = company.partition("-")[0]
    spec = _specs()["utilities"].get(kind)
    if spec is None or account.endswith("99"):
        raise Problem(404, "no-such-account", "the company knows no such account")
    payer = f"*{account[-3:]}"
    if account.endswith("00"):
        return Account(_text(spec["payee"]), payer, ())
    lots = Lots(f"{company}|{account}", item.code)
    last = month_of(today) - 1
    bills = []
    for month in range(last - lots.number("months", 0, 2), last + 1):
        due = _day(month + 1, 25)
        amount = lots.number(f"amount {month}", spec["least"], spec["most"])
        lines = [(_text(spec["title"]), amount)]
        if due < today:
            lines.append((Localized("违约金", "Late charge"), amount * 3 // 100))
        bills.append(_bill(item, f"{company}|{account}", written(month), _text(spec["title"]), due, *lines))
    return Account(_text(spec["payee"]), payer, tuple(bills))


def of_person(item: Item, person: Person, answers: Mapping[str, Any], today: date) -> Account:
    """Raises `Problem`: 400 for answers of another form, 404 `nothing-found`."""
    maker = {"SW03": _resident_insurance, "SW04": _flexible_insurance, "CJ02": _traffic_fine}.get(item.short)
    if maker is None:
        raise Problem(404, "nothing-found", "nothing is owed for this item")
    try:
        return maker(item, person, answers, today)
    except (KeyError, ValueError):
        raise malformed("the answers do not fit the item") from None


def fee_bill(item: Item, case: str) -> str:
    """The id of the bill for a case's fee."""
    return _bill(item, case, "", Localized("", ""), None).bill


def of_case(item: Item, person: Person, answers: Mapping[str, Any], case: str, known: int | None = None) -> Account:
    """The fee of a case; `known`: what it was made out over when it was handed in. Raises `Problem` 404
    `nothing-found` where it costs nothing, or where the answers that it follows from are not at hand."""
    spec = _specs().get(item.short, _specs()["case"])
    amount = known or (_endorsement_fee(spec, answers) if item.short == "CR01" else item.fee_fen)
    if not amount:
        raise Problem(404, "nothing-found", "the case costs nothing")
    title = _text(spec["title"])
    bill = _bill(item, case, "", title, None, (title, amount))
    return Account(_text(spec["payee"]), masked(person.name), (bill,))


def _endorsement_fee(spec: Mapping[str, Any], answers: Mapping[str, Any]) -> int:
    if not {"dest", "type"} <= answers.keys():
        return 0
    places = 2 if answers.get("dest") == "both" else 1
    fee: int = spec["twice"] if str(answers.get("type", "")).endswith("2") else spec["once"]
    return places * fee


def _resident_insurance(item: Item, person: Person, answers: Mapping[str, Any], today: date) -> Account:
    spec, kind = _specs()["SW03"], answers["type"]
    family = answers["for_whom"] == "family"
    who = answers["payee_id"] if family else person.number
    name = answers["payee_name"] if family else person.name
    amount = int(answers["pension_tier"]) * 100 if kind == "pension" else spec["medical_tiers"][answers["medical_tier"]]
    title = _text(spec[kind])
    bill = _bill(item, f"{who}|{kind}", str(today.year + 1), title, date(today.year, 12, 31), (title, amount))
    return Account(_text(spec["payee"]), masked(name), (bill,))


def _flexible_insurance(item: Item, person: Person, answers: Mapping[str, Any], today: date) -> Account:
    spec, kind, months = _specs()["SW04"], answers["insurance"], int(answers["months"])
    if not 1 <= months <= MOST_BILLS:
        raise ValueError("so many months are not paid at once")
    title, now = _text(spec[kind]["title"]), month_of(today)
    amount = BASE_FEN * spec[kind]["percent"] // 100
    bills = [
        _bill(item, f"{person.number}|{kind}", written(month), title, None, (title, amount))
        for month in range(now, now + months)
    ]
    return Account(_text(spec["payee"]), masked(person.name), tuple(bills))


def _traffic_fine(item: Item, person: Person, answers: Mapping[str, Any], today: date) -> Account:
    spec, decision = _specs()["CJ02"], str(answers["decision_no"])
    if decision.endswith("99"):
        raise Problem(404, "nothing-found", "there is no such decision")
    lots = Lots(person.number, f"{item.code}|{decision}")
    fine = lots.one_of("fine", spec["fines"])
    late = lots.number("days", 3, 30) if decision.endswith("77") else 0
    lines = [(_text(spec["title"]), fine)]
    if late:
        lines.append((_text(spec["late"]), min(fine, fine * 3 * late // 100)))  # 3 % a day, at most the fine
    due = today - timedelta(days=late) if late else today + timedelta(days=9)
    bill = _bill(item, f"{person.number}|{decision}", "", _text(spec["title"]), due, *lines)
    return Account(_text(spec["payee"]), masked(person.name), (bill,))


def _bill(
    item: Item, whose: str, period: str, title: Localized, due: date | None, *lines: tuple[Localized, int]
) -> Drawn:
    """Its id says nothing of whose it is."""
    drawn = hmac.digest(whose.encode(), f"{item.code}|{period}".encode(), hashlib.sha256)
    return Drawn(base64.urlsafe_b64encode(drawn[:16]).decode().rstrip("="), title, period, due, tuple(lines))


def _day(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)


def _text(raw: Mapping[str, str]) -> Localized:
    return Localized(raw["zh"], raw["en"])


@cache
def _specs() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = json.loads((Path(__file__).parent / "data/bills.json").read_text(encoding="utf-8"))
    return raw
