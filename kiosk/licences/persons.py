"""Whom a licence speaks about, and what of it belongs to a person of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.catalogue.fields import APPLICANT, PERSONS, Field, FieldKind
from kiosk.contract.licences import HOLDER
from kiosk.licences.use import Filled

NAMING = (FieldKind.NAME, FieldKind.ID_NUMBER)
"""Parts that say who somebody is."""

ABOUT = {who: who for who in PERSONS} | {APPLICANT: HOLDER}
"""By person of a form, whom a field of the citizen's licence must be about (`FaceField.about`)."""

IDENTITY, LICENCE = "identity", "licence"


def key_of(place: str, person: Field | None) -> str:
    """Under which a visitor's `filled` keeps what a licence says: each person's apart."""
    return f"{person.name}/{place}" if person is not None else place


def said_of(
    person: Field, values: Mapping[str, Any], evidence: Mapping[str, str], filled: Mapping[str, Filled], asking: str
) -> tuple[Mapping[str, str], Mapping[str, Filled]]:
    """What the card and licences say of this person, but for sources that name somebody else than `values` do.

    `asking`: the part that is being asked, whose own value does not count.
    """
    own = {place: one for part in person.parts for place in part.prefill if (one := filled.get(key_of(place, person)))}
    for part in person.parts:
        value = values.get(part.name)
        if part.kind not in NAMING or part.name == asking or not value:
            continue
        for place in part.prefill:
            source, _, name = place.partition(".")
            if source == IDENTITY and evidence.get(name, value) != value:
                evidence = {}
            elif (one := own.get(place)) is not None and one.value != value:
                own = {key: kept for key, kept in own.items() if kept.identifier != one.identifier}
    return evidence, own


def sources_of(part: Field, evidence: Mapping[str, str], filled: Mapping[str, Filled]) -> Iterator[str]:
    """What each source says that could answer it."""
    for place in part.prefill:
        source, _, name = place.partition(".")
        if source == IDENTITY and evidence.get(name):
            yield evidence[name]
        elif place in filled:
            yield filled[place].value
