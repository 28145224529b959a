"""What visits take and spare is counted, and nothing that is kept or told can be tied to anybody."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.contract.usage import UsagePeriod
from kiosk.settings import Settings
from kiosk.usage.anonymity import AT_LEAST, published
from kiosk.usage.books import Books, to_tell, was_told
from kiosk.usage.counters import Period, Sums, add
from kiosk.usage.ended import End, Ended
from offline_cache.durable_files import DurableFiles, System

ITEM = "11999999TE5T00024D3502099014000"
ONE = Ended("2026-11-22", 10, ITEM, End.DONE, 100, 8, 6, 2, 1, 1, "senior", "en", "", "satisfied")
BROKEN = Ended("2026-11-22", 11, "B", End.LEFT, 40, 3, 2, mode="standard", language="zh", left_at="QuestionView")


def period_of(*visits: Ended) -> Period:
    period = Period(visits[0].day, visits[0].day)
    for one in visits:
        period = add(period, one)
    return period


def books(home: Path, files: DurableFiles | None = None) -> Books:
    return Books(Settings(home=home), files)


def told(home: Path, today: str) -> list[UsagePeriod]:
    return list(to_tell(Settings(home=home), date.fromisoformat(today)))


def test_all_four_are_added_up() -> None:
    """Seconds, steps, papers and trips by hand: two finished visits and one that was broken off."""
    period = period_of(ONE, replace(ONE, seconds=60, touches=6, papers_saved=0), BROKEN)
    assert period.total == Sums(3, 2, 200, 17, 14, 4, 1, 2)
    assert period.items[ITEM] == Sums(2, 2, 160, 14, 12, 4, 1, 2)
    assert (period.ends, period.hours) == ({"done": 2, "left": 1}, {"10": 2, "11": 1})
    assert (period.left_at, period.ratings) == ({"QuestionView": 1}, {"satisfied": 2})
    assert add(period, replace(ONE, seconds=10**6)).total.seconds == 200 + 3600  # somebody went away


def test_no_order_of_visits_is_kept() -> None:
    """Counters that stood in the order in which items were first done would tell who came first."""
    there, back = period_of(ONE, BROKEN), period_of(BROKEN, ONE)
    assert msgspec.json.encode(there) == msgspec.json.encode(back)


def test_few_visits_are_not_told_of_but_join_the_next_day(tmp_path: Path) -> None:
    """One visit on a quiet day: whoever saw its citizen would read in the report what they came for."""
    one = books(tmp_path)
    for _ in range(AT_LEAST - 1):
        one.note(ONE)
    assert told(tmp_path, "2026-11-23") == []
    one.note(replace(ONE, day="2026-11-23"))
    (period,) = told(tmp_path, "2026-11-24")
    assert (period.first, period.last, period.total.visits) == ("2026-11-22", "2026-11-23", AT_LEAST)
    with pytest.raises(ValueError, match="so few"):
        published(period_of(ONE), "T", "500107")


def test_a_day_is_told_only_when_it_is_over(tmp_path: Path) -> None:
    """Two reports within a day: their difference is one visit, with its minute."""
    one = books(tmp_path)
    for _ in range(AT_LEAST):
        one.note(ONE)
    assert told(tmp_path, "2026-11-22") == []
    (still_open,) = told(tmp_path, "2026-11-23")  # nobody came since: it is told all the same
    one.note(replace(ONE, day="2026-11-23"))
    (closed,) = told(tmp_path, "2026-11-23")
    assert closed == still_open  # the same again, and not another
    was_told(Settings(home=tmp_path), closed)
    assert told(tmp_path, "2026-11-23") == []


def test_a_small_cell_says_how_many_and_no_more() -> None:
    """The only visit in English: that it was broken off after 40 s is nobody's business."""
    period = published(period_of(*[ONE] * AT_LEAST, replace(BROKEN, language="ug", mode="contrast")), "T", "500107")
    by_item = {one.item: one for one in period.items}
    assert (by_item["B"].visits, by_item["B"].sums) == (1, None)
    assert by_item[ITEM].sums is not None
    assert {one.name: one.finished for one in period.modes} == {"contrast": None, "senior": AT_LEAST}
    assert {one.name: one.finished for one in period.languages} == {"ug": None, "en": AT_LEAST}


