"""What became of each print job: one id over all retries, so that nothing is printed twice for one wish."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from drivers.outcome import Failure

KEPT = 256  # jobs; a terminal prints a few hundred a day, and a retry comes within minutes


@dataclass(frozen=True)
class Printed:
    """`confirmed`: the printer answered, after the last byte, that all of it had been printed."""

    confirmed: bool


@dataclass(frozen=True)
class NotPrinted(Failure):
    """`proved`: its end never reached the printer, and what did was purged or will be; else it may be on paper."""

    proved: bool = False


class Ledger:
    """In memory: a job does not outlive the visit that it belongs to, and a visit not the process."""

    def __init__(self) -> None:
        self._outcomes: OrderedDict[str, Printed | NotPrinted] = OrderedDict()

    def settled(self, job: str | None) -> Printed | NotPrinted | None:
        """The outcome that stands; None: the job may be printed."""
        outcome = self._outcomes.get(job) if job is not None else None
        return None if isinstance(outcome, NotPrinted) and outcome.proved else outcome

    def note(self, job: str | None, outcome: Printed | NotPrinted) -> None:
        if job is None:
            return
        self._outcomes[job] = outcome
        self._outcomes.move_to_end(job)
        while len(self._outcomes) > KEPT:
            self._outcomes.popitem(last=False)
