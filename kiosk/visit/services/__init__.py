"""What a citizen comes for that is no item: a door on the home page leads to each.

A service is a coroutine like a journey's leg. It ends with `Move.BACK` for home, or with `Move.ON` when it left an
outcome (`visit.outcome`, and in `visit.chosen` the item that it is about): then receipt, rating and farewell follow.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kiosk.text import Message, message
from kiosk.visit.context import Move, Visit


@dataclass(frozen=True)
class Service:
    """`name` is that of its words (`services.<name>`); `online`: it is nothing without the platform."""

    name: str
    icon: str
    walk: Callable[[Visit], Awaitable[Move]]
    online: bool = True

    @property
    def title(self) -> Message:
        return message(f"services.{self.name}")
