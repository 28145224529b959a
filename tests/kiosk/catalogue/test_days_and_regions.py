"""Guards against limits that slip at the end of a month, and against regions that cannot be chosen to the end."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.catalogue import days, regions


@pytest.mark.parametrize(
    ("expression", "kind", "expected"),
    [
        ("today", "date", "2024-02-29"),
        ("today-1y", "date", "2023-02-28"),
        ("today+1m", "date", "2024-03-29"),
        ("today-1d", "date", "2024-02-28"),
        ("today-11m", "month", "2023-03"),
        ("today-1m", "month", "2024-01"),
        ("today+10m", "month", "2024-12"),
        ("today-2m", "month", "2023-12"),
        ("today-5y", "year", "2019"),
        ("1999-04", "month", "1999-04"),
    ],
)
def test_days_counted_from_today(expression: str, kind: str, expected: str) -> None:
    assert days.resolve(expression, kind, date(2024, 2, 29)) == expected


@pytest.mark.parametrize("expression", ["today+1", "today 1d", "tomorrow", "2024-02-30", "", "today-5000y", "2024-02"])
def test_what_is_no_day_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        days.resolve(expression, "date", date(2024, 2, 29))


def test_regions_lead_to_the_end() -> None:
    codes = [one.code for province in regions.provinces() for one in (province, *province.within)]
    assert len(regions.provinces()) == 31
    assert len(set(codes)) == len(codes) > 370
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    for province in regions.provinces():
        assert province.title.zh and province.title.en.isascii()
        assert all(part.code[:2] == province.code[:2] for part in province.within)
    assert len(regions.below(["500000"])) == 38
    assert regions.region("500107") is not None


def test_a_city_of_another_province_is_no_choice() -> None:
    assert regions.is_complete(["510000", "510100"])
    assert regions.is_complete(["310000"])
    assert not regions.is_complete(["510000"])
    assert not regions.is_complete(["510000", "440100"])
    assert not regions.is_complete([])
    assert regions.is_complete(["500112"], root="500000", levels=1)
    assert regions.below(["999999"]) == ()


@pytest.mark.parametrize(
    ("value", "today", "zh", "en"),
    [
        ("2026-12-01/am", date(2026, 11, 22), "12 月 1 日 周二 上午", "Tue 1 Dec, morning"),
        ("2027-01-04/pm", date(2026, 11, 22), "2027 年 1 月 4 日 周一 下午", "Mon 4 Jan 2027, afternoon"),
        ("2026-12-01/am", None, "2026 年 12 月 1 日 周二 上午", "Tue 1 Dec 2026, morning"),
        ("2026-12-01/x", None, "2026-12-01/x", "2026-12-01/x"),
    ],
)
def test_half_a_day_says_its_day_of_the_week(value: str, today: date | None, zh: str, en: str) -> None:
    """Somebody who works on Tuesdays chooses one; January next year is taken for the past one."""
    shown = days.show_half(value, today)
    assert (shown.zh, shown.en) == (zh, en)
