"""What is printed while a terminal trains passes for nothing real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drivers.outcome import Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Line, Receipt, Rule
from kiosk.text import message
from kiosk.words import say


@dataclass(frozen=True)
class MarkedPrinter:
    """The receipt printer, which says on every slip, above and below, that it is worth nothing."""

    real: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def print(self, receipt: Receipt, limit: float = 30.0, job: str | None = None) -> Printed | Failure:
        outcome: Printed | Failure = await self.real.print(marked(receipt), limit, job)
        return outcome


def marked(receipt: Receipt) -> Receipt:
    lines = tuple(Line(say(message("training.slip"), language), bold=True, align="centre") for language in ("zh", "en"))
    return Receipt((*lines, Rule("thick"), *receipt.blocks, Rule("thick"), *lines))
