"""A virtual receipt printer on TCP, and its driver with limits for a printer that answers at once."""

from __future__ import annotations

import pytest

from drivers.receipt_printer import link as link_module
from drivers.receipt_printer import printer as printer_module
from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import DeviceState
from tests.drivers.faces import FONTS


@pytest.fixture
def twin():
    with PrinterTwin() as twin:
        yield twin


@pytest.fixture
async def printer(twin, monkeypatch):
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.05)
    monkeypatch.setattr(printer_module, "ASK_AGAIN", 0.1)
    monkeypatch.setattr(printer_module, "GRACE", 0.1)
    monkeypatch.setattr(link_module, "REPLY_LIMIT", 0.3)
    monkeypatch.setattr(link_module, "STALL_LIMIT", 0.4)
    printer = ReceiptPrinter(twin.host, twin.port, FONTS)
    await printer.start()
    assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, 3)
    yield printer
    await printer.close()
