"""Which days a report is about."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
YEAR = re.compile(r"(\d{4})")
FORMS = {
    "daily": "2026-11-22",
    "weekly": "2026-11-22 (the last of its seven days)",
    "monthly": "2026-11",
    "quarterly": "2026-Q4",
    "yearly": "2026",
}


EARLIEST = 2000  # a year: before it nothing was reported, and the period before could be before the calendar


class BadPeriod(Exception):
    """One sentence."""


def days_of(kind: str, wanted: str | None, today: date) -> tuple[date, date]:
    """First and last day; without `wanted`: today's scan, the seven days before today, and the last month, quarter or
    year that is over. Raises `BadPeriod`."""
    try:
        first, last = _days_of(kind, wanted or _usual(kind, today))
    except (ValueError, OverflowError) as error:  # a week that begins before the calendar does
        raise BadPeriod(f"{wanted!r} is no period of a {kind} report; it takes {FORMS[kind]}") from error
    if first.year < EARLIEST:
        raise BadPeriod(f"{wanted} is before there was any terminal")
    if first > today:
        raise BadPeriod(f"{wanted} has not begun")
    return first, last


def before(kind: str, first: date) -> tuple[date, date]:
    """The period of the same kind before the one that begins with `first`."""
    if kind == "weekly":
        return first - timedelta(days=7), first - timedelta(days=1)
    return _days_of(kind, _name(kind, first - timedelta(days=1)))


def name_of(kind: str, last: date) -> str:
    """As `days_of` takes it, of the period that ends with `last`."""
    return last.isoformat() if kind in ("daily", "weekly") else _name(kind, last)


def _usual(kind: str, today: date) -> str:
    if kind == "daily":
        return today.isoformat()
    if kind == "weekly":
        return (today - timedelta(days=1)).isoformat()
    first, _ = _days_of(kind, _name(kind, today))
    return _name(kind, first - timedelta(days=1))


def _name(kind: str, day: date) -> str:
    if kind == "monthly":
        return day.isoformat()[:7]
    return f"{day.year}-Q{(day.month + 2) // 3}" if kind == "quarterly" else f"{day.year:04d}"


def _days_of(kind: str, wanted: str) -> tuple[date, date]:
    if kind in ("daily", "weekly"):
        last = date.fromisoformat(wanted)
        return (last, last) if kind == "daily" else (last - timedelta(days=6), last)
    form = {"monthly": MONTH, "quarterly": QUARTER, "yearly": YEAR}[kind].fullmatch(wanted)
    if form is None:
        raise ValueError(wanted)
    year = int(form[1])
    month, months = 1, 12
    if kind == "monthly":
        month, months = int(form[2]), 1
    elif kind == "quarterly":
        month, months = 3 * int(form[2]) - 2, 3
    following = date(year + (month + months - 1) // 12, (month + months - 1) % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def neighbours(kind: str, first: date, today: date) -> tuple[str, ...]:
    """Names of the period before and, once it has begun, of the one after, for links; a scan is always of now."""
    if kind == "daily":
        return ()
    if kind == "weekly":
        earlier, later, begins = first - timedelta(days=1), first + timedelta(days=13), first + timedelta(days=7)
        names, begun = (earlier.isoformat(), later.isoformat()), begins <= today
    else:
        _, last = _days_of(kind, _name(kind, first))
        following = last + timedelta(days=1)
        names, begun = (_name(kind, before(kind, first)[0]), _name(kind, following)), following <= today
    return names if begun else names[:1]
