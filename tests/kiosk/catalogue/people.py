"""Answers of people who do not exist: region 999999 or an invented serial, with right check digits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.catalogue import days, regions
from kiosk.catalogue.check_digits import id_number_check, organ_code_check, uscc_check
from kiosk.catalogue.fields import Field, FieldKind, asked, questions
from kiosk.catalogue.model import Item

TODAY = date(2026, 11, 22)


def id_number(body: str = "99999919900101001") -> str:
    return body + id_number_check(body)


def uscc() -> str:
    organ = "TE5T9999"
    body = "91999999" + organ + organ_code_check(organ)
    return body + uscc_check(body)


def person(field: Field, number: int = 0) -> dict[str, Any]:
    """Somebody; another one for each number."""
    return {part.name: answer(part, number) for part in field.parts}


def answer(field: Field, number: int = 0) -> Any:
    """An answer that may stand. `number`: of which entry of a list."""
    match field.kind:
        case FieldKind.PERSON:
            return person(field)
        case FieldKind.LIST:
            return [person(field, one) for one in range(max(1, field.min_items))]
        case FieldKind.CHOICE | FieldKind.OFFICE:
            return field.options[-1].value
        case FieldKind.CHOICES:
            return [one.value for one in field.options]
        case FieldKind.BOOLEAN | FieldKind.DECLARATION:
            return True
        case FieldKind.DATE | FieldKind.MONTH | FieldKind.YEAR:
            latest = field.latest or field.default or "today"
            return days.resolve(latest, str(field.kind), TODAY)
        case FieldKind.REGION:
            path: list[str] = []
            while below := regions.below(path, root=field.root, levels=field.levels):
                path.append(next(one.code for one in below if one.code not in field.exclude))
            return path
    return {
        FieldKind.PHONE: "13800000000",
        FieldKind.ID_NUMBER: id_number(f"99999919900101{number + 1:03d}"),
        FieldKind.BANK_CARD: "6200000000000000005",
        FieldKind.MONEY: "800.50",
        FieldKind.NUMBER: "3",
        FieldKind.DIGITS: "9" * (field.min_length or 6),
        FieldKind.PLATE: "渝A00000",
        FieldKind.USCC: uscc(),
        FieldKind.CODE: "T" + "9" * ((field.min_length or 10) - 1),
        FieldKind.NAME: "测试员甲",
        FieldKind.ADDRESS: "测试市测试区测试路 1 号",
        FieldKind.TEXT: "测试" * ((field.min_length or 2) // 2 + 1),
        FieldKind.SLOT: "2026-12-01/am",
    }[field.kind]


def answers(item: Item, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All that is asked, answered; `given` steers the choices that other questions hang on."""
    found: dict[str, Any] = dict(given or {})
    while left := [one for one in asked(questions(item), found) if one.name not in found]:
        found[left[0].name] = answer(left[0])
    return found
