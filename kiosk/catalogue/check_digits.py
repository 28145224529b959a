"""Numbers that prove themselves: resident identity numbers, social credit codes, card numbers."""

from __future__ import annotations

import re
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"  # ISO 7064 MOD 11-2
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100 leaves out I, O, S, V and Z
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id_number_check(body: str) -> str:
    """The check character of the first 17 digits (GB 11643-1999)."""
    return _ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, body, strict=True)) % 11]


def id_number_fault(number: str, today: date) -> str | None:
    """Why this is no resident identity number: "length", "region", "date" or "check"; None: it is one.

    Region codes are taken leniently: abolished ones stay on people's cards for life.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number, re.ASCII):
        return "length"
    if number[0] not in "123456789" or number[:2] == "00":
        return "region"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "date"
    if not date(1850, 1, 1) <= born <= today:
        return "date"
    return None if id_number_check(number[:17]) == number[17] else "check"


def uscc_check(body: str) -> str:
    """The check character of the first 17 characters (GB 32100-2015)."""
    total = sum(_USCC_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return _USCC_ALPHABET[-total % 31]


def uscc_fault(code: str) -> str | None:
    """Why this is no social credit code: "length", "characters" or "check"; None: it is one."""
    if len(code) != 18:
        return "length"
    if any(sign not in _USCC_ALPHABET for sign in code):
        return "characters"
    return None if uscc_check(code[:17]) == code[17] else "check"


def organ_code_check(body: str) -> str:
    """The check character of the 8 characters of an organisation code (GB 11714), which a USCC holds."""
    total = sum(weight * int(sign, 36) for weight, sign in zip(_ORGAN_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def luhn_holds(number: str) -> bool:
    """Whether the last digit is right (ISO/IEC 7812-1). Some old domestic cards do not keep to it."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def implementation_code_fault(code: str) -> str | None:
    """Why this is no implementation code (实施编码): 18 for the organ, 1 for the level, 12 for the basic code.

    "length", "organ" (its check character), "level" (GB/T 39046 table A.2 has 1 to 7) or "basic".
    """
    if len(code) != 31:
        return "length"
    if uscc_fault(code[:18]) is not None:
        return "organ"
    if code[18] not in "1234567":
        return "level"
    return None if re.fullmatch(r"[0-9A-Z]{12}", code[19:], re.ASCII) else "basic"
