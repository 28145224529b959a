"""Days, months and years in forms: `today-5y` in the data, `2026-12-01` in an answer, `2026 年 12 月 1 日` to read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kiosk.text import Localized

_RELATIVE = re.compile(r"today(?:([+-])([0-9]{1,3})([dmy]))?", re.ASCII)
_LENGTH = {"date": 10, "month": 7, "year": 4}
_PATTERN = {"date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "month": r"[0-9]{4}-[0-9]{2}", "year": r"[0-9]{4}"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HALVES = {"am": Localized("上午", "morning"), "pm": Localized("下午", "afternoon")}


def resolve(expression: str, kind: str, today: date) -> str:
    """A limit or default in the form of `kind` ("date", "month" or "year").

    Raises ValueError where the expression is neither `today`, `today±N[dmy]` nor a day, month or year.
    """
    found = _RELATIVE.fullmatch(expression)
    if found is None:
        parse(expression, kind)
        return expression
    sign, count, unit = found.groups()
    amount = int(count or 0) * (-1 if sign == "-" else 1)
    day = today + timedelta(days=amount) if unit == "d" else _shift(today, amount * (12 if unit == "y" else 1))
    return day.isoformat()[: _LENGTH[kind]]


def parse(value: str, kind: str) -> date:
    """The first day of what `value` names. Raises ValueError."""
    if not re.fullmatch(_PATTERN[kind], value, re.ASCII):
        raise ValueError(f"not a {kind}")
    return date.fromisoformat((value + "-01-01")[:10])


def show(value: str, kind: str) -> Localized:
    """`2026 年 12 月 1 日`, `1 Dec 2026`; a value that is none is shown as it is."""
    try:
        day = parse(value, kind)
    except ValueError:
        return Localized(value, value)
    month = _MONTHS[day.month - 1]
    if kind == "year":
        return Localized(f"{day.year} 年", str(day.year))
    if kind == "month":
        return Localized(f"{day.year} 年 {day.month} 月", f"{month} {day.year}")
    return Localized(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {month} {day.year}")


def show_half(value: str, today: date | None = None) -> Localized:
    """Half a day, `2026-12-01/am`: `2026 年 12 月 1 日 周二 上午`, `Tue 1 Dec 2026, morning`; without the year where it
    is that of `today`. A value that is none is shown as it is."""
    name, _, half = value.partition("/")
    try:
        day, part = parse(name, "date"), _HALVES[half]
    except (ValueError, KeyError):
        return Localized(value, value)
    year = None if today is not None and today.year == day.year else day.year
    zh = f"{day.month} 月 {day.day} 日 周{'一二三四五六日'[day.weekday()]} {part.zh}"
    en = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return Localized(f"{year} 年 {zh}" if year else zh, f"{en} {year}, {part.en}" if year else f"{en}, {part.en}")


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
