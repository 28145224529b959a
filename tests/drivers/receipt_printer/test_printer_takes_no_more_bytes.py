"""The printer's buffer is full and stays so."""

from __future__ import annotations

from drivers.outcome import Completion, Failure
from tests.drivers.receipt_printer.printers import gives_up_soon
from tests.drivers.receipt_printer.printing import RECEIPT
from tests.limits import LIMIT_S


async def test_a_printer_that_takes_no_more_bytes_is_buffer_full(twin, printer, monkeypatch):
    # Guards against: a send that blocks for ever.
    twin.stop_reading()
    gives_up_soon(monkeypatch)
    outcome = await printer.print(RECEIPT, limit=LIMIT_S)
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.error) == (Completion.COMMAND_ERROR_CODE, "bufferFull")
