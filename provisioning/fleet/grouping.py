"""Terminals as the board shows them: by area and district, the worst first within each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.text import Localized
from provisioning.fleet.areas import AREAS, name_of
from provisioning.fleet.standing import State
from provisioning.fleet.store import Terminal

LISTED = 200  # terminals; of more than these only those that are not well are listed, and all are counted
ELSEWHERE = Localized("未知区域", "Unknown area")


@dataclass(frozen=True)
class District:
    name: Localized
    counts: Counter[State]
    terminals: tuple[Terminal, ...]  # those that are listed


@dataclass(frozen=True)
class AreaOf:
    name: Localized
    counts: Counter[State]
    districts: tuple[District, ...]


def grouped(terminals: Sequence[Terminal]) -> tuple[AreaOf, ...]:
    """In the order in which document A names the areas; what names no district of the city comes last."""
    by_district: dict[str, list[Terminal]] = {}
    for one in terminals:
        by_district.setdefault(one.district, []).append(one)
    known = [(area.name, area.districts) for area in AREAS]
    others = tuple(sorted(set(by_district) - {district for _, area in known for district in area}))
    found = []
    for name, districts in (*known, (ELSEWHERE, others)):
        here = tuple(
            District(name_of(code), _counts(by_district[code]), tuple(_listed(by_district[code], len(terminals))))
            for code in districts
            if code in by_district
        )
        if here:
            found.append(AreaOf(name, sum((one.counts for one in here), Counter()), here))
    return tuple(found)


def hidden(terminals: Sequence[Terminal]) -> int:
    """How many are counted and not listed."""
    return len(terminals) - len(_listed(terminals, len(terminals)))


def _listed(some: Sequence[Terminal], total: int) -> list[Terminal]:
    return [one for one in some if total <= LISTED or not _well(one)]


def _well(one: Terminal) -> bool:
    closed = one.standing.state is State.CLOSED and not one.standing.causes  # else somebody goes there before it opens
    return closed or one.standing.state is State.ONLINE


def _counts(some: Sequence[Terminal]) -> Counter[State]:
    return Counter(one.standing.state for one in some)
