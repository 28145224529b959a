"""The cover is opened in the middle of a receipt."""

from __future__ import annotations

import asyncio

import pytest

from drivers.outcome import Failure
from drivers.receipt_printer.printer import Printed
from tests.drivers.receipt_printer.printers import gives_up_soon, waits_for_answers
from tests.drivers.receipt_printer.printing import LONG, RECEIPT, assert_is_receipt
from tests.limits import LIMIT_S


@pytest.mark.parametrize("rows", [RECEIPT, LONG])
async def test_a_cover_opened_in_a_job_is_told(twin, printer, rows, monkeypatch):
    # Guards against: a job that hangs until its limit while a person holds the reason in their hand;
    # also where the rest of the job fills all buffers, so that no question gets through behind it.
    twin.rows_per_second = 2000
    job = asyncio.create_task(printer.print(rows))
    while b"\x1dv0" not in twin.received:
        await asyncio.sleep(0.01)
    gives_up_soon(monkeypatch)  # no question gets through
    twin.open_cover()
    outcome = await job
    assert isinstance(outcome, Failure)
    assert outcome.error == "coverOpen"
    waits_for_answers(monkeypatch)
    twin.rows_per_second = 0
    twin.open_cover(False)
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])
