"""周调度: who has to go where, by district; what came back again and again first."""

from __future__ import annotations

from kiosk.text import Localized
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.common import (
    AREA,
    AVAILABILITY,
    DISTRICT,
    HOURS,
    TERMINAL,
    TERMINALS,
    bases,
    district_cell,
    in_order,
    place,
    terminal_cell,
)
from provisioning.fleet.reports.material import Material
from provisioning.fleet.reports.report import Column, Report, Table
from provisioning.fleet.troubles import words_for

REPEATED = 2  # once is chance
LEAST_S = 600.0  # what was over sooner needs nobody to go there

TROUBLE = Column("trouble", Localized("故障", "Trouble"))
EPISODES = Column("episodes", Localized("次数", "Times"))
MINUTES = Column("minutes", Localized("合计", "Altogether"), "分钟")
REPEAT = Column("repeated", Localized("反复", "Again and again"))
CALLS = Column("calls", Localized("呼叫", "Calls"))
ANSWERED = Column("answered", Localized("半小时内处理", "Within half an hour"), "%")


def dispatch(material: Material, follow_up: Table, now_day: str) -> Report:
    work = [
        (terminal, trouble, episodes, seconds)
        for (terminal, trouble), (episodes, seconds) in material.troubles.items()
        if episodes >= REPEATED or seconds >= LEAST_S
    ]
    work.sort(key=lambda one: (-one[2], -one[3], one[0], one[1]))
    rows = tuple(
        (
            district_cell(material.districts.get(terminal, "")),
            terminal_cell(terminal),
            words_for(trouble),
            episodes,
            round(seconds / 60),
            Localized("是", "yes") if episodes >= REPEATED else "",
        )
        for terminal, trouble, episodes, seconds in work
    )
    by_district = material.by_district()
    districts = tuple(
        (
            *place(district),
            by_district[district].terminals,
            by_district[district].availability,
            len(by_district[district].calls),
            formulae.answered(by_district[district].calls),
        )
        for district in in_order(by_district)
    )
    return Report(
        "weekly",
        material.first,
        material.last,
        (
            Table(
                "work",
                Localized("派工单", "Work to be done"),
                (DISTRICT, TERMINAL, TROUBLE, EPISODES, MINUTES, REPEAT),
                rows,
            ),
            Table(
                "districts",
                Localized("各区县", "Districts"),
                (AREA, DISTRICT, TERMINALS, AVAILABILITY, CALLS, ANSWERED),
                districts,
            ),
            follow_up,
        ),
        bases(material, now_day),
        (
            HOURS,
            Localized(
                "只知道心跳所说的；心跳之间来了又去的故障看不到。",
                "Only what heartbeats said: a trouble that came and went between two of them is not seen.",
            ),
            Localized("谁去过、修了什么，没有记录。", "Who went there and what was mended is not on record."),
        ),
    )
