"""How the figures are made: what is compared runs in turns, so that a busy machine is as busy for both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 5
TURN = 10  # calls of one way before it is another's turn


def in_turns(ways: Mapping[str, Callable[[int], Callable[[], object]]], each: int) -> dict[str, float]:
    """Seconds a call, the median of `ROUNDS` rounds of `each` calls.

    A way is prepared for a round (its number is given) and gives what is then called and timed.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        calls = {name: prepare(number) for name, prepare in ways.items()}
        order = list(calls)
        for _ in range(each // TURN):
            for name in order:
                for _ in range(TURN):
                    begun = time.perf_counter()
                    calls[name]()
                    taken[name].append(time.perf_counter() - begun)
            order = order[1:] + order[:1]  # no way always comes behind the same one
    return {name: statistics.median(found) for name, found in taken.items()}


def table(*rows: tuple[object, ...]) -> str:
    head, *rest = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])
