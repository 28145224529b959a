"""Cover, paper, knife, or nothing that it tells: the printer is asked before a job, and gets none."""

from __future__ import annotations

import pytest

from drivers.outcome import Failure
from drivers.status import DeviceState, Paper, PrinterStatus
from tests.drivers.receipt_printer.printers import gives_up_soon
from tests.drivers.receipt_printer.printing import RECEIPT
from tests.limits import LIMIT_S


@pytest.mark.parametrize(
    ("knob", "error", "status"),
    [
        (lambda t: t.load_paper(Paper.OUT), "paperOut", PrinterStatus(DeviceState.OFFLINE, Paper.OUT)),
        (lambda t: t.open_cover(), "coverOpen", PrinterStatus(DeviceState.USER_ERROR, Paper.FULL)),
        (lambda t: t.jam_cutter(), "paperJammed", PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED)),
        (lambda t: t.go_offline(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.FULL)),
        (lambda t: t.mute_status(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)),
        (lambda t: t.unplug(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)),
    ],
)
async def test_a_printer_that_cannot_print_is_seen_and_gets_no_job(  # noqa: PLR0917
    twin, printer, knob, error, status, monkeypatch
):
    # Guards against: an item offered with a dead printer, "full" where nothing is known, a job that prints later.
    if error == "offline":
        gives_up_soon(monkeypatch)
    knob(twin)
    assert await printer.wait_status(lambda now: now == status, LIMIT_S)
    assert not printer.status.ready
    sent = len(twin.received)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == error
    assert b"\x1dv0" not in twin.received[sent:]
