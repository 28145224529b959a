"""A document, and a started driver."""

from __future__ import annotations

from contextlib import asynccontextmanager

from drivers.document_printer.printer import DocumentPrinter
from drivers.status import DeviceState

PAGE = b"%PDF-1.4\n%%EOF\n"


@asynccontextmanager
async def started(address: str):
    printer = DocumentPrinter(address)
    await printer.start()
    try:
        assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, 3)
        yield printer
    finally:
        await printer.close()
