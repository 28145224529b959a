"""The city's 38 districts in the three areas of document A, and the shares of cases that it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.catalogue.regions import region
from kiosk.text import Localized

CITY = "500000"


@dataclass(frozen=True)
class Area:
    """`cases`: of 2020, in units of 10,000, as document A has them for the districts' own."""

    name: Localized
    short: Localized
    cases: float
    districts: tuple[str, ...]  # GB/T 2260


AREAS = (
    Area(
        Localized("主城都市区", "Metropolitan area"),
        Localized("主城都市区", "Metropolitan"),
        1962.8,
        (
            *("500103", "500104", "500105", "500106", "500107", "500108", "500109", "500112", "500113"),
            *("500102", "500110", "500111", "500115", "500116", "500117", "500118", "500119", "500120"),
            *("500151", "500152", "500153"),
        ),
    ),
    Area(
        Localized("渝东北三峡库区城镇群", "Northeast, Three Gorges"),
        Localized("渝东北", "Northeast"),
        471.2,
        (
            *("500101", "500154", "500155", "500229", "500230", "500231"),
            *("500233", "500235", "500236", "500237", "500238"),
        ),
    ),
    Area(
        Localized("渝东南武陵山区城镇群", "Southeast, Wuling mountains"),
        Localized("渝东南", "Southeast"),
        297.6,
        ("500114", "500156", "500240", "500241", "500242", "500243"),
    ),
)
FIRST_FIVE = ("500107", "500105", "500103", "500108", "500106")
"""The districts with the most cases, in their order: 九龙坡, 江北, 渝中, 南岸, 沙坪坝."""
FIRST_FIVE_CASES = 795.7  # together, of the 2731.6; what each of them has is not printed


def area_of(district: str) -> Area | None:
    return next((area for area in AREAS if district in area.districts), None)


def name_of(district: str) -> Localized:
    """Of a district by its code; a code that is not the city's is shown as it is."""
    found = region(district)
    return found.title if found is not None else Localized(district or "未知区县", district or "Unknown district")


def weights() -> Mapping[str, float]:
    """Each district's part of the cases, as far as document A says it; they add up to 1.

    Within the first five, and within the others of an area, it says nothing: there all weigh alike.
    """
    total = sum(area.cases for area in AREAS)
    shares: dict[str, float] = {}
    for area in AREAS:
        first = [one for one in area.districts if one in FIRST_FIVE]
        others = [one for one in area.districts if one not in FIRST_FIVE]
        of_first = FIRST_FIVE_CASES if first else 0.0
        shares |= {one: of_first / len(first) / total for one in first}
        shares |= {one: (area.cases - of_first) / len(others) / total for one in others}
    return shares


def spread(number: int) -> tuple[str, ...]:
    """The districts of so many terminals, in the shares of the cases: first the areas', then the districts' in each."""
    shares = weights()
    found: list[str] = []
    areas = _apportioned(number, [sum(shares[one] for one in area.districts) for area in AREAS])
    for area, of_area in zip(AREAS, areas, strict=True):
        counts = _apportioned(of_area, [shares[one] for one in area.districts])
        found += [district for district, count in zip(area.districts, counts, strict=True) for _ in range(count)]
    return tuple(found)


def _apportioned(number: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `number` (largest remainders)."""
    exact = [number * share / sum(shares) for share in shares]
    whole = [int(part) for part in exact]
    order = sorted(range(len(shares)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: number - sum(whole)]:
        whole[at] += 1
    return whole
