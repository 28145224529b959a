"""One ippeveprinter for all tests of a file, as it should be before each."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from drivers.document_printer import printer as printer_module
from drivers.document_printer.twin import DocumentPrinterTwin


@pytest.fixture(scope="module")
def machine():
    # A short path: a socket's has at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="ipp-") as folder, DocumentPrinterTwin(Path(folder)) as twin:
        yield twin


@pytest.fixture
def twin(machine, monkeypatch):
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.1)
    monkeypatch.setattr(printer_module, "JOB_INTERVAL", 0.05)
    machine.replug()
    machine.load_paper()
    for knob in (machine.jam, machine.open_cover, machine.be_slow, machine.break_job):
        knob(False)
    return machine
