"""The parts of a person, one after the other, as if each were a question of its own.

What is suggested is of this person: the applicant's is the card's and their own licences', a spouse's or a child's is
what a licence of the citizen's says of the spouse or the child. Where the citizen names somebody else than a source
does, nothing more of that source is suggested, and what had been taken from it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.catalogue.fields import APPLICANT, Field, asked
from kiosk.catalogue.validators import who_are
from kiosk.licences.persons import NAMING, said_of, sources_of
from kiosk.visit.context import Visit
from kiosk.visit.steps.prefill import offer_prefill
from kiosk.visit.steps.question import Asked, Known, ask_value


async def ask_person(
    visit: Visit,
    field: Field,
    values: dict[str, Any],
    *,
    back: bool,
    within: str,
    last: bool = False,
    others: Iterable[Any] = (),
) -> dict[str, Any] | None:
    """None: back. `last`: the citizen comes back from what follows; `others`: of the same list, none of whom it is."""
    parts = asked(field.parts, values)
    at = len(parts) - 1 if last and values else 0
    taken = who_are(others, field.unique)
    held = visit.visitor.answers.get(within)
    while 0 <= at < len(parts := asked(field.parts, values)):
        part = parts[at]
        if field.of:
            await offer_prefill(visit, part, field, values)
        known = known_of(visit, field, values, part.name)
        if part.name == field.unique:
            known = replace(known, taken=taken)
        before = dict(values)
        given = await ask_value(
            visit, part, values.get(part.name), values, back=back or at > 0, within=within, known=known
        )
        if (taken_over := visit.visitor.answers.get(within)) is not held:  # the telephone's, in the middle of it
            held = taken_over
            values.clear()
            values.update(taken_over or {})
            before = dict(values)
        if given is None:
            at -= 1
            continue
        keep(values, part, given)
        gone = _strangers(visit, field, part, before, values)
        for name in gone:
            del values[name]
        first = next((place for place, one in enumerate(parts) if one.name in gone), at + 1)
        at = min(first, at + 1)
    if at < 0:
        return None
    called_for = {part.name for part in parts}
    return {name: value for name, value in values.items() if name in called_for}


def keep(values: dict[str, Any], field: Field, given: Asked) -> None:
    if given.value is None:
        values.pop(field.name, None)
    else:
        values[field.name] = given.value


def known_of(visit: Visit, person: Field, values: Mapping[str, Any], asking: str = "") -> Known:
    """What may be suggested of this person; of somebody of whom nobody says who it is, nothing."""
    visitor = visit.visitor
    evidence = visitor.evidence if person.of == APPLICANT else {}
    return Known(*said_of(person, values, evidence, visitor.filled, asking))


def _strangers(
    visit: Visit, person: Field, part: Field, before: Mapping[str, Any], values: Mapping[str, Any]
) -> set[str]:
    """Parts that stand as a source said them of somebody who, it has just turned out, is somebody else."""
    if part.kind not in NAMING or before.get(part.name) == values.get(part.name):
        return set()
    every = known_of(visit, person, {})
    still = known_of(visit, person, values)
    gone = set()
    for other in person.parts:
        if other.name == part.name or other.name not in values:
            continue
        value = values[other.name]
        said = value in sources_of(other, every.evidence, every.filled)
        if said and value not in sources_of(other, still.evidence, still.filled):
            gone.add(other.name)
    return gone
