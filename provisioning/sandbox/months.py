"""Months as whole numbers, and which of them a citizen asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from provisioning.problem import malformed

USUAL = 12  # months that are shown when none were asked for
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(day: date) -> int:
    """Months since year 0: 2026-11 is 24322."""
    return day.year * 12 + day.month - 1


def written(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def asked_months(answers: Mapping[str, Any], today: date) -> range:
    """From `start_month` to `end_month`, or of `year`, ending with the last month that is over.

    Empty where the end comes first. Raises `Problem` 400 for what is no month.
    """
    last = month_of(today) - 1
    if year := answers.get("year"):
        first = _parsed(f"{year}-01")
        return range(first, min(first + 11, last) + 1)
    end = min(_parsed(answers["end_month"]), last) if answers.get("end_month") else last
    start = _parsed(answers["start_month"]) if answers.get("start_month") else end - USUAL + 1
    return range(start, end + 1)


def _parsed(text: Any) -> int:
    found = _MONTH.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if not found:
        raise malformed("a month is of the form YYYY-MM")
    return int(found[1]) * 12 + int(found[2]) - 1
