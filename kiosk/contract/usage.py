"""What visits took and spared, added up over a day (fleet service; docs/usage.md). Nothing in it is about one visit."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kiosk.contract.model import Day, Model
from kiosk.contract.operation import Operation

Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Word = Annotated[str, msgspec.Meta(max_length=64)]
Counts = Annotated[dict[Word, Count], msgspec.Meta(max_length=64)]


class Sums(Model, frozen=True):
    """Of all visits together: seconds, touches, pages shown; papers asked for, and of those held as licences."""

    visits: Count
    finished: Count
    seconds: Count
    touches: Count
    pages: Count
    papers_asked: Count
    papers_saved: Count
    trips_saved: Count


class ItemUse(Model, frozen=True):
    """`item`: implementation code, `service:<name>`, or empty where nothing was chosen. Few visits: no `sums`; they
    come with a later period, and are then of more visits than that period's."""

    item: Word
    visits: Count
    sums: Sums | None = None


class Part(Model, frozen=True):
    """Visits in one mode or language; few visits: it is not said how many of them were finished."""

    name: Word
    visits: Count
    finished: Count | None = None


class UsagePeriod(Model, frozen=True):
    """`first` (YYYY-MM-DD) names the period of a terminal: told again, it takes the place of what was told before."""

    terminal: Word
    district: Word
    first: Day
    last: Day
    total: Sums
    ends: Counts
    items: Annotated[tuple[ItemUse, ...], msgspec.Meta(max_length=2000)]
    hours: Counts
    modes: Annotated[tuple[Part, ...], msgspec.Meta(max_length=16)]
    languages: Annotated[tuple[Part, ...], msgspec.Meta(max_length=64)]
    left_at: Counts
    ratings: Counts
    channel: Word = "self_service"


class UsageKept(Model, frozen=True):
    """The period that is kept now, and its visits."""

    first: Day
    visits: Count


TELL = Operation(
    name="tellUsage",
    verb="POST",
    path="/v1/usage",
    summary="What visits of a day took and spared, added up",
    asked=UsagePeriod,
    answered=UsageKept,
    problems=((400, "malformed"),),
)
