"""China's working days (工作日): weekends and public holidays do not count, swapped working days (调休) do.

Days are those of `holidays` (MIT), which follows the State Council's yearly notices (for 2026: www.gov.cn, gazette of
2025, content_7048922) and reckons the statutory days (《全国年节及纪念日放假办法》) of years without one as yet. A
notice that is newer than the library stands in a list, a file of the platform's or what it publishes (docs/api.md,
"Content", `working-days`), of the form

{"source": "国办发明电〔2026〕…号", "years": [2027], "off": ["2027-01-01"], "worked": ["2027-01-03"]}

whose days go before those of the library. Of `years` it names every day that is no usual one; it may have none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from kiosk.catalogue.source import content_of
from kiosk.settings import Settings

if TYPE_CHECKING:
    from holidays import HolidayBase

WORKING_DAYS = "working-days"  # the document that the platform publishes
FILE = "working-days.json"  # its one part, and the platform's own file
SATURDAY = 5
LONGEST_HOLIDAYS = 31  # days on end without a working one: more is no calendar
MOST = 2000  # days of a list

_log = logging.getLogger(__name__)
_Year = Annotated[int, msgspec.Meta(ge=2000, le=2200)]


class BadCalendar(Exception):
    """One sentence that says what is wrong with a list of days."""


class Listed(msgspec.Struct, frozen=True):
    """The list, as JSON."""

    off: Annotated[tuple[date, ...], msgspec.Meta(max_length=MOST)]
    worked: Annotated[tuple[date, ...], msgspec.Meta(max_length=MOST)]
    years: Annotated[tuple[_Year, ...], msgspec.Meta(max_length=20)] = ()
    source: str = ""


class WorkingDays:
    """`off` and `worked` go before the library's days; of `years` they are all that there are."""

    def __init__(self, off: Iterable[date] = (), worked: Iterable[date] = (), years: Iterable[int] = ()) -> None:
        self._said = dict.fromkeys(off, False) | dict.fromkeys(worked, True)
        self._years = frozenset(years)

    @classmethod
    def of(cls, content: bytes) -> WorkingDays:
        """Of a list. Raises `BadCalendar`."""
        try:
            raw = msgspec.json.decode(content, type=Listed)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadCalendar("no list of days off and days worked") from error
        if both := set(raw.off) & set(raw.worked):
            raise BadCalendar(f"{min(both)} is both off and worked")
        return cls(raw.off, raw.worked, raw.years)

    @classmethod
    def read(cls, path: Path) -> WorkingDays:
        """Of the file, if there is one. Raises `BadCalendar`, which names it."""
        try:
            return cls.of(path.read_bytes()) if path.is_file() else cls()
        except (OSError, BadCalendar) as error:
            raise BadCalendar(f"{path}: {error}") from error

    def is_working(self, day: date) -> bool:
        said = self._said.get(day)
        if said is not None:
            return said
        return day.weekday() < SATURDAY if day.year in self._years else _china().is_working_day(day)

    def is_announced(self, year: int) -> bool:
        """Whether the year's swapped days are known; else only its statutory holidays are."""
        return year in self._years or any(day.year == year for day in self._said) or _swapped(year)

    def after(self, day: date, count: int) -> date:
        """The last day of a term of `count` working days: the day itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, day: date, later: date) -> int:
        """Working days after `day` up to `later`; 0 where that is not later."""
        return sum(self.is_working(day + timedelta(days=step)) for step in range(1, (later - day).days + 1))

    def coming(self, today: date, count: int) -> tuple[date, ...]:
        """The next working days after today; fewer only where a list leaves none for a month."""
        ahead = (today + timedelta(days=step) for step in range(1, 3 * count + LONGEST_HOLIDAYS))
        return tuple(islice(filter(self.is_working, ahead), count))

    def listed(self, years: Iterable[int]) -> bytes:
        """What is to be published of those of the years that are announced."""
        known = tuple(year for year in years if self.is_announced(year))
        unusual = [
            day for year in known for day in _days_of(year) if self.is_working(day) != (day.weekday() < SATURDAY)
        ]
        off, worked = ([day for day in unusual if self.is_working(day) is kind] for kind in (False, True))
        return msgspec.json.encode(Listed(tuple(off), tuple(worked), known))


def calendar_in_use(settings: Settings) -> WorkingDays:
    """What the platform published last, else the library's days. Blocks; for a year that nobody published the library
    is read, which takes a second once."""
    content = content_of(settings)
    document = content.current(WORKING_DAYS) if content is not None else None
    part = content.part(document, FILE) if content is not None and document is not None else None
    try:
        return WorkingDays.of(part) if part is not None else WorkingDays()
    except BadCalendar as error:
        _log.error("the published working days cannot be used: %s", error)
        return WorkingDays()


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@cache
def _china() -> HolidayBase:
    """A second and 15 MB, once: not before somebody asks for a day that no list has."""
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays("CN")


@cache
def _swapped(year: int) -> bool:
    china = _china()
    china.is_working_day(date(year, 1, 1))  # the year is reckoned when it is first asked for
    return any(day.year == year for day in china.weekend_workdays)
