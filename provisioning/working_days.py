"""China's working days (工作日): weekends and public holidays do not count, swapped working days (调休) do.

Days are those of `holidays` (MIT), which follows the State Council's yearly notices (for 2026: www.gov.cn, gazette of
2025, content_7048922) and reckons the statutory days (《全国年节及纪念日放假办法》) of years without one as yet. A
notice that is newer than the library stands in a file, of the form

{"source": "国办发明电〔2026〕…号", "off": ["2027-01-01"], "worked": ["2027-01-03"]}

whose days go before those of the library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from holidays import HolidayBase, country_holidays

FILE = "working-days.json"


class BadCalendar(Exception):
    """One sentence that names the file and what is wrong with it."""


class WorkingDays:
    """`off` and `worked` go before the library's days."""

    def __init__(self, off: Iterable[date] = (), worked: Iterable[date] = ()) -> None:
        self._said = dict.fromkeys(off, False) | dict.fromkeys(worked, True)

    @classmethod
    def read(cls, path: Path) -> WorkingDays:
        """Of the file, if there is one. Raises `BadCalendar`."""
        if not path.is_file():
            return cls()
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            off, worked = ([date.fromisoformat(day) for day in raw[name]] for name in ("off", "worked"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadCalendar(f"{path} is no list of days off and days worked") from error
        if both := set(off) & set(worked):
            raise BadCalendar(f"{path} has {min(both)} both off and worked")
        return cls(off, worked)

    def is_working(self, day: date) -> bool:
        said = self._said.get(day)
        return _china().is_working_day(day) if said is None else said

    def is_announced(self, year: int) -> bool:
        """Whether the year's swapped days are known; else only its statutory holidays are."""
        return any(day.year == year for day in self._said) or _swapped(year)

    def after(self, day: date, count: int) -> date:
        """The last day of a term of `count` working days: the day itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, day: date, later: date) -> int:
        """Working days after `day` up to `later`; 0 where that is not later."""
        return sum(self.is_working(day + timedelta(days=step)) for step in range(1, (later - day).days + 1))


@cache
def _china() -> HolidayBase:
    """Half a second, once: not before somebody asks for a day."""
    return country_holidays("CN")


@cache
def _swapped(year: int) -> bool:
    china = _china()
    china.is_working_day(date(year, 1, 1))  # the year is reckoned when it is first asked for
    return any(day.year == year for day in china.weekend_workdays)
