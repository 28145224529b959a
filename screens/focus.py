"""Which control the keypad is at, and the order in which it goes round. Pure; the ring itself is drawn by `Surface`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from screens.touch import Target

ZONES = ("body", "pager", "actions", "header", "adapt")
"""The page's own things first, the buttons that turn it, its main buttons, the way out, the ways to adapt it."""
MAIN = ("intent:next", "intent:still_here")  # where a page has nothing to choose, its main button is where one begins
PADS = ("pad",)  # for a finger alone; a page with one has another way as well


def order_of(targets: Sequence[Target]) -> list[Target]:
    """Every control that keys can reach, in the order of the page; what cannot be done is reached too, and says so."""
    reachable = [target for target in targets if target.role not in PADS]
    return sorted(reachable, key=lambda target: ZONES.index(target.zone) if target.zone in ZONES else 0)


def first_of(targets: Sequence[Target]) -> Target | None:
    """Where one begins on a page: its first choice, else its main button; not at a key of a keyboard."""
    order = order_of(targets)
    choices = [target for target in order if target.zone == "body" and not target.key]
    mains = [target for name in MAIN for target in order if target.name == name]
    return next(iter([*choices, *mains, *order]), None)


@dataclass
class Focus:
    """`shown`: the ring is painted, once keys were used; a touch takes it away."""

    name: str | None = None
    shown: bool = False
    moved: bool = False  # on this page, by a key
    _order: list[Target] = field(default_factory=list)

    def update(self, targets: Sequence[Target], *, fresh: bool) -> None:
        """The page was drawn. `fresh`: it is another page, so one begins anew; else who moved stays where they were."""
        self._order = order_of(targets)
        self.moved = self.moved and not fresh
        if fresh or self.target is None or not self.moved:
            first = first_of(targets)
            self.name = first.name if first else None

    @property
    def target(self) -> Target | None:
        return next((target for target in self._order if target.name == self.name), None)

    @property
    def place(self) -> tuple[int, int]:
        """Index from 1 and count."""
        names = [target.name for target in self._order]
        return (names.index(self.name) + 1 if self.name in names else 0), len(names)

    def move(self, way: str) -> Target | None:
        """`next`, `previous`, `up` or `down`; up and down cross a keyboard by rows, elsewhere they go on and back."""
        here = self.target
        self.moved = True
        if here is None:
            self.name = self._order[0].name if self._order else None
            return self.target
        if way in ("up", "down") and here.key:
            self.name = self._across(here, 1 if way == "down" else -1).name
            return self.target
        at = self._order.index(here) + (1 if way in ("next", "down") else -1)
        self.name = self._order[at % len(self._order)].name
        return self.target

    def _across(self, here: Target, sign: int) -> Target:
        """The key in the row below or above; at the edge the control before or behind the whole keyboard."""
        x, y = here.rect.centre
        keys = [target for target in self._order if target.key]
        rows = [k for k in keys if (k.rect.centre[1] - y) * sign > min(k.rect.h, here.rect.h) / 2]
        if rows:
            nearest = min(abs(k.rect.centre[1] - y) for k in rows)
            row = [k for k in rows if abs(k.rect.centre[1] - y) < nearest + here.rect.h / 2]
            return min(row, key=lambda k: abs(k.rect.centre[0] - x))
        edge = keys[-1] if sign > 0 else keys[0]
        return self._order[(self._order.index(edge) + sign) % len(self._order)]
