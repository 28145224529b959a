"""Which licences (电子证照) a citizen holds, drawn for each number and kind: the same every time, and stored nowhere.

The ten kinds that document A names are held in the proportions of its counts: the largest by everybody, the others by
as many as their count is of the largest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.catalogue.check_digits import id_number_check, organ_code_check, uscc_check
from kiosk.contract.licences import HOLDER, Face, FaceField, Grade, Standing, Summary
from kiosk.licences.identifier import Identifier
from kiosk.text import Localized
from provisioning.sandbox.codes import people
from provisioning.sandbox.identity import Person, masked
from provisioning.sandbox.lots import Lots

ENTERPRISE = "91999999TE5T9999E5"  # of data/enterprise.json
FINE = 10_000  # steps of the lot that decides whether somebody holds a kind


@dataclass(frozen=True)
class Held:
    """A licence of a person. `clear`: what its fields say without a mask, by field."""

    summary: Summary
    face: Face = field(repr=False)
    organ: str
    clear: Mapping[str, str] = field(repr=False)


def held_by(person: Person, today: date, changed: Mapping[str, Standing] | None = None) -> Iterator[Held]:
    """The same every day but for what was renewed since. `changed`: by identifier, what the office has made of it."""
    everything = person.number in _samples()
    for place, template in enumerate(_templates()["templates"]):
        lots = Lots(person.number, template["kind"])
        if everything or lots.number("held", 1, FINE) <= round(FINE * share(template["kind"])):
            yield _held(person, template, place + 1, today, changed or {})


def kinds() -> tuple[str, ...]:
    """Every kind, a hundred as document B's goal is: those that document A counts first, then those it does not."""
    return tuple(template["kind"] for template in _templates()["templates"])


def counted(kind: str) -> bool:
    """Document A says how many there are; of all others the share is made up."""
    (template,) = (one for one in _templates()["templates"] if one["kind"] == kind)
    return bool(template.get("counted", True))


def share(kind: str) -> float:
    """How many of all citizens hold it, from 0 to 1."""
    weights = {template["kind"]: template["weight"] for template in _templates()["templates"]}
    return float(weights[kind] / max(weights.values()))


def _held(person: Person, template: dict[str, Any], place: int, today: date, changed: Mapping[str, Standing]) -> Held:
    lots = Lots(person.number, template["kind"])
    sample = Standing(template.get("standing", "valid")) if person.number in _samples() else Standing.VALID
    issued = date(2021, 1, 1) + timedelta(days=lots.number("issued", 0, 1500))
    years = template["years"]
    valid_to = _after(issued, years) if years else None
    while valid_to is not None and valid_to < today:  # renewed in time: the one that has run out is a sample
        issued, valid_to = valid_to, _after(valid_to, years)
    if sample is Standing.EXPIRED:
        issued, valid_to = date(2018, 3, 1), date(2024, 2, 28)
    organ = _organ(template["organ"])
    serial = f"{lots.number('serial', 1, 10**10):011d}"
    identifier = str(Identifier(organ + f"{place:03d}", organ, serial, "001"))
    standing = sample if sample is Standing.EXPIRED else changed.get(identifier, sample)
    common = {
        "identifier": identifier,
        "kind": template["kind"],
        "title": Localized(**template["title"]),
        "issuer": Localized(**template["issuer"]),
        "issued": issued.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    figures = _figures(lots)
    said = {one["name"]: one["masked"].format(**figures) for one in template["fields"]}
    labels = {one["name"]: Localized(one["zh"], one["en"]) for one in template["fields"]}
    about = {one["name"]: one.get("about", HOLDER) for one in template["fields"]}
    return Held(
        Summary(**common, standing=standing, grade=Grade(template["grade"])),
        Face(
            **common,
            holder=masked(person.name),
            fields=tuple(
                FaceField(name=name, label=labels[name], value=value, about=about[name]) for name, value in said.items()
            ),
        ),
        organ,
        {one["name"]: one.get("clear", one["masked"]).format(**figures) for one in template["fields"]},
    )


def _after(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def _figures(lots: Lots) -> dict[str, Any]:
    """What the templates' fields are made of; nobody's number, address or plate."""
    small = lots.number("small", 1, 9999)
    spouse = f"99999919910203{small % 1000:03d}"
    spouse += id_number_check(spouse)
    return {
        "n": small,
        "p2": f"{small % 100:02d}",
        "m2": small % 12 + 1,
        "birth": (date(2026, 3, 1) + timedelta(days=small % 150)).isoformat(),
        "spouse": spouse,
        "s4": spouse[-4:],
        "uscc": ENTERPRISE,
    }


def _organ(number: int) -> str:
    """A social credit code of an organ that does not exist."""
    code = f"TE5T{number:04d}"
    body = f"11999999{code}{organ_code_check(code)}"
    return body + uscc_check(body)


@cache
def _samples() -> frozenset[str]:
    """Numbers of those who hold every kind, also one that is revoked and one that has expired."""
    return frozenset(people()[name].number for name in _templates()["all"])


@cache
def _templates() -> dict[str, Any]:
    folder = Path(__file__).parent / "data"
    raw, more = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("licences.json", "licences_more.json")
    )
    return {**raw, "templates": [*raw["templates"], *more["templates"]]}
