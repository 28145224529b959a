"""季分析: how it went from month to month, what people come for, and where and why visits are broken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.text import Localized
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.common import (
    AVAILABILITY,
    COMPLETION,
    ESTIMATE,
    FEW,
    GOOD,
    HOURS,
    LATE,
    PAPERS,
    RATED_HERE,
    TRIPS,
    VISITS,
    bases,
)
from provisioning.fleet.reports.material import Material
from provisioning.fleet.reports.report import Cell, Column, Leads, Report, Table
from provisioning.fleet.troubles import words_for

ITEMS = 20  # that are named, the most used first
CAUSES = 10
BROWSED = Localized("只浏览，没有选事项", "Looked around, chose nothing")

MONTH = Column("month", Localized("月份", "Month"))
SECONDS = Column("mean_seconds", Localized("平均用时", "Time on average"), "秒")
TOUCHES = Column("mean_touches", Localized("平均触摸", "Touches on average"), "次")
ASKED = Column("papers_asked", Localized("所需材料", "Papers asked for"), "份")
ITEM = Column("item", Localized("事项", "Item"))
SHARE = Column("share", Localized("占比", "Share"), "%")
KNOWN = Column("timed_visits", Localized("其中有用时", "Of those, with a time"))
PAGE = Column("page", Localized("页面", "Page"))
BROKEN = Column("broken_off", Localized("中途离开", "Broken off"))
TROUBLE = Column("trouble", Localized("故障", "Trouble"))
EPISODES = Column("episodes", Localized("次数", "Times"))
HOURS_OFF = Column("hours", Localized("合计", "Altogether"), "小时")


def analysis(material: Material, months: Sequence[Material], names: Mapping[str, Localized], now_day: str) -> Report:
    """`names` of items by their codes."""
    whole = material.whole
    trend: list[tuple[Cell, ...]] = []
    for month in months:
        one = month.whole
        trend.append((
            Leads(month.first[:7], "month", month.first[:7]),
            one.availability,
            one.visits,
            one.completion,
            one.good_ratings,
            formulae.mean(one.seconds, one.visits),
            formulae.mean(one.touches, one.visits),
            one.papers_asked,
            one.papers_saved,
            one.trips_saved,
        ))  # fmt: skip
    demand: list[tuple[Cell, ...]] = []
    for item, visits in sorted(whole.items.items(), key=lambda pair: (-pair[1], pair[0]))[:ITEMS]:
        timed, seconds = whole.item_seconds.get(item, (0, 0))
        share = formulae.percent(visits, whole.visits)
        demand.append((_name(item, names), visits, share, formulae.mean(seconds, timed), timed))
    pages = tuple(
        (page.removesuffix("View"), count, formulae.percent(count, sum(whole.left_at.values())))
        for page, count in sorted(whole.left_at.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    causes: dict[str, tuple[int, float]] = {}
    for (_, trouble), (episodes, lasted) in material.troubles.items():
        known = causes.get(trouble, (0, 0.0))
        causes[trouble] = (known[0] + episodes, known[1] + lasted)
    worst = sorted(causes.items(), key=lambda pair: (-pair[1][1], pair[0]))[:CAUSES]
    return Report(
        "quarterly",
        material.first,
        material.last,
        (
            Table(
                "trend",
                Localized("逐月走势", "From month to month"),
                (MONTH, AVAILABILITY, VISITS, COMPLETION, GOOD, SECONDS, TOUCHES, ASKED, PAPERS, TRIPS),
                tuple(trend),
            ),
            Table(
                "demand",
                Localized("办得最多的事项", "What people come for"),
                (ITEM, VISITS, SHARE, SECONDS, KNOWN),
                tuple(demand),
            ),
            Table("left_at", Localized("在哪一页离开", "Where visits are broken off"), (PAGE, BROKEN, SHARE), pages),
            Table(
                "causes",
                Localized("故障原因", "What hindered terminals"),
                (TROUBLE, EPISODES, HOURS_OFF),
                tuple((words_for(one), episodes, round(lasted / 3600, 1)) for one, (episodes, lasted) in worst),
            ),
        ),
        bases(material, now_day),
        (
            FEW,
            Localized(
                "知道在哪一页离开，不知道离开的人为什么。",
                "On which page visits were broken off is known, and not why.",
            ),
            HOURS,
            RATED_HERE,
            ESTIMATE,
            LATE,
        ),
    )


def _name(item: str, names: Mapping[str, Localized]) -> Cell:
    return names.get(item, item) if item else BROWSED
