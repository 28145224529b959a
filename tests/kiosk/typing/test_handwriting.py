"""A character that is not found because its strokes were written in another order, small, or in a corner."""

from __future__ import annotations

import time
from itertools import pairwise, permutations
from random import Random

import pytest

from kiosk.typing.handwriting import comes_first, recognise, squared, thinned
from kiosk.typing.typist import Typist
from kiosk.typing.zinnia import Zinnia
from tests.limits import LIMIT_S


def stroke(*corners: tuple[float, float], steps: int = 10) -> list[tuple[float, float]]:
    points = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        points += [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps)]
    shaking = Random(len(points) * 1000 + int(corners[0][0] * 100))
    return [(x + shaking.uniform(-0.01, 0.01), y + shaking.uniform(-0.01, 0.01)) for x, y in [*points, corners[-1]]]


CHARACTERS = {
    "十": [stroke((0.1, 0.45), (0.9, 0.45)), stroke((0.5, 0.1), (0.5, 0.95))],
    "人": [stroke((0.5, 0.1), (0.42, 0.5), (0.1, 0.9)), stroke((0.47, 0.45), (0.65, 0.7), (0.9, 0.9))],
    "大": [
        stroke((0.12, 0.38), (0.88, 0.38)),
        stroke((0.5, 0.08), (0.46, 0.5), (0.1, 0.92)),
        stroke((0.5, 0.42), (0.65, 0.7), (0.92, 0.92)),
    ],
    "口": [
        stroke((0.2, 0.25), (0.24, 0.8)),
        stroke((0.2, 0.25), (0.8, 0.25), (0.76, 0.8)),
        stroke((0.24, 0.78), (0.78, 0.78)),
    ],
    "中": [
        stroke((0.2, 0.3), (0.22, 0.6)),
        stroke((0.2, 0.3), (0.8, 0.3), (0.78, 0.6)),
        stroke((0.22, 0.6), (0.78, 0.6)),
        stroke((0.5, 0.08), (0.5, 0.95)),
    ],
    "王": [
        stroke((0.18, 0.18), (0.82, 0.18)),
        stroke((0.22, 0.5), (0.78, 0.5)),
        stroke((0.5, 0.18), (0.5, 0.88)),
        stroke((0.1, 0.88), (0.9, 0.88)),
    ],
    "天": [
        stroke((0.2, 0.18), (0.8, 0.18)),
        stroke((0.12, 0.48), (0.88, 0.48)),
        stroke((0.5, 0.18), (0.45, 0.55), (0.1, 0.92)),
        stroke((0.5, 0.5), (0.65, 0.72), (0.92, 0.92)),
    ],
}


@pytest.fixture(scope="module")
def zinnia() -> Zinnia:
    return Zinnia()


@pytest.mark.parametrize("character", CHARACTERS)
def test_found_in_every_order_of_strokes(zinnia: Zinnia, character: str) -> None:
    """The recogniser alone loses 十 and 大 when their strokes are swapped."""
    for order in list(permutations(CHARACTERS[character]))[:: max(1, 2 ** (len(CHARACTERS[character]) - 1))]:
        assert character in recognise(order, zinnia.classify, 10)


@pytest.mark.parametrize("character", CHARACTERS)
def test_found_small_and_in_a_corner(zinnia: Zinnia, character: str) -> None:
    small = [[(1.2 + x * 0.3, 0.6 + y * 0.3) for x, y in one] for one in CHARACTERS[character]]
    assert character in recognise(small, zinnia.classify, 10)[:4]


def test_custom_of_writing() -> None:
    level, upright = CHARACTERS["十"]
    assert comes_first(level, upright)
    assert not comes_first(upright, level)
    *_, middle, last = CHARACTERS["王"]
    assert comes_first(middle, last)  # what closes a character below is written last


def test_a_long_stroke_keeps_its_ends_and_forty_points() -> None:
    long = [(i / 1000, 0.5) for i in range(1000)]
    kept = thinned(long)
    assert len(kept) <= 42
    assert (kept[0], kept[-1]) == (long[0], long[-1])


def test_a_dot_and_nothing_at_all(zinnia: Zinnia) -> None:
    assert recognise([], zinnia.classify, 10) == []
    assert recognise([[(0.5, 0.5)]], zinnia.classify, 10)
    assert squared([[(0.2, 0.9)]]) == (((0.5, 0.5),),)


def test_through_the_engine_without_waiting(typist: Typist) -> None:
    """The window asks and goes on; the answer is there when it looks again."""
    assert typist.written() is None
    assert typist.write(CHARACTERS["大"])
    end = time.monotonic() + LIMIT_S
    while (answer := typist.written()) is None:
        assert time.monotonic() < end
        time.sleep(0.01)  # the window looks once a frame
    assert "大" in [text for _, text in answer.candidates][:3]
    assert typist.written() is None
