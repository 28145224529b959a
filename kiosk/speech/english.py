"""Numbers as they are said in English."""
# ruff: noqa: SIM905  (a line of words reads better than a column of them)

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_GROUPS = ("", " thousand", " million", " billion", " trillion")
MONTHS = ("January February March April May June July August September October November December").split()
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LARGEST = 10**15


def digits(text: str) -> str:
    return " ".join(_ONES[int(one)] if one.isascii() and one.isdigit() else one for one in text)


def integer(number: int) -> str:
    """`12345` → `twelve thousand three hundred forty-five`."""
    if number < 0:
        return "minus " + integer(-number)
    if number >= LARGEST:
        return digits(str(number))
    if number < 1000:
        return _below_thousand(number)
    groups, rest = [], number
    while rest:
        groups.append(rest % 1000)
        rest //= 1000
    parts = [_below_thousand(groups[at]) + _GROUPS[at] for at in range(len(groups) - 1, -1, -1) if groups[at]]
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return _ONES[hundreds] + " hundred" + (" " + _below_thousand(rest) if rest else "")
    if rest < 20:
        return _ONES[rest]
    tens, ones = divmod(rest, 10)
    return _TENS[tens] + ("-" + _ONES[ones] if ones else "")


def decimal(text: str) -> str:
    sign = "minus " if text.startswith("-") else ""
    whole, point, fraction = text.lstrip("-").replace(",", "").partition(".")
    return sign + integer(int(whole or "0")) + (" point " + digits(fraction) if point else "")


def money(text: str) -> str:
    """Yuan as `12,345.60` → `twelve thousand three hundred forty-five yuan and sixty fen`."""
    sign = "minus " if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("-").replace(",", "").partition(".")
    yuan, fen = int(whole or "0"), int(fraction.ljust(2, "0")[:2])
    if not fen:
        return sign + integer(yuan) + " yuan"
    return sign + (integer(yuan) + " yuan and " if yuan else "") + integer(fen) + " fen"


def ordinal(number: int) -> str:
    said = integer(number)
    head, joint, last = said.rpartition("-") if "-" in said.rpartition(" ")[2] else said.rpartition(" ")
    if last in _ORDINALS:
        return head + joint + _ORDINALS[last]
    return head + joint + (last[:-1] + "ieth" if last.endswith("y") else last + "th")
