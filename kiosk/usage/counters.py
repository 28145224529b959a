"""Visits added up. What is kept of a visit is that some number rose by one: no list of visits, no order among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from kiosk.usage.ended import BROKEN_OFF, LONGEST_S, Ended


@dataclass(frozen=True)
class Sums:
    visits: int = 0
    finished: int = 0
    seconds: int = 0
    touches: int = 0
    pages: int = 0
    papers_asked: int = 0
    papers_saved: int = 0
    trips_saved: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)))

    @classmethod
    def of(cls, ended: Ended) -> Sums:
        return cls(
            visits=1,
            finished=int(ended.finished),
            seconds=min(ended.seconds, LONGEST_S),
            touches=ended.touches,
            pages=ended.pages,
            papers_asked=ended.papers_asked,
            papers_saved=ended.papers_saved,
            trips_saved=ended.trips_saved,
        )


Counts = Mapping[str, int]


@dataclass(frozen=True)
class Period:
    """One day, or as many as it took until there were enough visits (`anonymity.py`). Each table adds up by itself:
    none says which item was done at which hour, in which language or mode."""

    first: str  # YYYY-MM-DD; names the period
    last: str
    total: Sums = Sums()
    ends: Counts = field(default_factory=dict)
    items: Mapping[str, Sums] = field(default_factory=dict)
    hours: Counts = field(default_factory=dict)
    modes: Mapping[str, Sums] = field(default_factory=dict)
    languages: Mapping[str, Sums] = field(default_factory=dict)
    left_at: Counts = field(default_factory=dict)
    ratings: Counts = field(default_factory=dict)
    carried: Mapping[str, Sums] = field(default_factory=dict)  # items of periods before, too few to be told of


def add(period: Period, ended: Ended) -> Period:
    """A clock that was put back does not take a period back."""
    one = Sums.of(ended)
    broken = ended.end in BROKEN_OFF
    return replace(
        period,
        last=max(period.last, ended.day),
        total=period.total + one,
        ends=_counted(period.ends, str(ended.end)),
        items=_added(period.items, ended.item, one),
        hours=_counted(period.hours, f"{ended.hour:02d}"),
        modes=_added(period.modes, ended.mode, one),
        languages=_added(period.languages, ended.language, one),
        left_at=_counted(period.left_at, ended.left_at) if broken and ended.left_at else period.left_at,
        ratings=_counted(period.ratings, ended.rating) if ended.rating else period.ratings,
    )


def _counted(table: Counts, name: str) -> Counts:
    return dict(sorted((dict(table) | {name: table.get(name, 0) + 1}).items()))  # sorted: not in the order of visits


def _added(table: Mapping[str, Sums], name: str, one: Sums) -> Mapping[str, Sums]:
    return dict(sorted((dict(table) | {name: table.get(name, Sums()) + one}).items()))
