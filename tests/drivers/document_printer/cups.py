"""A CUPS queue before a virtual printer."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.document_printer import ipp
from drivers.document_printer import printer as printer_module
from drivers.document_printer.cupsd import Cupsd
from drivers.document_printer.printer import DocumentPrinter
from drivers.document_printer.status import trouble
from drivers.document_printer.twin import DocumentPrinterTwin
from tests.limits import LIMIT_S

PAGE = b"%PDF-1.4\n%%EOF\n"


@dataclass
class Queue:
    twin: DocumentPrinterTwin
    cupsd: Cupsd


@contextmanager
def queue() -> Iterator[Queue]:
    with tempfile.TemporaryDirectory(prefix="cups-") as folder:  # short: a socket's path has at most 107 bytes
        Path(folder).chmod(0o711)  # cupsd's backends run as another user
        with DocumentPrinterTwin(Path(folder) / "p") as twin, Cupsd(Path(folder) / "c", twin.address) as cupsd:
            yield Queue(twin, cupsd)
        assert not (left := belonging_to(folder)), f"still running: {left}"


def belonging_to(folder: str) -> list[str]:
    """Processes that work in this folder, by their words and their environment (cupsd tells its backends where)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes()
            if folder.encode() in words + (process / "environ").read_bytes():
                found.append(f"{process.name} {words.replace(bytes(1), b' ').decode(errors='replace')}")
    return found


def patient_at_first(patch: pytest.MonkeyPatch) -> None:
    """The paper ends between the driver's look and its job."""
    looks: list[str] = []

    def seen(attributes: ipp.Attributes) -> str:
        looks.append(trouble(attributes))
        return looks[-1] if len(looks) > 1 else ""

    patch.setattr(printer_module, "trouble", seen)


@asynccontextmanager
async def started(address: str) -> AsyncIterator[DocumentPrinter]:
    printer = DocumentPrinter(address)
    await printer.start()
    try:
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        yield printer
    finally:
        await printer.close()
