"""Amounts of money: whole fen inside, yuan for people."""

from __future__ import annotations

import re

_YUAN = re.compile(r"(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,2}))?")


def yuan(fen: int) -> str:
    """`1234567` becomes `12,345.67`. Raises `ValueError` for less than nothing."""
    if fen < 0:
        raise ValueError("an amount is not negative")
    return f"{fen // 100:,}.{fen % 100:02d}"


def fen_of(text: str) -> int:
    """The amount that somebody wrote in yuan: `12.3` is 1230. Raises `ValueError`."""
    found = _YUAN.fullmatch(text)
    if not found:
        raise ValueError("an amount in yuan has at most two decimals")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
