"""Numbers as they are said in Mandarin."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
LARGEST = 10**16  # above, a number is said digit by digit


def digits(text: str, *, telephone: bool = False) -> str:
    """Digit by digit; on the telephone 1 is 幺, so that nobody takes it for 7."""
    said = "".join(DIGITS[int(one)] if one.isascii() and one.isdigit() else one for one in text)
    return said.replace("一", "幺") if telephone else said


def integer(number: int) -> str:
    """`10050` → `一万零五十`."""
    if number < 0:
        return "负" + integer(-number)
    if number >= LARGEST:
        return digits(str(number))
    if number == 0:
        return DIGITS[0]
    groups, rest = [], number
    while rest:
        groups.append(rest % 10_000)
        rest //= 10_000
    said = ""
    gap = False  # a whole group of zeros, or a leading zero, is said once as 零
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if group == 0:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += DIGITS[0]
        said += _group(group) + _GROUPS[at]
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(number: int) -> str:
    """1 to 9999."""
    said, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            zero = bool(said)
            continue
        said += (DIGITS[0] if zero else "") + DIGITS[digit] + _UNITS[power]
        zero = False
    return said


def decimal(text: str) -> str:
    """`3.50` → `三点五零`; thousands may be grouped by commas."""
    sign = "负" if text.startswith("-") else ""
    whole, point, fraction = text.lstrip("-").replace(",", "").partition(".")
    return sign + integer(int(whole or "0")) + ("点" + digits(fraction) if point else "")


def money(text: str) -> str:
    """Yuan as `12,345.60` → `一万二千三百四十五元六角`."""
    sign = "负" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("-").replace(",", "").partition(".")
    yuan, jiao, fen = int(whole or "0"), *(int(one) for one in fraction.ljust(2, "0")[:2])
    said = (quantity(yuan) + "元") if yuan or not (jiao or fen) else ""
    if jiao:
        said += DIGITS[jiao] + "角"
    elif fen and yuan:
        said += DIGITS[0]
    return sign + said + (DIGITS[fen] + "分" if fen else "")


def quantity(number: int) -> str:
    """Before a measure word two is 两."""
    return "两" if number == 2 else integer(number)
