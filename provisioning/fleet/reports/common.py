"""Columns, bases and limits that several reports share."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.text import Localized
from provisioning.fleet.areas import AREAS, area_of, name_of
from provisioning.fleet.reports.material import Material, Tally
from provisioning.fleet.reports.report import Cell, Column, Leads

AREA = Column("area", Localized("区域", "Area"))
DISTRICT = Column("district", Localized("区县", "District"))
TERMINAL = Column("terminal", Localized("终端", "Terminal"))
TERMINALS = Column("terminals", Localized("终端数", "Terminals"))
AVAILABILITY = Column("availability", Localized("可用率", "Availability"), "%")
VISITS = Column("visits", Localized("办理次数", "Visits"))
COMPLETION = Column("completion", Localized("办结率", "Completion"), "%")
GOOD = Column("good_ratings", Localized("好评率", "Good ratings"), "%")
TRIPS = Column("trips_saved", Localized("减少跑动（估算）", "Trips spared (estimate)"), "次")
PAPERS = Column("papers_saved", Localized("免交材料", "Papers spared"), "份")

NOWHERE = "none"  # for a program: of terminals that named no district
NO_AREA = Localized("未知区域", "Unknown area")

LATE = Localized(
    "离线终端的数据晚到后，报告会改版并重新编号。", "What offline terminals tell later changes it: a new edition."
)
OFFICES = Localized(
    "部门后续的审批用时和结果在平台，这里不知道。",
    "How long offices took afterwards, and what they decided, is the platform's.",
)
RATED_HERE = Localized(
    "好评率只含在终端上的评价；手机补评在平台。",
    "Good ratings are of those given at terminals; later ones, by telephone, are the platform's.",
)
NOT_CONNECTED = Localized(
    "没有接入平台的差评，差评整改情况不知道。",
    "The platform's complaints are not connected: what is done about them is not known.",
)
HOURS = Localized(
    "可用率只算营业时间；营业时间按终端自报，临时停业、节假日停业不知道，照常算。",
    "Availability is of opening hours, as each terminal tells them; a day on which its place stays shut is not known.",
)
FEW = Localized(
    "一台终端上凑满 5 次才报告事项用时，所以来得晚些。",
    "The time of an item is told once a terminal had five visits of it, and so comes later.",
)
ESTIMATE = Localized(
    "减少跑动是按指南估算的：窗口即办算一次、其余算两次，减去指南写明的次数。",
    "Trips spared are an estimate from the guides: one to a counter if decided at once, else two, less what is left.",
)


def area_cell(district: str) -> Localized:
    area = area_of(district)
    return area.short if area else NO_AREA


def place(district: str) -> tuple[Cell, Cell]:
    return area_cell(district), district_cell(district)


def district_cell(district: str) -> Leads:
    return Leads(name_of(district), "district", district or NOWHERE)


def terminal_cell(terminal: str) -> Leads:
    return Leads(terminal, "terminal", terminal)


def in_order(by_district: Mapping[str, Tally]) -> list[str]:
    """Districts as the areas name them; unknown ones last."""
    known = [district for area in AREAS for district in area.districts]
    return sorted(by_district, key=lambda one: (known.index(one) if one in known else len(known), one))


def bases(material: Material, now_day: str) -> tuple[Localized, ...]:
    """What everything stands on."""
    total, telling = len(material.by_terminal), material.telling
    visits = material.whole.visits
    found = [
        Localized(
            f"{total} 台终端的心跳；{telling} 台报告了 {visits} 次办理（按日汇总，不含个人信息）。",
            f"Heartbeats of {total} terminals; {telling} told of {visits} visits, added up by day, about nobody.",
        )
    ]
    if now_day <= material.last:
        found.append(Localized(f"期间未结束，数据截至 {now_day}。", f"The period is not over: as of {now_day}."))
    if material.no_hours:
        found.append(
            Localized(
                f"{material.no_hours} 台没有报告营业时间，按全天营业算。",
                f"{material.no_hours} told no opening hours, and count as always open.",
            )
        )
    if telling < total:
        found.append(
            Localized(
                f"{total - telling} 台没有办理数据：没有人用、不足 5 次，或还没有上报。",
                f"{total - telling} told of no visits: nobody came, fewer than five did, or they have not told yet.",
            )
        )
    return tuple(found)
