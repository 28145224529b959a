"""The document printer is switched off within a job."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from drivers.document_printer import printer as printer_module
from drivers.document_printer.printer import DocumentPrinter
from drivers.document_printer.twin import DocumentPrinterTwin
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import DeviceState
from tests.drivers.document_printer.documents import under_way
from tests.limits import LIMIT_S

PAGE = b"%PDF-1.4\n%%EOF\n"


async def test_it_is_never_called_printed_and_the_printer_comes_back_by_itself(monkeypatch):
    # Guards against: "printed" on trust; a terminal that needs a restart after the printer was off.
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.1)
    monkeypatch.setattr(printer_module, "JOB_INTERVAL", 0.05)
    with tempfile.TemporaryDirectory(prefix="ipp-") as folder, DocumentPrinterTwin(Path(folder)) as twin:
        printer = DocumentPrinter(twin.address)
        await printer.start()
        try:
            assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
            twin.be_slow()
            job = asyncio.create_task(printer.print(PAGE, limit=4, job="one"))
            await under_way(twin)
            twin.unplug()
            outcome = await job
            assert isinstance(outcome, NotPrinted)
            assert (outcome.error, outcome.proved) == ("unconfirmed", False)
            assert printer.status.device is DeviceState.OFFLINE
            refused = await printer.print(PAGE, limit=LIMIT_S)
            assert isinstance(refused, NotPrinted)
            assert (refused.error, refused.proved) == ("offline", True)
            twin.be_slow(False)
            twin.replug()
            assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
            assert await printer.print(PAGE, limit=LIMIT_S, job="one") == outcome  # it may lie in the tray
            assert await printer.print(PAGE, limit=LIMIT_S) == Printed(confirmed=True)
        finally:
            await printer.close()
