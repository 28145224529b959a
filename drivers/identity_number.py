"""The citizen's number (公民身份号码, GB 11643): 17 digits and a check character (ISO 7064, MOD 11-2)."""

from __future__ import annotations

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def check_character(first_seventeen: str) -> str:
    """The 18th character that belongs to 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def is_valid(number: str) -> bool:
    """18 characters whose check character is right; says nothing about whether such a person exists."""
    digits = number[:17]
    return len(number) == 18 and digits.isascii() and digits.isdigit() and number[17] == check_character(digits)
