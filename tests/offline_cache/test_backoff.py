"""Delays and the circuit, with a clock and dice in the test's hands."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from offline_cache.backoff import (
    CAP_S,
    NUDGE_S,
    OPEN_AFTER,
    PROBE_CAP_S,
    RETRY_AFTER_CAP_S,
    Circuit,
    delay,
)


def circuit(dice: float = 1.0) -> tuple[Circuit, list[float]]:
    now = [1000.0]
    return Circuit(lambda: now[0], lambda: dice), now


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_full_jitter_stays_below_its_cap(attempt: int, dice: float) -> None:
    assert 0 <= delay(attempt, lambda: dice) <= CAP_S


def test_the_limit_doubles_up_to_the_cap() -> None:
    limits = [delay(attempt, lambda: 1.0) for attempt in range(12)]
    assert limits[:4] == [2, 4, 8, 16] and limits[-1] == CAP_S
    assert all(a <= b for a, b in pairwise(limits))


@given(st.floats(0, 10**9), st.floats(0, 1))
def test_retry_after_goes_first_but_does_not_silence_for_days(asked: float, dice: float) -> None:
    seconds = delay(0, lambda: dice, asked)
    assert min(asked, RETRY_AFTER_CAP_S) <= seconds <= RETRY_AFTER_CAP_S * 1.1 + 1


def test_terminals_that_are_asked_to_come_in_a_minute_do_not_come_together() -> None:
    assert {delay(0, lambda dice=dice: dice, 60.0) for dice in (0.0, 0.5, 1.0)} == {60.0, 63.0, 66.0}  # type: ignore[misc]


def test_it_opens_after_straight_failures_and_closes_with_the_first_success() -> None:
    one, _ = circuit()
    for _ in range(OPEN_AFTER - 1):
        one.failed()
    assert not one.is_open
    one.succeeded()
    one.failed()
    assert not one.is_open, "failures that are not straight opened it"
    for _ in range(OPEN_AFTER - 1):
        one.failed()
    assert one.is_open and one.wait() > 0
    one.succeeded()
    assert not one.is_open and one.wait() == 0 and one.healthy


def test_probes_come_at_least_each_minute() -> None:
    one, now = circuit()
    for _ in range(50):
        one.failed()
        assert one.wait() <= PROBE_CAP_S
        now[0] += one.wait()
        assert one.wait() == 0


def test_a_citizen_who_waits_hastens_the_probe_but_does_not_make_a_storm() -> None:
    one, now = circuit()
    for _ in range(10):
        one.failed()
    one.nudge()
    assert one.wait() == NUDGE_S
    now[0] += NUDGE_S + 1
    one.failed()
    now[0] += 20
    one.nudge()
    assert one.wait() == 0


def test_an_overloaded_platform_is_not_hastened_and_does_not_open_the_circuit() -> None:
    one, _ = circuit(0.0)
    for _ in range(10):
        one.overloaded(30.0)
        one.nudge()
        assert one.wait() == 30.0 and not one.is_open and not one.healthy
