"""Tags, application identifiers and terminal values for reading a payment card (PBOC 3.0, EMV Books 1 and 3)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

CONTACT_DIRECTORY, CONTACTLESS_DIRECTORY = b"1PAY.SYS.DDF01", b"2PAY.SYS.DDF01"

AID, LABEL, PRIORITY, ENTRY = 0x4F, 0x50, 0x87, 0x61
DIRECTORY_FILE, PDOL = 0x88, 0x9F38
FORMAT_1, FORMAT_2, FILE_LOCATOR = 0x80, 0x77, 0x94
PAN, TRACK_2, EXPIRY, HOLDER, SEQUENCE = 0x5A, 0x57, 0x5F24, 0x5F20, 0x5F34
HOLDER_NUMBER, HOLDER_NUMBER_KIND = 0x9F61, 0x9F62  # UnionPay's

SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        "A000000333": "unionpay",
        "A000000003": "visa",
        "A000000004": "mastercard",
        "A000000025": "american_express",
        "A000000065": "jcb",
        "A000000152": "discover",
    }
)
"""Registered application provider (first five bytes of an AID) -> scheme."""

# Where a card has no directory: UnionPay's credit, debit, quasi-credit first, as most cards here are UnionPay's; a
# bare provider at the end finds an application whose whole name we do not know.
USUAL_AIDS = tuple(
    bytes.fromhex(aid)
    for aid in (
        "A000000333010102",
        "A000000333010101",
        "A000000333010103",
        "A0000000031010",
        "A0000000041010",
        "A00000002501",
        "A0000000651010",
        "A0000001523010",
        "A0000000043060",
        "A0000000032010",
        "A000000333",
    )
)

HOLDER_NUMBER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "00": "id_card",
        "01": "officer",
        "02": "passport",
        "03": "entry_permit",
        "04": "interim_id",
        "05": "other",
    }
)

_CHINA = "0156"  # country and currency, ISO 3166-1 and ISO 4217
_NUMERIC = frozenset({0x9F02, 0x9F03, 0x9F1A, 0x5F2A, 0x9A, 0x9C, 0x9F35})  # right aligned, as digits


@dataclass(frozen=True)
class Location:
    """Records `first` to `last` of the file with this short identifier."""

    file: int
    first: int
    last: int


def terminal_values(today: date) -> dict[int, bytes]:
    """What the terminal says of itself where a card asks: a look at the card for an amount of nothing."""
    return {
        0x9F66: bytes.fromhex("36000000"),  # contactless: qPBOC and contact EMV, online PIN, signature
        0x9F02: bytes(6),  # amount
        0x9F1A: bytes.fromhex(_CHINA),
        0x5F2A: bytes.fromhex(_CHINA),
        0x9A: bytes.fromhex(today.strftime("%y%m%d")),
        0x9C: b"\x00",  # goods and services
        0x9F37: secrets.token_bytes(4),
        0x9F35: b"\x25",  # unattended, merchant's, offline with online capability
        0x9F7A: b"\x00",  # no electronic cash
    }


def answer_names(wanted: Sequence[tuple[int, int]], known: Mapping[int, bytes]) -> bytes:
    """The values for a data object list (EMV Book 3, 5.4), each in its wanted length; unknown ones are zeros."""
    answer = b""
    for tag, length in wanted:
        value = known.get(tag, b"")
        if tag in _NUMERIC:
            answer += value.rjust(length, b"\0")[len(value.rjust(length, b"\0")) - length :]
        else:
            answer += value.ljust(length, b"\0")[:length]
    return answer


def locations(locator: bytes) -> list[Location]:
    """An application file locator: entries of four bytes. Raises `ValueError` with what is wrong."""
    if len(locator) % 4:
        raise ValueError(f"a file locator of {len(locator)} bytes")
    found = []
    for at in range(0, len(locator), 4):
        file, first, last = locator[at] >> 3, locator[at + 1], locator[at + 2]
        if not (0 < file < 31 and 0 < first <= last):
            raise ValueError(f"entry {at // 4} of the file locator")
        found.append(Location(file, first, last))
    return found


def scheme_of(aid: bytes) -> str:
    return SCHEMES.get(aid[:5].hex().upper(), "other")
