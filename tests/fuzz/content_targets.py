"""What the platform publishes, as parts that a terminal reads: an error of the reader's own, or something to go by."""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.working_days import BadCalendar, Listed, WorkingDays
from tests.fuzz.card_targets import refusals
from tests.fuzz.target import Target

_LIST = b'{"source": "TEST", "years": [2027], "off": ["2027-01-01", "2027-02-08"], "worked": ["2027-01-03"]}'


def working_days(data: bytes) -> None:
    """Days in their order, none of them today; a list that leaves no working day has an end as well."""
    with refusals(BadCalendar):
        calendar = WorkingDays.of(data)
        for year in msgspec.json.decode(data, type=Listed).years[:1]:
            today = date(year, 1, 1)
            coming = calendar.coming(today, 10)
            assert list(coming) == sorted(set(coming))
            assert len(coming) <= 10
            assert all(day > today for day in coming)


TARGETS = (Target("working_days", working_days, (_LIST,), runs=200_000),)
