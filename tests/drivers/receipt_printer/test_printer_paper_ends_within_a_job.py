"""The roll ends in the middle of a receipt."""

from __future__ import annotations

from drivers.outcome import Failure
from drivers.receipt_printer.printer import Printed
from drivers.status import Paper
from tests.drivers.receipt_printer.printers import gives_up_soon, waits_for_answers
from tests.drivers.receipt_printer.printing import RECEIPT, assert_is_receipt, slip
from tests.limits import LIMIT_S


async def test_paper_that_ends_in_a_job_is_told_and_the_rest_is_never_printed(twin, printer, monkeypatch):
    # Guards against: "printed" for half a slip; the other half coming out for the next citizen.
    gives_up_soon(monkeypatch)  # it takes nothing more
    twin.paper_out_after(200)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "paperOut"
    waits_for_answers(monkeypatch)
    assert twin.take() == []
    assert await printer.wait_status(lambda status: status.paper is Paper.OUT, LIMIT_S)
    twin.load_paper()
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    torso, whole = twin.take()
    assert slip(torso).shape[0] < 400
    assert_is_receipt(whole)
