"""The printer takes all of a receipt and never says that it has printed it."""

from __future__ import annotations

import asyncio

from drivers.outcome import Failure
from drivers.receipt_printer import printer as printer_module
from tests.drivers.receipt_printer.printing import RECEIPT
from tests.limits import LIMIT_S


async def test_no_answer_to_the_end_question_is_unconfirmed_and_nothing_is_sent_twice(twin, printer, monkeypatch):
    # Guards against: "printed" on trust, and a second receipt for one submission.
    monkeypatch.setattr(printer_module, "CUT_AND_ANSWER", 0.2)
    monkeypatch.setattr(printer_module, "SLOWEST", 10_000)
    twin.mute_end()
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"
    await asyncio.to_thread(twin.wait_for_receipt, LIMIT_S)
    assert len(twin.take()) == 1
