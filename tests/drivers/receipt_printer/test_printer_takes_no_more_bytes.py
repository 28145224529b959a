"""The printer's buffer is full and stays so."""

from __future__ import annotations

import time

from drivers.outcome import Completion, Failure
from tests.drivers.receipt_printer.printing import RECEIPT


async def test_a_printer_that_takes_no_more_bytes_is_buffer_full(twin, printer):
    # Guards against: a send that blocks for ever.
    twin.stop_reading()
    began = time.monotonic()
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.error) == (Completion.COMMAND_ERROR_CODE, "bufferFull")
    assert time.monotonic() - began < 5
