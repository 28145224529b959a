"""Whether an answer may stand: one calm message that says what to do, or None.

The words are in `kiosk/words/*/form.toml`. No message repeats what the citizen entered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kiosk.catalogue import days, regions
from kiosk.catalogue.check_digits import id_number_fault, luhn_holds, uscc_fault
from kiosk.catalogue.fields import Field, FieldKind
from kiosk.text import Message, message

PHONE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)  # mobile numbers of the numbering plan, 11 digits
PROVINCE_SIGNS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(  # GA 36: no I and no O; new-energy plates have one more character, with D or F and their kin
    rf"[{PROVINCE_SIGNS}][A-HJ-NP-Z]"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])"
)
# Han as GB 18030-2022 level 3 has it: the unified ideographs with all extensions, and those of compatibility
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd〇"
NAME = re.compile(rf"[{_HAN}·]{{2,50}}|[A-Za-z][A-Za-z .'·-]{{1,49}}")
_ANY_HAN = re.compile(f"[{_HAN}]")
_PICTURES = re.compile("[\u2600-\u27bf\ufe00-\ufe0f\U0001f000-\U0001ffff]")  # emoji: no register takes them
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # full-width forms of ASCII


def tidy(field: Field, value: Any) -> Any:
    """The answer without what an input method adds: full-width signs, blanks in numbers, small letters in codes."""
    if not isinstance(value, str):
        return value
    text = value.translate(_WIDE).strip() if field.kind not in _FREE else value.strip()
    if field.kind in _FREE:
        return text
    text = re.sub(r"[\s-]", "", text) if field.kind in _GROUPED else text
    return text.upper() if field.kind in _CAPITALS else text


def check_answer(field: Field, value: Any, today: date, answers: Mapping[str, Any] | None = None) -> Message | None:
    """What is wrong with the (tidied) answer, or None. `answers` are the others, for limits between two questions."""
    if value is None or value in ("", []):
        return message("form.error.required") if field.required else None
    return _CHECKS[field.kind](field, value, today, answers or {})


def doubt(field: Field, value: Any) -> Message | None:
    """A warning that does not stop anybody: a card number whose last digit is unusual."""
    if field.kind is FieldKind.BANK_CARD and isinstance(value, str) and value.isdigit() and not luhn_holds(value):
        return message("form.warning.bank_card")
    return None


Check = Callable[[Field, Any, date, Mapping[str, Any]], Message | None]


def _choice(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    known = {one.value for one in field.options}
    return None if isinstance(value, str) and value in known else message("form.error.choice")


def _choices(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    known = {one.value for one in field.options}
    words = isinstance(value, list) and all(isinstance(one, str) for one in value)
    fits = words and len(set(value)) == len(value) and known.issuperset(value)
    return None if fits else message("form.error.choice")


def _boolean(_field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    return None if isinstance(value, bool) else message("form.error.choice")


def _declaration(_field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    return None if value is True else message("form.error.declaration")


def _day(field: Field, value: Any, today: date, answers: Mapping[str, Any]) -> Message | None:
    kind = str(field.kind)
    try:
        days.parse(value, kind)
    except (TypeError, ValueError):
        return message(f"form.error.{kind}")
    # ISO 8601 days, months and years compare as text
    if field.earliest and value < (limit := days.resolve(field.earliest, kind, today)):
        return message("form.error.too_early", limit=days.show(limit, kind))
    if field.latest and value > (limit := days.resolve(field.latest, kind, today)):
        return message("form.error.too_late", limit=days.show(limit, kind))
    start = answers.get(field.after) if field.after else None
    if isinstance(start, str) and start and value < start:
        return message("form.error.before_start", limit=days.show(start, kind))
    return None


def _matches(pattern: re.Pattern[str], key: str) -> Check:
    def check(_field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else message(key)

    return check


def _digits(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]+", value, re.ASCII):
        return message("form.error.digits")
    return _length(field, value)


def _code(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9A-Z]+", value, re.ASCII):
        return message("form.error.code")
    return _length(field, value)


def _id_number(_field: Field, value: Any, today: date, _answers: Mapping[str, Any]) -> Message | None:
    fault = id_number_fault(value, today) if isinstance(value, str) else "length"
    return message(f"form.error.id_number_{fault}") if fault else None


def _uscc(_field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    fault = uscc_fault(value) if isinstance(value, str) else "length"
    return message(f"form.error.uscc_{fault}") if fault else None


def _amount(pattern: str, key: str) -> Check:
    def check(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            return message(key)
        amount = Decimal(value)
        if field.minimum is not None and amount < Decimal(str(field.minimum)):
            return message("form.error.too_little", limit=f"{field.minimum:g}")
        if field.maximum is not None and amount > Decimal(str(field.maximum)):
            return message("form.error.too_much", limit=f"{field.maximum:.0f}")
        return None

    return check


def _text(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    # Python's tables are those of a Unicode release: characters of a later one would not be printable
    if not isinstance(value, str) or not _ANY_HAN.sub("", value).isprintable() or _PICTURES.search(value):
        return message("form.error.character")
    return _length(field, value)


def _length(field: Field, value: str) -> Message | None:
    if field.min_length is not None and len(value) < field.min_length:
        return message("form.error.too_short", limit=field.min_length)
    if field.max_length is not None and len(value) > field.max_length:
        return message("form.error.too_long", limit=field.max_length)
    return None


def _region(field: Field, value: Any, _today: date, _answers: Mapping[str, Any]) -> Message | None:
    fits = (
        isinstance(value, list)
        and all(isinstance(code, str) for code in value)
        and not set(value).intersection(field.exclude)
        and regions.is_complete(value, root=field.root, levels=field.levels)
    )
    return None if fits else message("form.error.region")


def _slot(_field: Field, value: Any, today: date, _answers: Mapping[str, Any]) -> Message | None:
    day, sign, half = value.partition("/") if isinstance(value, str) else ("", "", "")
    try:
        fits = sign == "/" and half in ("am", "pm") and days.parse(day, "date") >= today
    except ValueError:
        fits = False
    return None if fits else message("form.error.slot")


def _person(field: Field, value: Any, today: date, _answers: Mapping[str, Any]) -> Message | None:
    if not isinstance(value, Mapping):
        return message("form.error.required")
    problems = (check_answer(part, value.get(part.name), today, value) for part in field.parts)
    return next((problem for problem in problems if problem), None)


def _people(field: Field, value: Any, today: date, answers: Mapping[str, Any]) -> Message | None:
    if not isinstance(value, list) or len(value) < field.min_items:
        return message("form.error.required")
    if field.max_items is not None and len(value) > field.max_items:
        return message("form.error.too_many", limit=field.max_items)
    problems = (_person(field, one, today, answers) for one in value)
    return next((problem for problem in problems if problem), None) or _twice(field, value)


def _twice(field: Field, entries: list[Mapping[str, Any]]) -> Message | None:
    """JSON Schema cannot say it: `uniqueItems` takes the same number under another name for somebody else."""
    known: frozenset[str] = frozenset()
    for entry in entries if field.unique else ():
        if clash(entry.get(field.unique), known) is not None:
            return message("form.error.twice")
        known |= who_are([entry], field.unique)
    return None


def who_are(entries: Iterable[Any], unique: str) -> frozenset[str]:
    """What says who they are, each in one form of writing."""
    said = (entry.get(unique) for entry in entries if isinstance(entry, Mapping)) if unique else ()
    return frozenset(one.strip().upper() for one in said if isinstance(one, str) and one.strip())


def clash(value: Any, known: frozenset[str]) -> Message | None:
    """`known` are the others of the list (`who_are`)."""
    taken = isinstance(value, str) and value.strip().upper() in known
    return message("form.error.same_person") if taken else None


_FREE = (FieldKind.NAME, FieldKind.ADDRESS)
_CAPITALS = (FieldKind.ID_NUMBER, FieldKind.USCC, FieldKind.PLATE, FieldKind.CODE)
_GROUPED = (FieldKind.PHONE, FieldKind.BANK_CARD, *_CAPITALS)
_CHECKS: Mapping[FieldKind, Check] = {
    FieldKind.CHOICE: _choice,
    FieldKind.OFFICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.DECLARATION: _declaration,
    FieldKind.DATE: _day,
    FieldKind.MONTH: _day,
    FieldKind.YEAR: _day,
    FieldKind.DIGITS: _digits,
    FieldKind.PHONE: _matches(PHONE, "form.error.phone"),
    FieldKind.PLATE: _matches(PLATE, "form.error.plate"),
    FieldKind.NAME: _matches(NAME, "form.error.name"),
    FieldKind.BANK_CARD: _matches(re.compile(r"[0-9]{16,19}", re.ASCII), "form.error.bank_card"),
    FieldKind.ID_NUMBER: _id_number,
    FieldKind.USCC: _uscc,
    FieldKind.CODE: _code,
    FieldKind.MONEY: _amount(r"[0-9]{1,9}(\.[0-9]{1,2})?", "form.error.money"),
    FieldKind.NUMBER: _amount(r"[0-9]{1,9}", "form.error.number"),
    FieldKind.TEXT: _text,
    FieldKind.ADDRESS: _text,
    FieldKind.REGION: _region,
    FieldKind.SLOT: _slot,
    FieldKind.PERSON: _person,
    FieldKind.LIST: _people,
}
