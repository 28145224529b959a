"""Handwriting in any order of strokes: a recogniser that knows one order is asked about all of them.

Up to four strokes all 24 orders are thought of; beyond that the order as written must do, since people who write a
character of many strokes mostly write it as they learned it. An order that nobody would write gets less trust:
without that, 井 drawn from the strokes of 中 in an odd order wins over 中.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations

from kiosk.typing.zinnia import Point, Stroke

Classify = Callable[[Sequence[Stroke], int], list[tuple[str, float]]]
MOST_STROKES_IN_ANY_ORDER = 4
# Of zinnia's score, where a sure hit and its next differ by 0.5 to 1. Tried on 25 characters of up to four strokes with
# a shaking hand, in all orders: the right one is among ten always and among three in 95 %. By the best score alone,
# without the custom and without placing the writing in the square, it is 85 % and 53 %.
_AGAINST_CUSTOM = 0.5  # for each pair of strokes that stands against the custom
_MOST_ODD = 2  # such pairs; 9 of the 24 orders have no more
_AS_WRITTEN = 0.25  # for the order in which it was written
_TOUCHING = 0.08  # of the square: strokes that overlap by less lie beside each other
_FILLED = (0.8, 0.5)  # of the square: what the writing takes; 口 was learned smaller than 人
_SMALLEST = 0.1  # of the height: a dot is not blown up to a blot
_MOST_POINTS = 40  # a stroke; the shape is all that counts, and more points only take time


def recognise(strokes: Sequence[Stroke], classify: Classify, most: int) -> list[str]:
    """The likeliest characters, best first. Each counts by its best score in any order of strokes."""
    if not any(strokes):
        return []
    kept = [thinned(stroke) for stroke in strokes if stroke]
    written = tuple(range(len(kept)))
    orders = list(permutations(written)) if len(kept) <= MOST_STROKES_IN_ANY_ORDER else [written]
    best: dict[str, float] = {}
    for filled in _FILLED:
        drawn = squared(kept, filled)
        against = {(a, b) for a, b in permutations(written, 2) if not comes_first(drawn[a], drawn[b])}
        for order in orders:
            odd = sum(pair in against for pair in combinations(order, 2))
            if odd > _MOST_ODD and order != written:
                continue  # it could not win any more
            trust = (_AS_WRITTEN if order == written else 0.0) - _AGAINST_CUSTOM * odd
            for character, score in classify([drawn[index] for index in order], most):
                best[character] = max(score + trust, best.get(character, score + trust))
    return sorted(best, key=lambda character: -best[character])[:most]


def comes_first(one: Stroke, other: Stroke) -> bool:
    """The custom: from the top down, from the left to the right, a level stroke before the one that crosses it."""
    (left, top, right, bottom), (left2, top2, right2, bottom2) = _box(one), _box(other)
    apart = right < left2 or right2 < left or bottom < top2 or bottom2 < top
    if apart and bottom < top2 + _TOUCHING:
        return True
    if apart and bottom2 < top + _TOUCHING:
        return False
    if right < left2 + _TOUCHING:
        return True
    if right2 < left + _TOUCHING:
        return False
    level, level2 = right - left > 2 * (bottom - top), right2 - left2 > 2 * (bottom2 - top2)
    if level and not level2:
        return bottom < bottom2 - _TOUCHING  # but what closes a character below comes last: 土
    if level2 and not level:
        return not bottom2 < bottom - _TOUCHING
    return top + bottom < top2 + bottom2


def thinned(stroke: Stroke) -> tuple[Point, ...]:
    """At most forty points, the first and the last among them."""
    step = max(1, -(-len(stroke) // _MOST_POINTS))
    kept = [(point[0], point[1]) for point in stroke[::step]]
    last = (stroke[-1][0], stroke[-1][1])
    return tuple(kept if kept[-1] == last else [*kept, last])


def squared(strokes: Sequence[Stroke], filled: float = _FILLED[0]) -> tuple[Stroke, ...]:
    """The same writing in the middle of the square, wherever and however large it was written; its shape is kept."""
    left, top, right, bottom = _box([point for stroke in strokes for point in stroke])
    scale = filled / max(right - left, bottom - top, _SMALLEST)
    x0, y0 = 0.5 - scale * (left + right) / 2, 0.5 - scale * (top + bottom) / 2
    return tuple(tuple((x0 + scale * x, y0 + scale * y) for x, y in stroke) for stroke in strokes)


def _box(stroke: Stroke) -> tuple[float, float, float, float]:
    across, down = [point[0] for point in stroke], [point[1] for point in stroke]
    return min(across), min(down), max(across), max(down)
