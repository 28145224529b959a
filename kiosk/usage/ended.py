"""One visit that has ended, as it is counted: without a name, a number, an answer or a time of day but its hour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_S = 3600  # who stands there for longer has gone away meanwhile; one such visit must not make a day's mean


class End(StrEnum):
    """How a visit, or an item of it, ended."""

    DONE = "done"  # the platform has it, or has answered
    HELD = "held"  # this terminal has it, and it is not yet filed
    UNSETTLED = "unsettled"  # a payment or a sheet of which nobody knows yet what became of it
    READ = "read"  # nothing was begun: a guide, a column, one's cases
    LEFT = "left"  # exit, after something was begun
    TIMED_OUT = "timed-out"  # nobody was there any more
    FAULT = "fault"  # of the program


FINISHED = frozenset({End.DONE, End.HELD})
BROKEN_OFF = frozenset({End.LEFT, End.TIMED_OUT, End.FAULT})


@dataclass(frozen=True)
class Ended:
    """`papers_saved` of the `papers_asked` were there as e-licences; `trips_saved`: ways to an office."""

    day: str  # YYYY-MM-DD, where the terminal stands
    hour: int
    item: str  # implementation code, "service:<name>", or empty: nothing was chosen
    end: End
    seconds: int = 0
    touches: int = 0
    pages: int = 0
    papers_asked: int = 0
    papers_saved: int = 0
    trips_saved: int = 0
    mode: str = "standard"
    language: str = "zh"
    left_at: str = ""  # the page on which it was broken off
    rating: str = ""  # the level; empty: there was nothing to rate, or nobody did

    @property
    def finished(self) -> bool:
        return self.end in FINISHED
