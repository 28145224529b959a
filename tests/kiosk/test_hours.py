"""An item whose office is closed says when it opens; a machine whose clock is wrong says so to whoever watches it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.hours import MINUTES, Hours, hours_of
from kiosk.clock import CHINA
from kiosk.health import closed_items
from kiosk.pace import Pace
from kiosk.run_files import read_state
from kiosk.terminal import open_terminal
from kiosk.visit import views as v
from kiosk.words import LANGUAGES, say
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.stand import sample
from tests.kiosk.test_health import GOOD, reason
from tests.kiosk.test_terminal import running, settings_for

SUNDAY = datetime(2026, 11, 22, 22, 59, tzinfo=CHINA)
RH01 = {"from": "07:00", "to": "23:00"}


@pytest.mark.parametrize(
    ("raw", "now", "key", "clock"),
    [
        (RH01, SUNDAY, None, ""),
        (RH01, SUNDAY + timedelta(minutes=1), "closed_tomorrow", "07:00"),
        (RH01, datetime(2026, 11, 22, 6, 59, tzinfo=CHINA), "closed_today", "07:00"),
        (RH01 | {"days": [1, 2, 3, 4, 5]}, SUNDAY, "closed_tomorrow", "07:00"),
        (RH01 | {"days": [3]}, SUNDAY, "closed_until", "07:00"),
        ({"from": "00:00", "to": "24:00"}, SUNDAY, None, ""),
    ],
)
def test_when_it_opens(raw: dict[str, object], now: datetime, key: str | None, clock: str) -> None:
    item = replace(sample().items[0], hours=hours_of(raw))
    found = closed_items([item], now)
    if key is None:
        assert found == {}
        return
    assert found[item.code].key == f"devices.{key}"
    assert all(clock in say(found[item.code], language) for language in LANGUAGES)


def test_a_closed_item_is_refused_with_its_next_opening() -> None:
    item = sample().find("RH01")
    assert item is not None and item.hours is not None
    shut = replace(GOOD, closed=closed_items(sample().items, SUNDAY.replace(hour=23, minute=1)))
    assert reason("RH01", shut) == "closed_tomorrow"
    assert reason("SB03", shut) is None


@given(
    opens=st.integers(0, MINUTES - 1),
    length=st.integers(1, MINUTES),
    days=st.sets(st.integers(1, 7), min_size=1),
    at=st.integers(0, 60 * 24 * 14),
)
def test_the_next_opening_is_open_and_the_minute_before_is_not(
    opens: int, length: int, days: set[int], at: int
) -> None:
    hours = Hours(opens, min(MINUTES, opens + length), tuple(days))
    now = SUNDAY + timedelta(minutes=at)
    opening = hours.next_opening(now)
    assert hours.is_open(opening)
    assert opening >= now
    if opening > now:
        assert not hours.is_open(opening - timedelta(minutes=1)) or opens == 0
        assert not hours.is_open(now)


@pytest.mark.parametrize(
    "raw", [{"from": "23:00", "to": "07:00"}, {"from": "07:00", "to": "24:01"}, {"from": "7", "to": "9"}]
)
def test_hours_that_are_none_are_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"hours|time"):
        hours_of(raw)


async def test_a_clock_that_is_wrong_by_more_than_a_minute_is_a_note_in_the_heartbeat(tmp_path: Path) -> None:
    """The held platform says what time it is, and stays there."""
    async with served(HeldPlatform()) as platform:
        settings = settings_for(tmp_path / "home", platform)
        settings.devices.write_text("")
        terminal = await open_terminal(settings, Pace(0.01))
        async with running(terminal) as one:
            await one.sees(v.HomeView)

            def noted() -> bool:
                state = read_state(settings.home)
                return state is not None and any(device["name"] == "clock" for device in state.devices)

            await one.eventually(noted)
