"""The questions of an item's form, read from its JSON Schema.

Each property carries `x-kiosk`: how it is asked, in citizens' words. The schema alone says what is valid; the
hints say how to ask. Keys of `x-kiosk`:

`kind` · `label` short noun for the check page · `title` the question · `hint` · `options` `[{value, zh, en}]` ·
`earliest`, `latest`, `default` an absolute date or `today`, `today-5y`, `today+3m`, `today-7d` · `after` the
property that it may not precede · `prefill` `identity.name`, `licence.<kind>.<field>`, or a list of them, the first
that is known · `when` `{property: [values]}`, without which it is not asked · `levels`, `exclude`, `root`
for regions · `minimum`, `maximum` for amounts · `of` whom a person's parts are about (`PERSONS`): only what a card or
a licence says of that person is suggested there · `unique` the part by which nobody stands in a list twice ·
`yes`, `no` the two answers of a boolean, where 是 and 否 do not answer its question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.catalogue.model import Item
from kiosk.text import Localized


class FieldKind(StrEnum):
    """How a question is answered, and the type of its answer (that of `QuestionView`, and the rest)."""

    CHOICE = "choice"  # one option's value
    CHOICES = "choices"  # a list of them
    BOOLEAN = "boolean"  # bool
    DATE = "date"  # YYYY-MM-DD
    MONTH = "month"  # YYYY-MM
    YEAR = "year"  # YYYY
    DIGITS = "digits"  # str of digits
    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    MONEY = "money"  # yuan as str, at most two decimals
    NUMBER = "number"  # a whole number, as str
    PLATE = "plate"
    USCC = "uscc"
    CODE = "code"  # str of letters and digits, as a paper bears it
    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    REGION = "region"  # a list of codes, province first
    OFFICE = "office"  # one option's value: a service point
    SLOT = "slot"  # YYYY-MM-DD/am or /pm
    DECLARATION = "declaration"  # True: the statement in `title` is made
    PERSON = "person"  # an object of the fields in `parts`
    LIST = "list"  # a list of such objects


APPLICANT = "applicant"
PERSONS = (APPLICANT, "spouse", "child", "legal_representative")
"""Who a person of a form may be (`of`): the citizen at the terminal, or somebody whom a licence of theirs names."""

SIMPLE_KINDS: Mapping[FieldKind, str] = {
    FieldKind.NUMBER: "digits",
    FieldKind.USCC: "code",
    FieldKind.NAME: "text",
    FieldKind.ADDRESS: "text",
    FieldKind.OFFICE: "choice",
    FieldKind.DECLARATION: "boolean",
}
"""Kinds that a `QuestionView` asks in the manner of another one."""


YES_NO = Localized("是", "Yes"), Localized("否", "No")
_DECLARES = Localized("我声明", "I declare this"), Localized("不声明", "I do not")


@dataclass(frozen=True)
class Choice:
    value: str
    title: Localized


@dataclass(frozen=True)
class Field:
    """One question. `required` is meant where it is asked at all: see `when` and `asked`."""

    name: str
    kind: FieldKind
    label: Localized
    title: Localized
    hint: Localized | None = None
    options: tuple[Choice, ...] = ()
    required: bool = True
    earliest: str | None = None
    latest: str | None = None
    default: str | None = None
    after: str | None = None
    prefill: tuple[str, ...] = ()
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_items: int = 0
    max_items: int | None = None
    levels: int = 2
    exclude: tuple[str, ...] = ()
    root: str | None = None
    parts: tuple[Field, ...] = ()
    of: str = ""  # one of PERSONS; empty: anybody, of whom nothing is known beforehand
    unique: str = ""  # the part that says who an entry of a list is; empty: the same may come again
    yes_no: tuple[Localized, Localized] = YES_NO

    @property
    def view_kind(self) -> str:
        """The kind of `QuestionView` that asks it."""
        return SIMPLE_KINDS.get(self.kind, str(self.kind))


SCHEMA = 1
"""The newest form of `x-kiosk` that this program reads; a form says its own in `x-schema` where it is a later one."""


class NewerForm(ValueError):
    """The form was written for a later terminal: it asks in a way that this one does not know."""


def questions(item: Item) -> tuple[Field, ...]:
    """Every field of the item's form, in the order in which it is asked. Raises `NewerForm`."""
    if item.form.get("x-schema", SCHEMA) != SCHEMA:
        raise NewerForm(item.short)
    try:
        return _fields(item.form)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NewerForm(item.short) from error


def is_readable(item: Item) -> bool:
    """Whether this terminal knows how to ask everything that the item asks."""
    try:
        questions(item)
    except NewerForm:
        return False
    return True


def asked(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields that these answers call for: one with `when` only where an earlier answer is one of its values."""
    kept: list[Field] = []
    names: set[str] = set()
    for one in fields:
        if all(name in names and answers.get(name) in values for name, values in one.when.items()):
            kept.append(one)
            names.add(one.name)
    return tuple(kept)


def _fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    order: list[str] = schema.get("x-order") or list(properties)
    required = set(schema.get("required", ()))
    for rule in schema.get("allOf", ()):
        required |= set(rule.get("then", {}).get("required", ()))
    return tuple(_field(name, properties[name], name in required) for name in order)


def _field(name: str, schema: Mapping[str, Any], required: bool) -> Field:
    hints: Mapping[str, Any] = schema["x-kiosk"]
    kind = FieldKind(hints["kind"])
    members: Mapping[str, Any] = schema.get("items", {}) if kind is FieldKind.LIST else schema
    return Field(
        name=name,
        kind=kind,
        label=_text(hints["label"]),
        title=_text(hints["title"]),
        hint=_text(hints["hint"]) if "hint" in hints else None,
        options=tuple(Choice(option["value"], _text(option)) for option in hints.get("options", ())),
        required=required,
        earliest=hints.get("earliest"),
        latest=hints.get("latest"),
        default=hints.get("default"),
        after=hints.get("after"),
        prefill=_sources(hints.get("prefill", ())),
        when={key: tuple(values) for key, values in hints.get("when", {}).items()},
        pattern=schema.get("pattern"),
        min_length=schema.get("minLength"),
        max_length=schema.get("maxLength"),
        minimum=hints.get("minimum"),
        maximum=hints.get("maximum"),
        min_items=schema.get("minItems", 0),
        max_items=schema.get("maxItems"),
        levels=hints.get("levels", 2),
        exclude=tuple(hints.get("exclude", ())),
        root=hints.get("root"),
        parts=_fields(members) if kind in (FieldKind.LIST, FieldKind.PERSON) else (),
        of=hints.get("of", ""),
        unique=hints.get("unique", ""),
        yes_no=_yes_no(kind, hints),
    )


def _yes_no(kind: FieldKind, hints: Mapping[str, Any]) -> tuple[Localized, Localized]:
    if "yes" in hints:
        return _text(hints["yes"]), _text(hints["no"])
    return _DECLARES if kind is FieldKind.DECLARATION else YES_NO


def _sources(raw: str | Sequence[str]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)


def _text(raw: Mapping[str, str]) -> Localized:
    return Localized.read(raw)
