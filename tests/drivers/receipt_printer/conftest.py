"""A virtual receipt printer on TCP, and its driver."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import DeviceState
from tests.drivers.faces import FONTS
from tests.drivers.receipt_printer.printers import impatient
from tests.limits import LIMIT_S


@pytest.fixture
def twin():
    with PrinterTwin() as twin:
        yield twin


@pytest.fixture
async def printer(twin, monkeypatch):
    impatient(monkeypatch)
    printer = ReceiptPrinter(twin.host, twin.port, FONTS)
    await printer.start()
    assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, LIMIT_S)
    yield printer
    await printer.close()
