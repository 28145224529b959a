"""The cable of a serial printer is pulled: before, within and after a job."""

from __future__ import annotations

import asyncio

import pytest

from drivers.outcome import Failure
from drivers.receipt_printer.printer import NotPrinted, Printed
from drivers.receipt_printer.serial_twin import SerialPrinterTwin
from drivers.receipt_printer.transport import SerialAddress
from drivers.status import DeviceState, Paper, PrinterStatus
from tests.drivers.receipt_printer.printers import LONG, RECEIPT, impatient, link_in, slip, started
from tests.limits import LIMIT_S


@pytest.fixture
def twin(tmp_path, monkeypatch):
    impatient(monkeypatch)
    with SerialPrinterTwin(link_in(tmp_path)) as twin:
        yield twin


async def test_a_printer_that_is_not_there_is_known_not_to_have_printed(twin):
    # Guards against: "cannot be known" where nothing was sent, and a missing cable that reads as a broken printer.
    twin.unplug()
    async with started(SerialAddress(str(twin.link))) as printer:
        assert printer.status == PrinterStatus(DeviceState.NO_DEVICE, Paper.UNKNOWN)
        outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == ("offline", True)


async def test_it_comes_back_by_itself_under_another_node(twin):
    # Guards against: a terminal that must be restarted because ttyUSB0 has become ttyUSB1.
    async with started(SerialAddress(str(twin.link))) as printer:
        before = twin.link.readlink()
        twin.unplug()
        assert await printer.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
        twin.replug()
        assert twin.link.readlink() != before
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        assert await printer.print(RECEIPT) == Printed(confirmed=True)


async def test_pulled_within_a_job_it_is_never_called_printed_and_the_rest_never_comes(twin):
    # Guards against: "printed" on trust; half a receipt coming out for the next citizen.
    twin.rows_per_second = 2000
    async with started(SerialAddress(str(twin.link))) as printer:
        job = asyncio.create_task(printer.print(LONG))
        while b"\x1dv0" not in twin.received:
            await asyncio.sleep(0.01)
        twin.unplug()
        outcome = await job
        assert isinstance(outcome, Failure)
        assert outcome.error in ("unconfirmed", "bufferFull")
        twin.rows_per_second = 0
        twin.replug()
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        assert await printer.print(RECEIPT) == Printed(confirmed=True)
    heights = [slip(png).shape[0] for png in twin.take()]
    assert heights[-1] == min(heights[-1], 1200)
    assert all(height < 2000 for height in heights)  # the long one never came out whole
