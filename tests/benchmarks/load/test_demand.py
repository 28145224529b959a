"""The generator's demand is document A's, and nobody's invention."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice

import pytest

from tests.benchmarks.load.demand import BEGIN, END, SUBMIT, TOUCHES, USERS, VISITS, rates, visits


def test_visits_and_calls_are_in_the_stated_proportion() -> None:
    """100,000 touches of 30,000 users."""
    assert sum(map(len, VISITS)) / len(VISITS) == pytest.approx(TOUCHES / USERS)
    calls = Counter(chain.from_iterable(islice(visits(), USERS)))
    assert sum(calls.values()) == TOUCHES
    assert (calls[BEGIN], calls[END], calls[SUBMIT]) == (USERS, USERS, USERS // 3)


def test_the_rates_by_hand() -> None:
    """100,000 in ten hours are 2.8 a second; 5,000 terminals beat 83 times a second, and look 167 times."""
    found = rates(5_000)
    assert (round(found.mean, 1), round(found.peak, 1)) == (2.8, 8.3)
    assert (round(found.heartbeats), round(found.probes)) == (83, 167)
