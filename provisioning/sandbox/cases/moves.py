"""Which state of a case leads to which (受理 → 审查 → 办结), as pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.contract.cases import State
from kiosk.text import Localized

OPEN: tuple[State, ...] = ("received", "accepted", "deciding")


@dataclass(frozen=True)
class Move:
    """`leaves` are the states in which it may be made; `reaches` None: back to where the case was before."""

    leaves: tuple[State, ...]
    reaches: State | None
    note: Localized | None = None


MOVES = {
    "accept": Move(("received",), "accepted", Localized("材料齐全，予以受理", "Complete; accepted")),
    "ask": Move(OPEN, "correction", Localized("一次性告知需要补正的内容", "Everything still wanted was told at once")),
    "refuse": Move(("received", "correction"), "refused"),
    "examine": Move(("accepted",), "deciding", Localized("正在审查", "Being examined")),
    "approve": Move(OPEN, "decided"),
    "decline": Move(OPEN, "decided"),
    "deliver": Move(("decided",), "delivered"),
    "correct": Move(("correction",), None, Localized("已收到补正的内容", "What was asked for has arrived")),
    "review": Move(("decided",), "deciding", Localized("已转工作人员复核", "Passed to a person for review")),
}
"""`refuse` is 不予受理, `approve` and `decline` decide, `correct` is the citizen's, `review` asks for a person."""


def may(move: str, state: str) -> bool:
    return state in MOVES[move].leaves


def reached(move: str, before: str | None) -> State:
    """The state after a move; `before` is that from which a correction was asked for."""
    state = MOVES[move].reaches or before
    assert state is not None
    return state  # type: ignore[return-value]


def summed_up(states: Sequence[State]) -> State:
    """The state of a package from those of its children: what is wanted of the citizen comes first."""
    ended = {"refused", "decided", "delivered"}
    if "correction" in states:
        return "correction"
    if all(state in ended for state in states):
        if all(state == "refused" for state in states):
            return "refused"
        return "delivered" if "decided" not in states else "decided"
    if "deciding" in states or ended.intersection(states):
        return "deciding"
    return "accepted" if "accepted" in states else "received"
