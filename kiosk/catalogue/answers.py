"""Answers of a form as a whole: shown for checking, validated before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator

from kiosk.catalogue import days, regions
from kiosk.catalogue.fields import Field, FieldKind, asked, questions
from kiosk.catalogue.model import Item
from kiosk.catalogue.validators import check_answer
from kiosk.masking import mask_card, mask_id_number, mask_phone
from kiosk.text import Localized, Message, message

LONGEST = 500  # characters that any question takes, and a page can show
MOST_CHOSEN = 50  # of a list: no question offers as many
_MASKS = {
    FieldKind.PHONE: mask_phone,
    FieldKind.ID_NUMBER: mask_id_number,
    FieldKind.BANK_CARD: mask_card,
}
_DECLARED = Localized("已声明", "Declared")
_UNITS = {FieldKind.MONEY: Localized("{} 元", "{} yuan")}


def show_answer(field: Field, value: Any, language: str) -> str:
    """The answer as a citizen reads it, masked where it is personal; nothing for no answer."""
    return show(field, value).of(language)


def show(field: Field, value: Any) -> Localized:
    if value is None or value in ("", []):
        return Localized("", "")
    if field.kind in (FieldKind.CHOICE, FieldKind.OFFICE, FieldKind.CHOICES):
        return _options(field, value if isinstance(value, list) else [value])
    if field.kind is FieldKind.BOOLEAN:
        return field.yes_no[0 if value else 1]
    if field.kind is FieldKind.DECLARATION:
        return _DECLARED if value else field.yes_no[1]
    if field.kind is FieldKind.REGION:
        return regions.show(([field.root] if field.root else []) + list(value))
    if field.kind is FieldKind.PERSON:
        return _person(field, value)
    if field.kind is FieldKind.LIST:
        return _join([_person(field, one) for one in value], "；", "; ")
    return _line(field, str(value))


def _line(field: Field, value: str) -> Localized:
    if field.kind in _MASKS:
        masked = _MASKS[field.kind](value)
        return Localized(masked, masked)
    if field.kind in (FieldKind.DATE, FieldKind.MONTH, FieldKind.YEAR):
        return days.show(value, str(field.kind))
    if field.kind is FieldKind.SLOT:
        return days.show_half(value)
    unit = _UNITS.get(field.kind)
    return Localized(unit.zh.format(value), unit.en.format(value)) if unit else Localized(value, value)


def _options(field: Field, values: list[str]) -> Localized:
    titles = {one.value: one.title for one in field.options}
    return _join([titles.get(value, Localized(value, value)) for value in values], "、", ", ")


def _person(field: Field, value: Mapping[str, Any]) -> Localized:
    return _join([show(part, value.get(part.name)) for part in field.parts if value.get(part.name)], "，", ", ")


def _join(texts: list[Localized], zh: str, en: str) -> Localized:
    return Localized(zh.join(text.zh for text in texts), en.join(text.en for text in texts))


def settled(item: Item, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to what is asked: an answer whose question has gone away, and an empty one, are left out.

    The family member of an earlier choice must not travel with the submission.
    """
    kept: dict[str, Any] = {}
    for field in asked(questions(item), answers):
        value = answers.get(field.name)
        if value is not None and value not in ("", []):
            kept[field.name] = value
    return kept


def readable(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What another end wrote, as far as a page can show it and have it mended; the rest is asked as if it were not
    there. Whether it may stand is another question (`check_answers`)."""
    kept = {field.name: _readable(field, answers.get(field.name)) for field in fields}
    return {name: value for name, value in kept.items() if value is not None}


def _readable(field: Field, value: Any) -> Any:
    """The value where it is of the type that such a question has; None: it is not."""
    match field.kind:
        case FieldKind.BOOLEAN | FieldKind.DECLARATION:
            return value if isinstance(value, bool) else None
        case FieldKind.CHOICES | FieldKind.REGION:
            words = isinstance(value, list) and all(isinstance(one, str) for one in value)
            return value if words and len(value) <= MOST_CHOSEN else None
        case FieldKind.PERSON:
            return readable(field.parts, value) if isinstance(value, Mapping) else None
        case FieldKind.LIST:
            entries = value if isinstance(value, list) else []
            people = [readable(field.parts, one) for one in entries if isinstance(one, Mapping)]
            return people[: field.max_items or MOST_CHOSEN] or None
    return value if isinstance(value, str) and len(value) <= LONGEST and value.isprintable() else None


def check_answers(item: Item, answers: Mapping[str, Any], today: date) -> dict[str, Message]:
    """What is wrong with the (settled) answers, by question, in the order of the form; empty: they may be sent.

    Every question is checked in its own words first. What only the JSON Schema refuses afterwards is a fault of
    the catalogue rather than of the citizen; it is shown at the question, or under "" for the form as a whole.
    """
    problems: dict[str, Message] = {}
    for field in asked(questions(item), answers):
        problem = check_answer(field, answers.get(field.name), today, answers)
        if problem is not None:
            problems[field.name] = problem
    if problems:
        return problems
    for error in Draft202012Validator(item.form).iter_errors(dict(answers)):
        name = str(error.absolute_path[0]) if error.absolute_path else ""
        problems.setdefault(name, message("form.error.unexpected"))
    return problems
