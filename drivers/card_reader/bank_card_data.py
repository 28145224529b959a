"""What a bank card's data objects mean, and whether they agree with each other.

The full card number and track 2 stay in here: what leaves is a masked number and a token.
"""

from __future__ import annotations

import hashlib
import hmac
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from drivers import identity_number
from drivers.card_reader import ber_tlv, emv
from drivers.card_reader.ber_tlv import Objects
from drivers.card_reader.errors import BadCardData

_SHOWN_FIRST, _SHOWN_LAST = 6, 4  # PCI DSS 3.4: at most the first six and the last four


@dataclass(frozen=True)
class BankCard:
    """What a terminal may know of a bank card. What a card lacks is empty.

    `token`: HMAC-SHA256 of the card number in hex: the same card gives the same token under the same key, and no
    number comes back out of it. `expiry`: `YYYY-MM-DD`, or `YYYY-MM` where only track 2 tells it.
    `holder_number_kind`: "id_card", "passport", … `warnings`: what contradicts itself on the card, by field.
    """

    scheme: str  # "unionpay", "visa", …, "other"
    pan_masked: str = field(repr=False)
    token: str = field(repr=False)
    expiry: str = field(repr=False)
    name: str = field(repr=False)
    holder_number: str = field(repr=False)
    holder_number_kind: str
    sequence: str = field(repr=False)
    label: str
    aid: str
    contactless: bool
    warnings: tuple[str, ...] = ()


def interpret(objects: Objects, aid: bytes, label: str, token_key: bytes, contactless: bool) -> BankCard:
    """All data objects of one application -> the card. Raises `BadCardData` where its number cannot be known."""
    warnings: list[str] = []
    # `objects` are well formed on all levels (bank_card.py has walked them).
    found = list(ber_tlv.walk(objects))
    track_number, track_month = _track_2([value for tag, value in found if tag == emv.TRACK_2], warnings)
    number = _card_number([value for tag, value in found if tag == emv.PAN], track_number)
    if not luhn(number):
        warnings.append("pan: its check digit is wrong")
    kind_code = _first(found, emv.HOLDER_NUMBER_KIND, b"")
    kind = emv.HOLDER_NUMBER_KINDS.get(kind_code.hex() if len(kind_code) == 1 else _ascii(kind_code), "")
    holder_number = _ascii(_first(found, emv.HOLDER_NUMBER, b"")).upper()
    if kind == "id_card" and holder_number and not identity_number.is_valid(holder_number):
        warnings.append("holder_number: its check character is wrong")
    return BankCard(
        scheme=emv.scheme_of(aid),
        pan_masked=masked(number),
        token=hmac.new(token_key, number.encode("ascii"), hashlib.sha256).hexdigest(),
        expiry=_expiry([value for tag, value in found if tag == emv.EXPIRY], track_month, warnings),
        name=_name(_first(found, emv.HOLDER, b""), warnings),
        holder_number=holder_number,
        holder_number_kind=kind,
        sequence=_first(found, emv.SEQUENCE, b"").hex(),
        label=label,
        aid=aid.hex().upper(),
        contactless=contactless,
        warnings=tuple(warnings),
    )


def masked(number: str) -> str:
    """First six, last four: `"6200000000000005"` -> `"620000******0005"`."""
    hidden = len(number) - _SHOWN_FIRST - _SHOWN_LAST
    return number[:_SHOWN_FIRST] + "*" * hidden + number[-_SHOWN_LAST:]


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + at % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


def _first(objects: Objects, tag: int, default: bytes) -> bytes:
    return next((value for found, value in objects if found == tag), default)


def _digits(value: bytes) -> str:
    """Packed decimal digits, padded with F; empty where it is something else."""
    digits = value.hex().upper().rstrip("F")
    return digits if digits.isdecimal() else ""


def _is_card_number(digits: str) -> bool:
    return 13 <= len(digits) <= 19


def _track_2(values: list[bytes], warnings: list[str]) -> tuple[str, str]:
    """Card number and `YYYY-MM` of the track 2 equivalent (57); empty where there is none or it is broken."""
    tracks = set()
    for value in values:
        number, separator, rest = value.hex().upper().rstrip("F").partition("D")
        if not (number.isdecimal() and _is_card_number(number) and separator and rest[:4].isdecimal()):
            warnings.append("track 2: malformed")
            continue
        month = rest[2:4]
        tracks.add((number, f"20{rest[:2]}-{month}" if len(rest) >= 4 and "01" <= month <= "12" else ""))
    if len(tracks) > 1:
        raise BadCardData("track 2: two that differ")
    return tracks.pop() if tracks else ("", "")


def _card_number(values: list[bytes], of_track: str) -> str:
    numbers = {_digits(value) for value in values}
    if any(not _is_card_number(number) for number in numbers):
        raise BadCardData("pan: not 13 to 19 digits")
    if of_track:
        numbers.add(of_track)
    if not numbers:
        raise BadCardData("pan: absent")
    if len(numbers) > 1:
        raise BadCardData("pan: 5A and 57 differ, or one of them is there twice")
    return numbers.pop()


def _expiry(values: list[bytes], of_track: str, warnings: list[str]) -> str:
    """Empty where the card contradicts itself: which of the two is true cannot be known."""
    dates = {_date(value) for value in values}
    if "" in dates or len(dates) > 1:
        warnings.append("expiry: no date")
        return ""
    if not dates:
        return of_track
    expiry = dates.pop()
    if of_track and expiry[:7] != of_track:
        warnings.append("expiry: 5F24 and track 2 differ")
        return ""
    return expiry


def _date(value: bytes) -> str:
    """YYMMDD -> `YYYY-MM-DD`; a day of 00 means the month's last one. Empty where it is none."""
    digits = _digits(value)
    if len(digits) != 6:
        return ""
    # EMV Book 4, 6.7.3: years 50 to 99 belong to the last century.
    year = int(digits[:2]) + (1900 if digits[:2] >= "50" else 2000)
    month, day = int(digits[2:4]), int(digits[4:])
    if not 1 <= month <= 12:
        return ""
    try:
        return date(year, month, day or monthrange(year, month)[1]).isoformat()
    except ValueError:
        return ""


def _name(value: bytes, warnings: list[str]) -> str:
    """5F20; Chinese cards write GBK, which GB18030 contains."""
    try:
        return value.split(b"\0", 1)[0].decode("gb18030").strip()
    except UnicodeDecodeError:
        warnings.append("name: not GB18030")
        return ""


def _ascii(value: bytes) -> str:
    try:
        return value.strip(b"\0\xff ").decode("ascii")
    except UnicodeDecodeError:
        return ""
