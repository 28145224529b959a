"""Reconciling (对账): a day of the terminals' own records against what the bank moved. Pure, and about no citizen.

The terminals' side is what their journals say of each order; the bank's side is the day's settlement
(`GET /bank/settlements/{day}` of the sandbox). A refund is the office's own doing, of which a terminal whose visit is
over never hears: it has to be of an order that there was, and over its sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from kiosk.clock import on_the_wall
from kiosk.payments.journal import Entry

PAID = ("paid", "refunded")


class Kept(msgspec.Struct, frozen=True):
    """One order as a terminal knows it. `day`: of the payment, in China, or of the order where nothing was paid."""

    terminal: str
    number: str  # of the payment; empty: the platform never answered
    fen: int
    state: str
    day: str


class Moved(msgspec.Struct, frozen=True):
    """One line of the bank's settlement."""

    kind: str  # "charge" or "refund"
    amount: int  # fen
    number: str
    terminal: str


class Settlement(msgspec.Struct, frozen=True):
    day: str
    charged: int
    refunded: int
    movements: tuple[Moved, ...]


@dataclass(frozen=True)
class Difference:
    """`kind`: unknown, charged_twice, amount, not_paid_here, not_charged, other_terminal, refund, sum.
    `ours` and `theirs` in fen; None: the other side has no line."""

    kind: str
    number: str
    terminal: str
    ours: int | None
    theirs: int | None
    state: str = ""


def kept_of(entry: Entry, terminal: str) -> Kept:
    day = _day(entry.paid_at) or _day(entry.made_at)
    return Kept(terminal, entry.number, entry.amount, entry.state, day)


def _day(moment: str) -> str:
    """Empty for what is none: a platform's word must not end whoever reads the journal."""
    try:
        return on_the_wall(moment)[:10]
    except (ValueError, OverflowError):
        return ""


def differences(kept: Iterable[Kept], settlement: Settlement) -> list[Difference]:
    """Every one that there is, by order number. `kept`: of all terminals that the settlement is of."""
    lines = {line.number: line for line in kept if line.number}
    moved = settlement.movements
    found = [
        *_sums(settlement),
        *_charges(lines, moved),
        *_missing(lines, moved, settlement.day),
        *_refunds(lines, moved),
    ]
    return sorted(found, key=lambda one: (one.number, one.kind))


def of_terminals(settlement: Settlement, terminals: Sequence[str]) -> Settlement:
    """Only what was moved for these."""
    moved = tuple(one for one in settlement.movements if one.terminal in terminals)
    return Settlement(settlement.day, _sum(moved, "charge"), _sum(moved, "refund"), moved)


def _charges(lines: Mapping[str, Kept], moved: Sequence[Moved]) -> Iterator[Difference]:
    charges = [one for one in moved if one.kind == "charge"]
    times = Counter(one.number for one in charges)
    for number, one in {one.number: one for one in charges}.items():
        line = lines.get(number)
        if line is None:
            yield Difference("unknown", number, one.terminal, None, one.amount)
            continue
        if times[number] > 1:
            yield Difference("charged_twice", number, line.terminal, line.fen, one.amount * times[number], line.state)
        if line.fen != one.amount:
            yield Difference("amount", number, line.terminal, line.fen, one.amount, line.state)
        if line.state not in PAID:
            yield Difference("not_paid_here", number, line.terminal, line.fen, one.amount, line.state)
        if line.terminal != one.terminal:
            yield Difference("other_terminal", number, line.terminal, line.fen, one.amount, line.state)


def _missing(lines: Mapping[str, Kept], moved: Sequence[Moved], day: str) -> Iterator[Difference]:
    charged = {one.number for one in moved if one.kind == "charge"}
    for line in lines.values():
        if line.state in PAID and line.day == day and line.number not in charged:
            yield Difference("not_charged", line.number, line.terminal, line.fen, None, line.state)


def _refunds(lines: Mapping[str, Kept], moved: Sequence[Moved]) -> Iterator[Difference]:
    for one in moved:
        if one.kind != "refund":
            continue
        line = lines.get(one.number)
        if line is None:
            yield Difference("unknown", one.number, one.terminal, None, -one.amount)
        elif line.fen != one.amount:
            yield Difference("refund", one.number, one.terminal, line.fen, one.amount, line.state)


def _sums(settlement: Settlement) -> Iterator[Difference]:
    """The bank's own totals are those of its lines."""
    for kind, told in (("charge", settlement.charged), ("refund", settlement.refunded)):
        if (added := _sum(settlement.movements, kind)) != told:
            yield Difference("sum", "", "", added, told, kind)


def _sum(moved: Iterable[Moved], kind: str) -> int:
    return sum(one.amount for one in moved if one.kind == kind)


def day_of(text: str) -> str:
    """Raises `ValueError`."""
    return date.fromisoformat(text).isoformat()
