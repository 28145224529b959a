"""Figures that look like a person's records, the same whenever they are asked for, and stored nowhere."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from provisioning.sandbox.identity import birth_of

T = TypeVar("T")
BEGINS_WORK_AT = 20  # years; nobody has records from before
FIRST_YEAR = 2020
YEARLY_RISE = 4  # % of the first year's wage


@dataclass(frozen=True)
class Lots:
    """Draws for one person and one item: the same name gives the same figure."""

    person: str = field(repr=False)  # the citizen's number
    item: str

    def number(self, name: str, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        drawn = hmac.digest(self.person.encode(), f"{self.item}|{name}".encode(), hashlib.sha256)
        return low + int.from_bytes(drawn[:8], "big") % (high - low + 1)

    def one_of(self, name: str, choices: Sequence[T]) -> T:
        return choices[self.number(name, 0, len(choices) - 1)]

    def wage(self, year: int) -> int:
        """A month's wage in fen; it rises every year, and is the same for every item."""
        first = Lots(self.person, "wage").number("first", 4200, 15800)  # yuan
        return first * (100 + YEARLY_RISE * max(0, year - FIRST_YEAR)) // 100 * 100

    def first_month(self) -> int:
        """The first month of work, as `months` counts."""
        birth = birth_of(self.person) or date(1990, 1, 1)
        age = BEGINS_WORK_AT + Lots(self.person, "work").number("age", 0, 4)
        return max((birth.year + age) * 12 + 6, FIRST_YEAR * 12)


def yuan(fen: int) -> str:
    """`1234567` becomes `12,345.67`."""
    return f"{fen // 100:,}.{fen % 100:02d}"
