"""年考核: one score a district, with every part that it is made of."""

from __future__ import annotations

from kiosk.text import Localized
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.common import (
    AREA,
    AVAILABILITY,
    COMPLETION,
    DISTRICT,
    ESTIMATE,
    GOOD,
    HOURS,
    LATE,
    OFFICES,
    PAPERS,
    RATED_HERE,
    TERMINALS,
    TRIPS,
    VISITS,
    bases,
    in_order,
    place,
)
from provisioning.fleet.reports.material import Material
from provisioning.fleet.reports.report import Cell, Column, Report, Table

RANK = Column("rank", Localized("名次", "Rank"))
SCORE = Column("score", Localized("得分", "Score"), "分")
ANSWERED = Column("answered", Localized("呼叫及时率", "Calls answered in time"), "%")
MISSING = Column("not_scored", Localized("缺数据、未计分", "Not known, not scored"))
PARTS = {column.name: column.title for column in (AVAILABILITY, COMPLETION, GOOD, ANSWERED)}


def yearly(material: Material, now_day: str) -> Report:
    by_district = material.by_district()
    scores = {district: formulae.score(one.parts) for district, one in by_district.items()}
    ranked = sorted(in_order(by_district), key=lambda one: _last_if_unknown(scores[one]))
    rows: list[tuple[Cell, ...]] = []
    for rank, district in enumerate(ranked, 1):
        one = by_district[district]
        parts = one.parts
        lacking = [PARTS[name] for name, value in parts.items() if value is None]
        missing = Localized("、".join(each.zh for each in lacking), ", ".join(each.en for each in lacking))
        rows.append((
            rank,
            *place(district),
            scores[district],
            *(parts[name] for name in formulae.WEIGHTS),
            missing if lacking else "",
            one.terminals,
            one.visits,
            one.papers_saved,
            one.trips_saved,
        ))  # fmt: skip
    weights = "、".join(f"{PARTS[name].zh} {weight:g}" for name, weight in formulae.WEIGHTS.items())
    weights_en = ", ".join(f"{PARTS[name].en} {weight:g}" for name, weight in formulae.WEIGHTS.items())
    columns = (
        *(RANK, AREA, DISTRICT, SCORE, AVAILABILITY, COMPLETION, GOOD, ANSWERED),
        *(MISSING, TERMINALS, VISITS, PAPERS, TRIPS),
    )
    return Report(
        "yearly",
        material.first,
        material.last,
        (Table("districts", Localized("区县得分", "Districts' scores"), columns, tuple(rows)),),
        (
            *bases(material, now_day),
            Localized(
                f"权重：{weights}；缺的部分不计分，权重按比例分给其余部分。",
                f"Weights: {weights_en}; what is not known gives its weight to the others.",
            ),
        ),
        (HOURS, RATED_HERE, OFFICES, ESTIMATE, LATE),
    )


def _last_if_unknown(score: float | None) -> float:
    return 1.0 if score is None else -score
