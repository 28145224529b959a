"""What became of each print job: one id over all retries, so that nothing is printed twice for one wish."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from drivers.outcome import Completion, Failure

KEPT = 256  # jobs; a terminal prints a few hundred a day, and a retry comes within minutes


@dataclass(frozen=True)
class Printed:
    """`confirmed`: the printer answered, after the last byte, that all of it had been printed."""

    confirmed: bool


@dataclass(frozen=True)
class NotPrinted(Failure):
    """`proved`: its end never reached the printer, and what did was purged or will be; else it may be on paper."""

    proved: bool = False


def not_printed(error: str, detail: str, proved: bool = False) -> NotPrinted:
    code = Completion.DEVICE_NOT_READY if error == "offline" else Completion.COMMAND_ERROR_CODE
    return NotPrinted(code, error, detail, proved)


class Ledger:
    """In memory: a job does not outlive the visit that it belongs to, and a visit not the process."""

    def __init__(self) -> None:
        self._outcomes: OrderedDict[str, Printed | NotPrinted] = OrderedDict()

    async def once(
        self, job: str | None, work: Callable[[asyncio.Event], Awaitable[Printed | Failure]]
    ) -> Printed | Failure:
        """Do `work`, unless the outcome of this job stands already, and note what becomes of it.

        `work` sets its event before the first byte leaves: from then on only its own word proves that nothing was
        printed, and neither a time limit nor whoever gives it up does.
        """
        if (settled := self.settled(job)) is not None:
            return settled
        begun = asyncio.Event()
        try:
            outcome = await work(begun)
        except asyncio.CancelledError:
            if begun.is_set():
                self.note(job, not_printed("unconfirmed", "cancelled"))
            raise
        if isinstance(outcome, Failure) and not isinstance(outcome, NotPrinted):
            error = outcome.error or ("unconfirmed" if begun.is_set() else "")
            code = Completion.COMMAND_ERROR_CODE if error else outcome.code
            outcome = NotPrinted(code, error, outcome.detail, proved=not begun.is_set())
        self.note(job, outcome)
        return outcome

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
