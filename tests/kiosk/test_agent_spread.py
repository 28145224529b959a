"""Heartbeats of many terminals come one after the other, also when their power came back at the same second."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from kiosk.agent.heartbeat import certificate_days, first_pause, next_pause
from kiosk.settings import Settings
from offline_cache.link import JUST_STARTED_S
from provisioning.authority import Authority

TERMINALS = 5_000
INTERVAL_S = 60.0


def arrivals(until_s: float, up_s: float) -> Counter[int]:
    """Heartbeats a second, by each terminal's own pauses, counted without waiting for any."""
    chance = random.Random(46)
    seconds: Counter[int] = Counter()
    for number in range(TERMINALS):
        at = first_pause(f"KIOSK-{number:05d}", INTERVAL_S, up_s) + chance.random()  # they do not start to the same ms
        while at < until_s:
            seconds[int(at)] += 1
            at += next_pause(INTERVAL_S, chance.random())
    return seconds


def test_after_the_power_came_back_they_do_not_come_together() -> None:
    """5,000 terminals in one second, and then again each minute. Wanted: never more than twice the mean of 83."""
    mean = TERMINALS / INTERVAL_S
    seconds = arrivals(600, up_s=20)
    assert max(seconds.values()) <= 2 * mean
    assert seconds[0] <= 2 * mean
    together = arrivals(600, up_s=JUST_STARTED_S)  # what it would be without: an agent that was only started anew
    assert together[0] == TERMINALS


def test_the_place_is_the_terminals_own() -> None:
    places = [first_pause(f"KIOSK-{number:05d}", INTERVAL_S, 1) for number in range(200)]
    assert places == [first_pause(f"KIOSK-{number:05d}", INTERVAL_S, 1) for number in range(200)]
    assert len(set(places)) == 200
    assert all(0 <= place < INTERVAL_S for place in places)


@pytest.mark.parametrize(
    ("chance", "asked", "pause"), [(0.0, 0.0, 48.0), (0.5, 0.0, 60.0), (1.0, 0.0, 72.0), (0.5, 300.0, 300.0)]
)
def test_pauses_are_spread_and_what_the_service_asks_for_goes_first(chance: float, asked: float, pause: float) -> None:
    assert next_pause(INTERVAL_S, chance, asked) == pytest.approx(pause)


def test_a_certificate_that_ends_soon_is_told_in_time(tmp_path: Path) -> None:
    pair = Authority.open(tmp_path / "authority").terminal("TEST-0001")
    days = certificate_days(pair.certificate)
    assert days is not None
    assert days > 0
    assert certificate_days(None) is None
    assert certificate_days(tmp_path / "gone.pem") is None
    assert Settings(home=tmp_path).terminal_cert is None
