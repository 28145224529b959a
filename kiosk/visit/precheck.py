"""What can be said before anything is handed in (智能预审): the form's own rules, whether the pages can be read,
whether what was entered agrees with the card. Rules that can be read, and no score.

What breaks a rule of the form must be mended. What is merely doubtful may be handed in as it is: then a person looks
at it, and no machine decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kiosk.catalogue.answers import check_answers, settled
from kiosk.catalogue.check_digits import id_number_fault
from kiosk.catalogue.fields import APPLICANT, Field, FieldKind, asked, questions
from kiosk.catalogue.model import Item
from kiosk.text import Text, message
from kiosk.visit.views.form import Remark
from kiosk.visit.visitor import Visitor

MATERIAL = "material:"


def remarks(item: Item, visitor: Visitor, today: date) -> tuple[Remark, ...]:
    """Everything found, what must be mended first; in the order of the check page."""
    answers = settled(item, visitor.answers)
    found = [*_rules(item, answers, today), *_pages(item, visitor), *_agreement(item, answers, visitor.evidence)]
    return tuple(sorted(found, key=lambda one: not one.must))


def _rules(item: Item, answers: Mapping[str, Any], today: date) -> Iterator[Remark]:
    labels = {one.name: one.label for one in questions(item)}
    for name, sentence in check_answers(item, answers, today).items():
        yield Remark(name, labels.get(name, item.title), sentence, must=True)


def _pages(item: Item, visitor: Visitor) -> Iterator[Remark]:
    for material in item.asked_materials:
        shots = visitor.pages.get(material.name, ())
        given = shots or material.name in visitor.licences or material.name in visitor.instead
        if material.required and not given:
            yield Remark(MATERIAL + material.name, material.title, message("precheck.no_page"), must=True)
        for number, shot in enumerate(shots, 1):
            if shot.why is not None:
                sentence = message("precheck.page", page=number, why=shot.why)
                yield Remark(MATERIAL + material.name, material.title, sentence, must=False)


def _agreement(item: Item, answers: Mapping[str, Any], evidence: Mapping[str, str]) -> Iterator[Remark]:
    """Between the form and the card, and between two parts of the form."""
    fields = asked(questions(item), answers)
    for field in fields:
        own = answers.get(field.name) if field.of == APPLICANT else None
        told = [(field, answers.get(field.name))]
        told += [(part, own.get(part.name)) for part in field.parts] if isinstance(own, Mapping) else []
        if any(_differs(one, given, evidence) for one, given in told):
            yield Remark(field.name, field.label, message("precheck.not_as_card"), must=False)
    numbers: dict[str, Text] = {}
    own = evidence.get("id_number", "")
    for field, value in _id_numbers(fields, answers):
        if value == own and not any(place.startswith("identity.") for place in field.prefill):
            yield Remark(_root(fields, field), field.label, message("precheck.own_number"), must=False)
        elif value in numbers:
            yield Remark(_root(fields, field), field.label, message("precheck.twice", other=numbers[value]), must=False)
        numbers.setdefault(value, field.label)
    yield from _births(fields, answers)


def _differs(field: Field, given: Any, evidence: Mapping[str, str]) -> bool:
    """Whether the card says something else."""
    names = (place.removeprefix("identity.") for place in field.prefill)
    told = next((evidence[name] for name in names if name in evidence), None)
    return bool(told) and isinstance(given, str) and bool(given) and not _same(told or "", given)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _entries(field: Field, value: Any) -> Iterator[Mapping[str, Any]]:
    if field.kind is FieldKind.PERSON and isinstance(value, Mapping):
        yield value
    elif field.kind is FieldKind.LIST and isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def _id_numbers(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    for field in fields:
        value = answers.get(field.name)
        if field.kind is FieldKind.ID_NUMBER and isinstance(value, str) and value:
            yield field, value
        for entry in _entries(field, value):
            yield from _id_numbers(field.parts, entry)


def _births(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> Iterator[Remark]:
    """A birth date beside an identity number says the same as the number (GB 11643, digits 7 to 14)."""
    for field in fields:
        for entry in _entries(field, answers.get(field.name)):
            births = [entry.get(part.name) for part in field.parts if part.name in ("birth", "birth_date")]
            for part, number in _id_numbers(field.parts, entry):
                told = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
                if id_number_fault(number, date.max) is None and any(one and one != told for one in births):
                    yield Remark(field.name, part.label, message("precheck.birth"), must=False)


def _root(fields: tuple[Field, ...], wanted: Field) -> str:
    """The question of the form that a part belongs to."""
    return next((one.name for one in fields if one is wanted or wanted in one.parts), wanted.name)
