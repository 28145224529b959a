"""A document, and a started driver."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from drivers.document_printer.printer import DocumentPrinter
from drivers.document_printer.twin import DocumentPrinterTwin
from drivers.status import DeviceState
from tests.limits import LIMIT_S
from tests.processes import descendants

PAGE = b"%PDF-1.4\n%%EOF\n"


@asynccontextmanager
async def started(address: str):
    printer = DocumentPrinter(address)
    await printer.start()
    try:
        assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, LIMIT_S)
        yield printer
    finally:
        await printer.close()


async def under_way(twin: DocumentPrinterTwin) -> None:
    """The printer has taken a job and is at work on it."""
    assert twin._printer is not None
    async with asyncio.timeout(LIMIT_S):
        while not descendants(twin._printer.pid):
            await asyncio.sleep(0.02)
