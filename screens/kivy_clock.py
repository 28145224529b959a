"""Kivy's clock, which says when something is scheduled, so that a loop can sleep until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import kivy.clock
from kivy.context import register_context


class TellingClock(kivy.clock.ClockBase):
    _wake: Callable[[Any], None] = staticmethod(lambda event: None)

    def woken_by(self, wake: Callable[[Any], None]) -> None:
        """`wake` is called with whatever is scheduled, in the thread that does it."""
        self._wake = wake

    def on_schedule(self, event: Any) -> None:
        self._wake(event)


def install() -> None:
    """Before anything else of Kivy takes the clock, and after its configuration."""
    kivy.clock.Clock = register_context("Clock", TellingClock, async_lib="asyncio")
