"""Amounts of money: whole fen inside, yuan for people."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """`1234567` becomes `12,345.67`. Raises `ValueError` for less than nothing."""
    if fen < 0:
        raise ValueError("an amount is not negative")
    return f"{fen // 100:,}.{fen % 100:02d}"
