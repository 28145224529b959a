"""The head is too hot: the printer pauses, and goes on by itself."""

from __future__ import annotations

import asyncio

import pytest

from drivers.receipt_printer import profile
from drivers.receipt_printer.printer import NotPrinted, Printed
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import DeviceState, Head, Paper, PrinterStatus
from tests.drivers.receipt_printer.printers import RECEIPT, impatient, started
from tests.limits import LIMIT_S


@pytest.fixture
def twin(monkeypatch):
    impatient(monkeypatch)
    with PrinterTwin() as twin:
        yield twin


async def test_it_is_told_and_gets_no_job(twin):
    # Guards against: an engineer sent for a printer that only needs a minute.
    twin.overheat()
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        assert printer.status == PrinterStatus(DeviceState.OFFLINE, Paper.FULL, Head.OVERHEATED)
        outcome = await printer.print(RECEIPT)
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == ("overheated", True)
        twin.overheat(False)
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)


async def test_a_pause_within_a_job_is_waited_for(twin):
    # Guards against: a receipt given up, and left hanging, because of a pause of two seconds.
    twin.rows_per_second = 2000
    async with started(TcpAddress(twin.host, twin.port), profile.load("mainland-80")) as printer:
        job = asyncio.create_task(printer.print(RECEIPT))
        while b"\x1d(k" not in twin.received:
            await asyncio.sleep(0.01)
        twin.overheat()
        await asyncio.sleep(0.3)
        assert not job.done()
        twin.overheat(False)
        assert await job == Printed(confirmed=True)
