"""Guards against a deadline that runs on days off, stands still on a swapped working day, or ends on a holiday."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.working_days import FILE, BadCalendar, WorkingDays

# as the State Council's notice for 2026 prints them (www.gov.cn, gazette of 2025, content_7048922): first and last day
# off, and the Saturdays and Sundays that are worked for it
NOTICE_2026 = (
    ("2026-01-01", "2026-01-03", ("2026-01-04",)),
    ("2026-02-15", "2026-02-23", ("2026-02-14", "2026-02-28")),
    ("2026-04-04", "2026-04-06", ()),
    ("2026-05-01", "2026-05-05", ("2026-05-09",)),
    ("2026-06-19", "2026-06-21", ()),
    ("2026-09-25", "2026-09-27", ()),
    ("2026-10-01", "2026-10-07", ("2026-09-20", "2026-10-10")),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_every_day_of_the_notice_is_off_and_every_swapped_one_is_worked() -> None:
    known = WorkingDays()
    off, worked = set[date](), set[date]()
    for first, last, swapped in NOTICE_2026:
        length = (day(last) - day(first)).days + 1
        off |= {day(first) + timedelta(days=step) for step in range(length)}
        worked |= set(map(day, swapped))
    for step in range(365):
        one = day("2026-01-01") + timedelta(days=step)
        wanted = one in worked or (one.weekday() < 5 and one not in off)
        assert known.is_working(one) is wanted, one


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        ("2026-11-18", 5, "2026-11-25"),  # over a weekend
        ("2026-11-20", 1, "2026-11-23"),  # a Friday's next working day is Monday
        ("2026-09-29", 5, "2026-10-12"),  # over seven days off, and over a Saturday that is worked
        ("2026-02-13", 2, "2026-02-24"),  # Saturday the 14th counts, then nine days do not
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_a_deadline_runs_over_a_weekend_and_a_holiday(begins: str, days: int, ends: str) -> None:
    known = WorkingDays()
    assert known.after(day(begins), days) == day(ends)
    assert known.between(day(begins), day(ends)) == days


def test_a_year_without_its_notice_has_its_statutory_days() -> None:
    known = WorkingDays()
    assert (known.is_announced(2026), known.is_announced(2031)) == (True, False)
    assert not known.is_working(day("2027-01-01"))  # 元旦
    assert not known.is_working(day("2027-02-10"))  # 春节, two days made up for its weekend
    assert not known.is_working(day("2027-06-09"))  # 端午, by the moon
    assert known.is_working(day("2027-01-04"))


def test_a_newer_notice_goes_before_the_library(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert WorkingDays.read(path).is_working(day("2031-10-08"))
    path.write_text(json.dumps({"source": "TEST", "off": ["2031-10-08"], "worked": ["2031-10-11"]}))
    known = WorkingDays.read(path)
    assert (known.is_working(day("2031-10-08")), known.is_working(day("2031-10-11"))) == (False, True)
    assert known.is_announced(2031)


def test_what_is_published_says_the_same_of_every_day_and_needs_no_library() -> None:
    """The terminal's answer for an announced year is the platform's, day by day; an unannounced one is left out."""
    known = WorkingDays([day("2027-03-03")], [day("2027-03-06")], [2027])
    content = known.listed((2026, 2027, 2031))
    there = WorkingDays.of(content)
    for step in range(730):
        one = day("2026-01-01") + timedelta(days=step)
        assert there.is_working(one) is known.is_working(one), one
    listed = json.loads(content)
    assert listed["years"] == [2026, 2027]
    assert not any(one.startswith("2031") for one in (*listed["off"], *listed["worked"]))
    assert (known.is_working(day("2027-03-03")), known.is_working(day("2027-03-06"))) == (False, True)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"off": ["2031-02-30"], "worked": []}', '{"off": [1], "worked": []}', "[" * 50_000]
)
def test_a_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadCalendar, match=FILE):
        WorkingDays.read(tmp_path / FILE)
    (tmp_path / FILE).write_text('{"off": ["2031-10-08"], "worked": ["2031-10-08"]}')
    with pytest.raises(BadCalendar, match="2031-10-08"):
        WorkingDays.read(tmp_path / FILE)
