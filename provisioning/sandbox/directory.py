"""A synthetic item directory of the size that the city has: departments × matters × districts, always the same.

The source documents give the number and no names: none of these is a real entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from kiosk.catalogue import regions
from kiosk.catalogue.check_digits import organ_code_check, uscc_check
from kiosk.directory.entries import FORMAT, Department, Part
from provisioning.files import write_whole
from provisioning.sandbox.directory_facets import facets, main_item

ENTRIES = 385_073  # PC items of the platform in 2020 (the newspaper's review of that year's data)
CITY = "500000"
VERSION = "2020-sample"


@dataclass(frozen=True)
class Matter:
    """A name with what it is listed under, the place of its department, its guide text and the 12 characters of its
    basic code."""

    name: str
    subject: str
    department: int
    guide: str
    basic: str


def generate(folder: Path, count: int = ENTRIES) -> int:
    """Write one part a district into `folder`; the number of entries. Raises `OSError`, and `ValueError` for a number
    that the templates do not reach."""
    places = (CITY, *districts())
    each, more = divmod(count, len(places))
    if count < 1 or each + 1 > len(_matters()):
        raise ValueError(f"a directory has 1 to {len(_matters()) * len(places)} entries, not {count}")
    folder.mkdir(parents=True, exist_ok=True)
    for number, district in enumerate(places):
        matters = _matters()[: each + (number < more)]
        write_whole(folder / f"d{district}.json", msgspec.json.encode(_part(district, matters)))
    return count


def districts() -> tuple[str, ...]:
    """The city's 38 districts and counties, by code."""
    city = next(one for one in regions.provinces() if one.code == CITY)
    return tuple(one.code for one in city.within)


def _part(district: str, matters: tuple[Matter, ...]) -> Part:
    guides = {text: place for place, text in enumerate(dict.fromkeys(one.guide for one in matters))}
    level = "3" if district == CITY else "4"  # 行使层级, GB/T 39046 table A.2: city, district
    entries = [(level + one.basic, one.name, one.department, guides[one.guide]) for one in matters]
    organs = _templates()["departments"]
    mains = {one.subject: main_item(one.subject, organs[one.department]["name"]) for one in matters}
    place_of = {subject: place for place, subject in enumerate(mains)}
    main_of = [place_of[one.subject] for one in matters]
    have = facets()
    return Part(
        FORMAT,
        district,
        [*_departments(district)],
        [*guides],
        entries,
        have.kinds,
        have.topics,
        have.events,
        [*mains.values()],
        main_of,
    )


def _departments(district: str) -> Iterator[Department]:
    raw = _templates()
    place = "市" if district == CITY else _title(district)
    for number, one in enumerate(raw["departments"], 1):
        hall = "重庆" + raw["hall"] if place == "市" else place + raw["hall"]
        organ = f"TE5T{number:04d}"
        body = f"11{district}{organ}{organ_code_check(organ)}"
        yield Department(
            name=place + one["name"],
            uscc=body + uscc_check(body),
            address=hall.format(floor=number % 5 + 1),
            hours=raw["hours"],
            phone="12345",
            kind=facets().kind_of[one["name"]],
        )


def _title(district: str) -> str:
    region = regions.region(district)
    assert region is not None
    return region.title.zh


@cache
def _matters() -> tuple[Matter, ...]:
    """Every matter that the templates make, in an order in which any first part of it holds every department."""
    return tuple(_made())


def _made() -> Iterator[Matter]:
    raw = _templates()
    serial = 0
    for one in raw["activations"]:  # what is done on one's own telephone, and never at a terminal
        serial += 1
        yield Matter(one["name"], one["subject"], one["department"], one["guide"], f"50TEST{serial:06d}")
    for place, situation in enumerate(raw["situations"]):
        for step in range(12):
            for number, department in enumerate(raw["departments"]):
                for kind, actions in raw["actions"].items():
                    for at, subject in enumerate(department[kind]):
                        serial += 1
                        days = 1 + (number + 3 * at) % 20
                        guide = raw["guides"][kind].format(subject=subject, who=raw["who"][place], days=days)
                        name = f"{subject}{actions[step]}{situation}"
                        yield Matter(name, subject, number, guide, f"50TEST{serial:06d}")


@cache
def _templates() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data/directory.json").read_text(encoding="utf-8"))
    return raw
