"""When an item can be done (服务时间): the office behind it may close although the terminal does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

WEEK = (1, 2, 3, 4, 5, 6, 7)  # ISO 8601: Monday is 1
_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """`opens` and `closes` are minutes after midnight, on each of `days`; a day ends at 1440 at the latest."""

    opens: int
    closes: int
    days: tuple[int, ...] = WEEK

    def __post_init__(self) -> None:
        if not (0 <= self.opens < self.closes <= MINUTES and self.days and set(self.days) <= set(WEEK)):
            raise ValueError("hours that never open")

    def is_open(self, now: datetime) -> bool:
        return now.isoweekday() in self.days and self.opens <= now.hour * 60 + now.minute < self.closes

    def next_opening(self, now: datetime) -> datetime:
        """The first moment, from now on, at which it opens; `now` itself while it is open."""
        if self.is_open(now):
            return now
        for ahead in range(8):
            day = now.date() + timedelta(days=ahead)
            opens = _at(day, self.opens, now)
            if day.isoweekday() in self.days and opens > now:
                return opens
        raise AssertionError("a week without a day")


def hours_of(raw: Mapping[str, Any]) -> Hours:
    """`{"from": "08:00", "to": "24:00", "days": [1, …]}`. Raises `ValueError`."""
    return Hours(_minutes(raw["from"]), _minutes(raw["to"]), tuple(raw.get("days", WEEK)))


def _minutes(text: str) -> int:
    found = _TIME.fullmatch(text)
    if not found or (minutes := int(found[1]) * 60 + int(found[2])) > MINUTES:
        raise ValueError(f"{text} is no time of day")
    return minutes


def _at(day: date, minutes: int, like: datetime) -> datetime:
    return datetime.combine(day, time(), like.tzinfo) + timedelta(minutes=minutes)
