"""A scanner is unplugged and comes back under another node."""

from __future__ import annotations

import pytest

from drivers.outcome import Completion, Failure
from drivers.scanner import wire_scanner as wire_module
from drivers.scanner.payload import Scanned
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.twin import PipeScannerTwin, SerialScannerTwin
from drivers.scanner.wedge import WedgeScanner
from drivers.status import DeviceState, ScannerState, ScannerStatus
from tests.drivers.scanner.wire import asked
from tests.limits import LIMIT_S


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(wire_module, "LOOK_INTERVAL", 0.1)
    monkeypatch.setattr(wire_module, "BACK_WITHIN", 0.5)


@pytest.mark.parametrize("kind", ["serial", "pipe"])
async def test_it_comes_back_by_itself_and_a_read_goes_on(tmp_path, quick, kind, monkeypatch):
    # Guards against: a terminal that must be restarted because a scanner was shaken loose.
    monkeypatch.setattr(wire_module, "BACK_WITHIN", LIMIT_S)
    twin = SerialScannerTwin(tmp_path / "node") if kind == "serial" else PipeScannerTwin(tmp_path / "node")
    with twin:
        scanner = SerialScanner(str(twin.link)) if kind == "serial" else WedgeScanner(str(twin.path))
        await scanner.start()
        try:
            assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
            reading = await asked(scanner)
            twin.unplug()
            assert await scanner.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
            twin.replug()
            assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
            if kind == "serial":
                twin.show(b"again")
            else:
                twin.type("again\r")
            assert await reading == Scanned(b"again", "again", "qrCode")
        finally:
            await scanner.close()


async def test_a_scanner_that_is_not_there_is_told_within_seconds(tmp_path, quick):
    # Guards against: a citizen who holds a code before a dead scanner until the time-out.
    scanner = SerialScanner(str(tmp_path / "node"))
    await scanner.start()
    try:
        assert await scanner.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
        assert scanner.status == ScannerStatus(DeviceState.NO_DEVICE, ScannerState.UNKNOWN)
        outcome = await scanner.read(LIMIT_S)
        assert isinstance(outcome, Failure)
        assert outcome.code is Completion.DEVICE_NOT_READY
    finally:
        await scanner.close()


async def test_a_bridge_that_tells_nothing_is_found_out_by_its_path(tmp_path, quick):
    # Guards against: adapters whose read stays silent when they are pulled; only udev's link goes away.
    with SerialScannerTwin(tmp_path / "node") as twin:
        scanner = SerialScanner(str(twin.link))
        await scanner.start()
        try:
            assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
            twin.link.unlink()
            assert await scanner.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
        finally:
            await scanner.close()
