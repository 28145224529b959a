"""Fields of the text block -> plain texts, and whether what they say can be true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from drivers import identity_number
from drivers.id_card_reader.layouts import DATES, FLAGS, LAYOUTS, LONG_TERM, TYPE_FLAG, Kind, Place


class OtherDocument(Exception):
    """A document of a kind that we do not know."""


class BadCardData(Exception):
    """What the card says cannot be true; the text names the field, never its value."""


def kind_of(block: bytes) -> Kind:
    """Raises `OtherDocument`."""
    flag = _text(block, *TYPE_FLAG).strip()
    kind = FLAGS.get(flag)
    if kind is None:
        raise OtherDocument(f"type flag {flag!r}")
    return kind


def fields_of(block: bytes, kind: Kind) -> dict[str, str]:
    """All fields; dates are `YYYY-MM-DD`, `valid_to` may be 长期. Raises `BadCardData`.

    Padding (spaces, NULs) is cut at both ends only: a name or an address may have a space within.
    """
    layout: Mapping[str, Place] = LAYOUTS[kind]
    raw = {name: _text(block, *place) for name, place in layout.items()}
    if "name_en_rest" in raw:  # one name in two places: it may have a space just where it is cut
        raw["name_en"] += raw.pop("name_en_rest")
    fields = {name: value.rstrip(" \0").lstrip() for name, value in raw.items()}
    for name in DATES:
        fields[name] = _date(name, fields[name])
    return fields


def _text(block: bytes, offset: int, length: int) -> str:
    try:
        text = block[offset : offset + length].decode("utf-16-le")
    except UnicodeDecodeError:
        raise BadCardData(f"the text at {offset} is not UTF-16") from None
    return text.rstrip("\0")


def _date(name: str, value: str) -> str:
    if name == "valid_to" and value == LONG_TERM:
        return value
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadCardData(f"{name}: no date") from None


def check_number(number: str) -> str:
    """In capitals. Raises `BadCardData` if its check character (GB 11643) is wrong."""
    if not identity_number.is_valid(number.upper()):
        raise BadCardData("id_number: its check character is wrong")
    return number.upper()


def contradictions(fields: Mapping[str, str], number: str) -> tuple[str, ...]:
    """What the card says twice and not the same, by field. `number` has 18 characters (GB 11643)."""
    found = []
    if number[6:14] != fields["birth"].replace("-", ""):
        found.append("birth: differs from the number")
    if fields["sex"] in ("1", "2") and int(number[16]) % 2 != int(fields["sex"]) % 2:
        found.append("sex: differs from the number")
    return (*found, *validity(fields))


def validity(fields: Mapping[str, str]) -> tuple[str, ...]:
    if fields["valid_to"] != LONG_TERM and fields["valid_to"] < fields["valid_from"]:
        return ("valid_to: before valid_from",)
    return ()
