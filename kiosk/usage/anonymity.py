"""What leaves the terminal of its counters, so that nobody who stood beside it learns anything of anybody.

Who watches a terminal knows that somebody was there, on which day, at which hour, for how long, and perhaps in which
language. So (k-anonymity, GB/T 37964): a period holds at least `AT_LEAST` visits, else the next day is added to it;
what one can see (hour, mode, language) is never crossed with what one cannot (item, how it ended, how satisfied); and
a cell of fewer than `AT_LEAST` visits gives its number only, no sums: one could be matched with a stopwatch. An item's
sums wait until there are as many, over however many periods, so that a rare item's time is known as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kiosk.contract import usage as wire
from kiosk.usage.counters import Period, Sums

AT_LEAST = 5
"""The smallest group that is told of: usual for tables of public statistics. A terminal sees 50 to 300 a day."""


def enough(period: Period) -> bool:
    return period.total.visits >= AT_LEAST


def published(period: Period, terminal: str, district: str) -> wire.UsagePeriod:
    """What may be told of a period that is over and has enough visits."""
    if not enough(period):
        raise ValueError("a period of so few visits is not told of")
    return wire.UsagePeriod(
        terminal=terminal,
        district=district,
        first=period.first,
        last=period.last,
        total=_sums(period.total),
        ends=dict(period.ends),
        items=tuple(
            wire.ItemUse(item=name, visits=sums.visits, sums=_told(sums + period.carried.get(name, Sums())))
            for name, sums in period.items.items()
        ),
        hours=dict(period.hours),
        modes=tuple(_parts(period.modes)),
        languages=tuple(_parts(period.languages)),
        left_at=dict(period.left_at),
        ratings=dict(period.ratings),
    )


def following(period: Period, day: str) -> Period:
    """The period that begins with `day`: it carries on what the one before could not tell of its items."""
    sums = dict(period.carried)
    for name, one in period.items.items():
        sums[name] = one + sums.get(name, Sums())
    return Period(day, day, carried={name: one for name, one in sorted(sums.items()) if _told(one) is None})


def _told(sums: Sums) -> wire.Sums | None:
    return _sums(sums) if sums.visits >= AT_LEAST else None


def _parts(table: Mapping[str, Sums]) -> Iterator[wire.Part]:
    for name, sums in table.items():
        yield wire.Part(name=name, visits=sums.visits, finished=sums.finished if sums.visits >= AT_LEAST else None)


def _sums(sums: Sums) -> wire.Sums:
    return msgspec.convert(sums, wire.Sums, from_attributes=True)
