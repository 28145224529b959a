"""月通报: districts ranked, with what changed since the month before; the terminals that served least."""

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
    RATED_HERE,
    TERMINAL,
    TERMINALS,
    TRIPS,
    VISITS,
    bases,
    district_cell,
    in_order,
    place,
    terminal_cell,
)
from provisioning.fleet.reports.material import Material, Tally
from provisioning.fleet.reports.report import Column, Report, Table

LEAST = 10  # terminals that are named
RANK = Column("rank", Localized("名次", "Rank"))
CHANGE = Column("availability_change", Localized("可用率变化", "Change of availability"), "百分点")
VISITS_CHANGE = Column("visits_change", Localized("次数变化", "Change of visits"))


def bulletin(material: Material, earlier: Material, follow_up: Table, now_day: str) -> Report:
    now, before = material.by_district(), earlier.by_district()
    order = in_order(now)
    ranked = sorted(order, key=lambda one: _rank(now[one]))
    rows = []
    for rank, district in enumerate(ranked, 1):
        one, past = now[district], before.get(district, Tally())
        rows.append((
            rank,
            *place(district),
            one.terminals,
            one.availability,
            formulae.change(past.availability, one.availability),
            one.visits,
            one.visits - past.visits if past.visits else None,
            one.completion,
            one.good_ratings,
            one.trips_saved,
        ))  # fmt: skip
    least = sorted(
        (item for item in material.by_terminal.items() if item[1].availability is not None),
        key=lambda item: (item[1].availability or 0.0, item[0]),
    )[:LEAST]
    columns = (
        RANK,
        AREA,
        DISTRICT,
        TERMINALS,
        AVAILABILITY,
        CHANGE,
        VISITS,
        VISITS_CHANGE,
        COMPLETION,
        GOOD,
        TRIPS,
    )
    return Report(
        "monthly",
        material.first,
        material.last,
        (
            Table("districts", Localized("区县排名", "Districts, ranked"), columns, tuple(rows)),
            Table(
                "least",
                Localized("可用率最低的终端", "Terminals that served least"),
                (TERMINAL, DISTRICT, AVAILABILITY, VISITS),
                tuple(
                    (
                        terminal_cell(terminal),
                        district_cell(material.districts.get(terminal, "")),
                        one.availability,
                        one.visits,
                    )
                    for terminal, one in least
                ),
            ),
            follow_up,
        ),
        (
            *bases(material, now_day),
            Localized(
                "按可用率、办结率、好评率依次排名。", "Ranked by availability, then completion, then good ratings."
            ),
        ),
        (HOURS, RATED_HERE, OFFICES, ESTIMATE, LATE),
    )


def _rank(one: Tally) -> tuple[float, float, float]:
    """What is not known goes last, and not first."""
    first, second, third = (
        1.0 if value is None else -value for value in (one.availability, one.completion, one.good_ratings)
    )
    return first, second, third
