"""Every formula of the reports with numbers by hand."""

from __future__ import annotations

from datetime import date

import pytest

from provisioning.fleet.ledger import day_of, midnight, next_day, split
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.periods import BadPeriod, before, days_of, neighbours

TODAY = date(2026, 11, 22)


def test_availability_counts_from_when_a_terminal_was_first_heard() -> None:
    """A terminal that was put up at noon is not blamed for the morning."""
    noon = midnight("2026-11-22") + 43200
    assert formulae.expected_s(noon, midnight("2026-11-22"), midnight("2026-11-23")) == 43200
    assert formulae.expected_s(noon, midnight("2026-11-23"), midnight("2026-11-25")) == 2 * 86400
    assert formulae.expected_s(noon, midnight("2026-11-20"), midnight("2026-11-21")) == 0
    assert formulae.availability(10800, 43200) == 25.0
    assert formulae.availability(43201, 43200) == 100.0
    assert formulae.availability(0, 0) is None


def test_completion_leaves_out_who_only_read() -> None:
    ends = {"done": 60, "held": 10, "unsettled": 5, "left": 15, "timed-out": 8, "fault": 2, "read": 900}
    assert formulae.completion(ends) == 70.0
    assert formulae.completion({"read": 3}) is None


def test_good_ratings_are_the_upper_three_of_five_levels() -> None:
    levels = {"very_satisfied": 6, "satisfied": 2, "fairly_satisfied": 1, "dissatisfied": 1, "very_dissatisfied": 2}
    assert formulae.good_ratings(levels) == 75.0
    assert formulae.good_ratings({}) is None


def test_a_call_that_nobody_saw_to_was_not_answered() -> None:
    assert formulae.answered([60.0, 1800.0, 1801.0, None]) == 50.0
    assert formulae.answered([]) is None


def test_the_score_by_hand() -> None:
    """35 * 98 + 30 * 70 + 20 * 75 + 15 * 50 = 3430 + 2100 + 1500 + 750 = 7780 of 100 weights."""
    assert sum(formulae.WEIGHTS.values()) == 100
    parts = {"availability": 98.0, "completion": 70.0, "good_ratings": 75.0, "answered": 50.0}
    assert formulae.score(parts) == 77.8
    assert formulae.score(parts | {"answered": None}) == pytest.approx(82.7)  # 7030 / 85
    assert formulae.score(dict.fromkeys(parts)) is None


def test_means_and_changes() -> None:
    assert (formulae.mean(100, 3), formulae.mean(1, 0)) == (33.3, None)
    assert (formulae.change(97.5, 99.0), formulae.change(None, 99.0)) == (1.5, None)


@pytest.mark.parametrize(
    ("kind", "wanted", "first", "last"),
    [
        ("daily", None, "2026-11-22", "2026-11-22"),
        ("weekly", None, "2026-11-15", "2026-11-21"),
        ("monthly", None, "2026-10-01", "2026-10-31"),
        ("monthly", "2026-02", "2026-02-01", "2026-02-28"),
        ("monthly", "2024-12", "2024-12-01", "2024-12-31"),
        ("quarterly", None, "2026-07-01", "2026-09-30"),
        ("quarterly", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("yearly", None, "2025-01-01", "2025-12-31"),
        ("yearly", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_days_of_a_period(kind: str, wanted: str | None, first: str, last: str) -> None:
    assert days_of(kind, wanted, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("monthly", "2026-13"),
        ("monthly", "11"),
        ("quarterly", "2026-Q5"),
        ("yearly", "MMXXVI"),
        ("weekly", "2026-02-30"),
    ],
)
def test_a_period_that_does_not_exist_is_one_sentence(kind: str, wanted: str) -> None:
    with pytest.raises(BadPeriod, match="it takes"):
        days_of(kind, wanted, TODAY)
    with pytest.raises(BadPeriod, match="not begun"):
        days_of("yearly", "2027", TODAY)


def test_the_period_before_crosses_the_year() -> None:
    assert before("monthly", date(2026, 1, 1)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert before("quarterly", date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert before("weekly", date(2026, 11, 15)) == (date(2026, 11, 8), date(2026, 11, 14))
    assert neighbours("monthly", date(2025, 12, 1), TODAY) == ("2025-11", "2026-01")
    assert neighbours("monthly", date(2026, 11, 1), TODAY) == ("2026-10",)  # the next has not begun
    assert neighbours("weekly", date(2026, 11, 8), TODAY) == ("2026-11-07", "2026-11-21")


def test_a_night_belongs_to_two_days() -> None:
    """Days are China's, whatever the server's zone is."""
    start = midnight("2026-11-22") + 86400 - 100
    assert list(split(start, start + 150)) == [("2026-11-22", 100.0), ("2026-11-23", 50.0)]
    assert list(split(start, start)) == [("2026-11-22", 0.0)]
    assert list(split(midnight("2026-11-22"), midnight("2026-11-23"))) == [("2026-11-22", 86400.0)]
    assert (day_of(midnight("2026-12-31")), next_day("2026-12-31")) == ("2026-12-31", "2027-01-01")