def test_a_rare_items_time_is_known_at_last(tmp_path: Path) -> None:
    """Two visits a day of an item: never five in a day, and so its time would never be known anywhere."""
    one = books(tmp_path)
    rare = replace(ONE, item="RARE", seconds=90)
    found = []
    for day in ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"):
        for _ in range(AT_LEAST):
            one.note(replace(ONE, day=day))
        for _ in range(2):
            one.note(replace(rare, day=day))
    for period in told(tmp_path, "2026-11-24"):
        (item,) = [each for each in period.items if each.item == "RARE"]
        found.append((item.visits, item.sums and (item.sums.visits, item.sums.seconds)))
        (usual,) = [each for each in period.items if each.item == ITEM]
        assert usual.sums is not None
        assert usual.sums.visits == AT_LEAST  # what was told is not told again
    assert found == [(2, None), (2, None), (2, (6, 540)), (2, None)]


def test_nothing_that_can_be_seen_is_crossed_with_what_cannot() -> None:
    """A table of item by hour would say what the woman who came at ten was there for."""
    period = published(period_of(*[ONE] * AT_LEAST), "TEST-0001", "500107")
    told = json.loads(msgspec.json.encode(period))
    assert set(told) == {
        *("terminal", "district", "channel", "first", "last", "total", "ends", "items"),
        *("hours", "modes", "languages", "left_at", "ratings"),
    }
    assert all(
        isinstance(value, int) for name in ("ends", "hours", "left_at", "ratings") for value in told[name].values()
    )
    assert not any(set(one) - {"item", "visits", "sums"} for one in told["items"])


def test_what_was_counted_survives_the_process(tmp_path: Path) -> None:
    for _ in range(AT_LEAST):
        books(tmp_path).note(ONE)
    assert told(tmp_path, "2026-11-23")[0].total.visits == AT_LEAST
    assert (tmp_path / "usage/open.json").stat().st_mode & 0o077 == 0


def test_a_damaged_file_costs_its_counts_only(tmp_path: Path) -> None:
    books(tmp_path).note(ONE)
    (tmp_path / "usage/open.json").write_text('{"first": "2026-11-22", "total": {"visits": "x"}}')
    assert told(tmp_path, "2026-11-23") == []
    one = books(tmp_path)
    for _ in range(AT_LEAST):
        one.note(ONE)
    (tmp_path / "usage/told-later/2026-01-01.json").write_text("{half")
    assert [period.total.visits for period in told(tmp_path, "2026-11-23")] == [AT_LEAST]


def test_a_disk_that_is_full_costs_the_count_and_not_the_visit(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(System):
        full = True

        def write(self, fd: int, content: memoryview) -> int:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(fd, content)

    system = Full()
    one = books(tmp_path, DurableFiles(system))
    one.note(ONE)
    one.note(ONE)
    assert caplog.text.count("visits are not counted") == 1  # a line for the turn
    system.full = False
    for _ in range(AT_LEAST):
        one.note(ONE)
    assert told(tmp_path, "2026-11-23")[0].total.visits == AT_LEAST


def test_a_clock_put_back_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    one = books(tmp_path)
    for day in ("2026-11-22", "2026-11-22", "2026-11-20", "2026-11-20", "2026-11-20"):
        one.note(replace(ONE, day=day))
    (period,) = told(tmp_path, "2026-11-23")
    assert (period.first, period.last, period.total.visits) == ("2026-11-22", "2026-11-22", 5)


def test_what_nobody_fetches_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.usage.books.KEPT", 3)
    one = books(tmp_path)
    first = date(2026, 1, 1).toordinal()
    for day in range(3 + 3):
        for _ in range(AT_LEAST):
            one.note(replace(ONE, day=date.fromordinal(first + day).isoformat()))
    kept = sorted(path.stem for path in (tmp_path / "usage/told-later").iterdir())
    assert kept == ["2026-01-03", "2026-01-04", "2026-01-05"]  # the oldest went; the last day is still open
