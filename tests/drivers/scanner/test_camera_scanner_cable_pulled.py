"""The camera of the scanner is unplugged and comes back."""

from __future__ import annotations

from drivers.outcome import Completion, Failure
from drivers.scanner import scanner as scanner_module
from drivers.scanner.payload import Scanned
from drivers.status import DeviceState, ScannerState, ScannerStatus
from tests.limits import LIMIT_S


async def test_a_pulled_cable_is_named_and_comes_back(twin, scanner, monkeypatch):
    # Guards against: a citizen who waits a minute before a scanner that is not there.
    monkeypatch.setattr(scanner_module, "BACK_WITHIN", 0.5)
    assert await scanner.wait_status(
        lambda status: status == ScannerStatus(DeviceState.ONLINE, ScannerState.ON), LIMIT_S
    )
    twin.show_code("back")
    twin.unplug()
    outcome = await scanner.read(limit=LIMIT_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    assert await scanner.wait_status(lambda status: status.scanner is ScannerState.INOPERATIVE, LIMIT_S)
    monkeypatch.setattr(scanner_module, "BACK_WITHIN", LIMIT_S)
    twin.replug()
    assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
    assert isinstance(await scanner.read(limit=LIMIT_S), Scanned)
