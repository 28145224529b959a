"""The four figures by which document A measures the items (服务效能): how much shorter, how often one has to come, how
many at once, how many without an office. Computed from a catalogue; what the city's own are, only the city knows.

| figure | formula |
|---|---|
| 承诺时限压缩比 | (sum of legal limits - sum of promised limits) / sum of legal limits, over items that a law limits |
| 平均跑动次数 | mean of the visits (到办事现场次数) in the guides; beside it, how many need at most one |
| 即办事项占比 | instant items / items |
| 全程网办事项占比 | items without a visit and without a paper that an office has to see / items |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.catalogue.model import Item


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; `percent` is None where there is nothing to divide by."""

    part: float
    whole: float

    @property
    def percent(self) -> float | None:
        return round(100 * self.part / self.whole, 2) if self.whole else None


@dataclass(frozen=True)
class Figures:
    items: int
    limited: int  # items for which a law sets a limit
    shortened: Share  # working days
    visits: Share  # all visits over all items: its mean is `mean_visits`
    once_at_most: Share
    instant: Share
    online: Share

    @property
    def mean_visits(self) -> float | None:
        return round(self.visits.part / self.visits.whole, 2) if self.visits.whole else None


def figures(items: Sequence[Item]) -> Figures:
    limited = [one for one in items if one.legal_days]
    legal = sum(one.legal_days or 0 for one in limited)
    promised = sum(promised_days(one) for one in limited)
    number = len(items)
    return Figures(
        items=number,
        limited=len(limited),
        shortened=Share(legal - promised, legal),
        visits=Share(sum(one.guide.visits for one in items), number),
        once_at_most=Share(sum(one.guide.visits <= 1 for one in items), number),
        instant=Share(sum(one.instant for one in items), number),
        online=Share(sum(map(wholly_online, items)), number),
    )


def promised_days(item: Item) -> int:
    """What is decided at once takes no working day."""
    return 0 if item.instant else item.commitment_days


def wholly_online(item: Item) -> bool:
    """全程网办: nobody comes to an office, and no required paper is handed in or fetched there."""
    return item.guide.visits == 0 and not any(one.required and one.source == "office" for one in item.materials)
