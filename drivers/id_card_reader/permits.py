"""What a foreigner's permanent residence card (外国人永久居留身份证) says: that of 2017 and that of 2023."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.id_card_reader.fingerprints import Fingerprint
from drivers.id_card_reader.layouts import Kind
from drivers.id_card_reader.text import (
    BadCardData,
    OtherDocument,
    check_number,
    contradictions,
    fields_of,
    kind_of,
    validity,
)

_WEIGHTS = (7, 3, 1)  # ICAO Doc 9303, part 3, 4.9


@dataclass(frozen=True)
class PermanentResidenceCard:
    """`number`: 15 characters on the card of 2017, 18 digits on that of 2023; `country` by ISO 3166-1 alpha-3.

    `name` is the Chinese one and may be empty. `authority` is a code (1500: the Ministry of Public Security), on the
    card of 2017 only. `old_number`: what the card of 2017 of the same person bore, derived from that of 2023; empty
    where the card does not tell. Dates `YYYY-MM-DD`, `valid_to` also 长期. `warnings`: contradictions, by field.
    """

    kind: Kind
    name: str = field(repr=False)
    name_en: str = field(repr=False)
    sex: str = field(repr=False)
    birth: str = field(repr=False)
    number: str = field(repr=False)
    country: str = field(repr=False)
    valid_from: str = field(repr=False)
    valid_to: str = field(repr=False)
    sam_id: str
    photo: bytes = field(repr=False)
    authority: str = field(default="", repr=False)
    version: str = ""
    issue_count: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    fingerprints: tuple[Fingerprint, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()


def decode(text: bytes, photo: bytes, sam_id: str) -> PermanentResidenceCard:
    """Raises `OtherDocument` or `BadCardData`."""
    kind = kind_of(text)
    if kind not in (Kind.PERMANENT_RESIDENCE_2017, Kind.PERMANENT_RESIDENCE_2023):
        raise OtherDocument(str(kind))
    fields = fields_of(text, kind)
    if not fields["name_en"] and not fields["name"]:
        raise BadCardData("name: empty")
    if kind is Kind.PERMANENT_RESIDENCE_2023:
        fields["number"] = check_number(fields["number"])
        warnings = contradictions(fields, fields["number"])
        fields["old_number"] = old_number(fields["number"], fields["country"], fields.pop("association"))
    else:
        warnings = _check_2017(fields["number"], fields["country"]) + validity(fields)
    return PermanentResidenceCard(kind, **fields, sam_id=sam_id, photo=photo, warnings=warnings)  # type: ignore[arg-type]


def _check_2017(number: str, country: str) -> tuple[str, ...]:
    """Three letters of the country, 11 digits, a check digit. Raises `BadCardData` for another shape."""
    letters, digits = number[:3], number[3:]
    if len(number) != 15 or not (letters.isascii() and letters.isalpha() and digits.isascii() and digits.isdigit()):
        raise BadCardData("number: not three letters and twelve digits")
    found = []
    if check_digit(number[:14]) != number[14]:
        found.append("number: its check digit is wrong")
    if country and country != letters:
        found.append("country: differs from the number")
    return tuple(found)


def old_number(number: str, country: str, association: str) -> str:
    """The 15 characters of before 2023; empty without an association item (three characters).

    country · province (2) · association (2) · birth YYMMDD · association (1) · check digit
    """
    letters = country.isascii() and country.isalpha() and country.isupper() and len(country) == 3
    if not letters or len(association) != 3 or not (association.isascii() and association.isdigit()):
        return ""
    body = country + number[1:3] + association[:2] + number[8:14] + association[2]
    return body + check_digit(body)


def check_digit(text: str) -> str:
    """ICAO Doc 9303: weights 7, 3, 1 over digits and letters (A is 10, Z is 35, "<" is 0), modulo 10."""
    values = (0 if character == "<" else int(character, 36) for character in text)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)
