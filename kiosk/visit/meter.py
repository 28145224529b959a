"""Counts what a visit takes: touches, pages, seconds. It sees neither what was touched nor what was shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Meter:
    """Times are of the event loop's clock. A visit begins with its first touch."""

    touches: int = 0
    pages: int = 0
    began: float | None = None
    touched_at: float = 0.0

    def touch(self, now: float) -> None:
        self.began = now if self.began is None else self.began
        self.touched_at = now
        self.touches += 1

    def page(self) -> None:
        if self.began is not None:
            self.pages += 1

    def restart(self, now: float | None = None) -> None:
        """For the next visit, or (`now`) for another item of the same citizen, who is there already."""
        self.touches = self.pages = 0
        self.began = now
        self.touched_at = now or 0.0
