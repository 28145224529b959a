"""A camera that scans, zbar as a second opinion, and a scanner on a serial line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.camera import camera as camera_module
from drivers.camera.camera import Camera
from drivers.camera.twin import CameraTwin
from drivers.scanner import scanner as scanner_module
from drivers.scanner import second_opinion
from drivers.scanner.scanner import CameraScanner
from drivers.scanner.second_opinion import SecondOpinion
from drivers.scanner.twin import SerialScannerTwin
from tests.limits import LIMIT_S


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """The machine may be busy: a second opinion is waited for, whose process has yet to start."""
    monkeypatch.setattr(second_opinion, "ANSWER_LIMIT", LIMIT_S)
    monkeypatch.setattr(scanner_module, "DECODE_LIMIT", LIMIT_S)


@pytest.fixture
def twin():
    with CameraTwin(size=(960, 720)) as twin:
        yield twin


@pytest.fixture
async def scanner(twin, monkeypatch):
    monkeypatch.setattr(camera_module, "LOOK_INTERVAL", 0.2)
    scanner = CameraScanner(Camera("scanner", twin.source))
    await scanner.start()
    yield scanner
    await scanner.close()


@pytest.fixture(scope="module")
def zbar():
    opinion = SecondOpinion()
    yield opinion
    opinion.close()


@pytest.fixture
def line(tmp_path: Path):
    with SerialScannerTwin(tmp_path / "scanner") as twin:
        yield twin
