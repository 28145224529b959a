"""What a query answers: one small maker for each shape of records, and data for each item that uses it.

`data/queries.json` names the maker and its figures by an item's short code; an item that is not in it
gets the general answer, made from the item's own data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from starlette.routing import Route

from kiosk.catalogue.model import Catalogue, Item
from kiosk.contract import queries as contract
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.lots import Lots, yuan
from provisioning.sandbox.months import asked_months, month_of, written
from provisioning.sandbox.sessions import Sessions

Words = dict[str, str]  # {"zh": …, "en": …}


class Queries:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.ASK, sessions, self.ask)]

    def ask(self, call: Call[contract.Query]) -> contract.QueryResult:
        item = self._catalogue.find(call.asked.item_code)
        if item is None:
            raise Problem(404, "nothing-found", "the item is not in the catalogue")
        call.session.need(item.identity.level)
        answers, today = call.asked.answers, clock.china_day(call.now)
        found = answer_query(item, call.session.person.number, answers, today)
        return msgspec.convert(found | {"as_of": clock.rfc3339(call.now)}, contract.QueryResult)


@dataclass(frozen=True)
class Asked:
    """One question to the platform: by whom, about what, in which form the answer is made."""

    item: Item
    answers: Mapping[str, Any] = field(repr=False)
    lots: Lots
    today: date
    spec: Mapping[str, Any]

    def months(self) -> list[int]:
        """The months asked for of which there can be records."""
        return [month for month in asked_months(self.answers, self.today) if month >= self.lots.first_month()]


@dataclass(frozen=True)
class Found:
    rows: list[list[str]]
    headline: str | None = None


def answer_query(item: Item, person: str, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answer of docs/api.md but `as_of`; the same for the same person, item, answers and month.

    Raises `Problem`: 404 `nothing-found`, 400 for answers of another form.
    """
    specs = _specs()
    spec = specs.get(item.short, specs["*"])
    asked = Asked(item, answers, Lots(person, item.code), today, spec)
    found = MAKERS[spec["make"]](asked)
    if not found.rows:
        raise Problem(404, "nothing-found", "there are no records of this kind")
    headline = None
    if found.headline is not None:
        headline = {"label": spec["headline"], "value": found.headline}
    return {"headline": headline, "columns": spec["columns"], "rows": found.rows, "note": specs["note"]}


def contributions(asked: Asked) -> Found:
    """Month, base, the person's and the employer's part; headline: the sum of the person's."""
    own_rate, employer_rate = _rates(asked)
    rows, total = [], 0
    for month in asked.months():
        base = asked.lots.wage(month // 12)
        own, employer = base * own_rate // 10_000, base * employer_rate // 10_000
        total += own
        rows.append([written(month), yuan(base), yuan(own), yuan(employer)])
    return Found(rows, yuan(total))


def account(asked: Asked) -> Found:
    """Month, what came in, what went out, balance; headline: the balance today."""
    income, spending = asked.spec["income"], asked.spec["spending"]
    wanted = frozenset(asked.months())
    rows, balance = [], 0
    for month in range(asked.lots.first_month(), month_of(asked.today)):
        came = asked.lots.wage(month // 12) * income // 10_000
        balance += came
        spent = 0
        if asked.lots.number(f"spends {month}", 1, 100) <= spending["percent"]:
            spent = min(balance, asked.lots.number(f"spent {month}", spending["least"], spending["most"]))
        balance -= spent
        if month in wanted:
            rows.append([written(month), yuan(came), yuan(spent), yuan(balance)])
    return Found(rows, yuan(balance))


def records(asked: Asked) -> Found:
    """A few records, newest first, whose cells are drawn as the item's data says."""
    low, high = asked.spec["count"]
    count = asked.lots.number(f"count {json.dumps(asked.answers, sort_keys=True)}", low, high)
    days = sorted(asked.lots.number(f"day {row}", *asked.spec["days_ago"]) for row in range(count))
    rows = [
        [_cell(asked, cell, f"{row} {column}", days[row]) for column, cell in enumerate(asked.spec["cells"])]
        for row in range(count)
    ]
    return Found(rows, str(count) if "headline" in asked.spec else None)


def monthly(asked: Asked) -> Found:
    """A row a month, its cells drawn as the item's data says; headline: the sum of its amounts."""
    rows, total = [], 0
    for month in asked.months():
        drawn = {
            place: asked.lots.one_of(f"{month} {place}", cell["fen"])
            for place, cell in enumerate(asked.spec["cells"])
            if "fen" in cell
        }
        total += sum(drawn.values())
        cells = [
            yuan(drawn[place]) if place in drawn else _cell(asked, cell, f"{month} {place}", 0)
            for place, cell in enumerate(asked.spec["cells"])
        ]
        rows.append([written(month), *cells])
    return Found(rows, yuan(total))


def facts(asked: Asked) -> Found:
    """What is recorded of the person, a label and a value each."""
    days = asked.lots.number("day", 30, 2400)
    return Found([[one["label"], _cell(asked, one["cell"], one["label"], days)] for one in asked.spec["facts"]])


def general(asked: Asked) -> Found:
    """What can be said of any item: by month where months were asked for, otherwise one record."""
    if {"start_month", "year"} & asked.item.form.get("properties", {}).keys():
        return Found([[written(month), "正常 Normal"] for month in asked.months()])
    day = asked.today - timedelta(days=asked.lots.number("day", 30, 900))
    return Found([[day.isoformat(), f"有效 Valid · {asked.lots.number('record', 10**9, 10**10 - 1)}"]])


def _cell(asked: Asked, cell: Mapping[str, Any], name: str, days_ago: int) -> str:
    """One drawn cell; `cell` holds one of the keys day, of, fen, digits, answer."""
    match cell:
        case {"day": later}:  # days after the record's first day
            return (asked.today - timedelta(days=max(0, days_ago - later))).isoformat()
        case {"of": choices}:
            return str(asked.lots.one_of(name, choices))
        case {"fen": choices}:
            return yuan(asked.lots.one_of(name, choices))
        case {"digits": digits}:
            return str(asked.lots.number(name, 10 ** (digits - 1), 10**digits - 1))
        case {"answer": question, "else": digits}:
            given = asked.answers.get(question)
            return str(given) if given else str(asked.lots.number(name, 10 ** (digits - 1), 10**digits - 1))
        case _:
            raise ValueError(f"queries.json: {sorted(cell)} makes no cell")


def _rates(asked: Asked) -> tuple[int, int]:
    """The person's and the employer's rate, in hundredths of a percent, by the citizen's choice."""
    rates: Mapping[str, list[int]] = asked.spec["rates"]
    choice = asked.answers.get(asked.spec.get("choice", ""))
    own, employer = rates[choice] if isinstance(choice, str) and choice in rates else next(iter(rates.values()))
    return own, employer


MAKERS: Mapping[str, Callable[[Asked], Found]] = {
    "contributions": contributions,
    "account": account,
    "records": records,
    "monthly": monthly,
    "facts": facts,
    "general": general,
}


@cache
def _specs() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data/queries.json").read_text(encoding="utf-8"))
    return raw
