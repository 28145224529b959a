"""A device is pulled between the moment that its node is found and the moment that it is open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drivers.camera.camera import Camera
from drivers.camera.capture import Capture
from drivers.camera.twin import CameraTwin
from drivers.device import Device
from drivers.id_card_reader.reader import IdCardReader
from drivers.id_card_reader.serial_line import SerialLine
from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.serial_twin import SerialPrinterTwin
from drivers.receipt_printer.transport import SerialAddress
from drivers.scanner.hidpos import HidPosScanner
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.twin import PipeScannerTwin, SerialScannerTwin
from drivers.scanner.wedge import WedgeScanner
from drivers.scanner.wire_scanner import WireScanner
from drivers.status import DeviceState
from tests.drivers.faces import FONTS
from tests.limits import LIMIT_S

STAYS_S = 0.3
AWAY = (DeviceState.NO_DEVICE, DeviceState.OFFLINE)


def around(patch: pytest.MonkeyPatch, owner: type, name: str, act: Callable[[], None], before: bool) -> threading.Event:
    """`act` right before or after `owner.name`, the first time that it is called."""
    happened, real = threading.Event(), getattr(owner, name)

    def opened(self: object, *words: object) -> object:
        first = not happened.is_set()
        if first and before:
            act()
        try:
            return real(self, *words)
        finally:
            if first and not before:
                act()
            happened.set()

    patch.setattr(owner, name, opened)
    return happened


async def noticed_and_back(device: Device, happened: threading.Event, replug: Callable[[], None]) -> None:
    await device.start()
    try:
        assert await asyncio.to_thread(happened.wait, LIMIT_S)
        assert await device.wait_status(lambda status: status.device in AWAY, LIMIT_S)
        await asyncio.sleep(STAYS_S)
        assert device.status.device in AWAY  # and it stays so
        await asyncio.to_thread(replug)
        assert await device.wait_status(lambda status: status.ready, LIMIT_S)
    finally:
        await device.close()


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("kind", [SerialScanner, WedgeScanner, HidPosScanner])
async def test_a_scanner(tmp_path: Path, monkeypatch, kind: type[WireScanner], before: bool):
    # Guards against: "ready" of a scanner that is gone, and a citizen who holds a code before it.
    node = tmp_path / "node"
    twin = SerialScannerTwin(node) if kind is SerialScanner else PipeScannerTwin(node)
    with twin:
        happened = around(monkeypatch, kind, "_open", twin.unplug, before)
        await noticed_and_back(kind(str(node)), happened, twin.replug)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
async def test_an_identity_card_reader(tmp_path: Path, monkeypatch, before: bool):
    twin = VirtualIdCardReader()
    twin.start(tmp_path / "id-card")
    happened = around(monkeypatch, SerialLine, "_open", twin.unplug, before)
    await noticed_and_back(IdCardReader(str(tmp_path / "id-card")), happened, twin.replug)
    twin.close()


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
async def test_a_receipt_printer(tmp_path: Path, monkeypatch, before: bool):
    with SerialPrinterTwin(tmp_path / "printer") as twin:
        address = SerialAddress(str(tmp_path / "printer"))
        happened = threading.Event()
        real: Callable[[SerialAddress], Awaitable] = SerialAddress.open

        async def opened(self: SerialAddress) -> object:
            first = not happened.is_set()
            happened.set()
            if first and before:
                twin.unplug()
            try:
                return await real(self)
            finally:
                if first and not before:
                    twin.unplug()

        monkeypatch.setattr(SerialAddress, "open", opened)
        await noticed_and_back(ReceiptPrinter.at(address, FONTS), happened, twin.replug)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
async def test_a_camera(monkeypatch, before: bool):
    with CameraTwin(size=(640, 480)) as twin:
        camera = Camera("document_camera", twin.source)
        happened = around(monkeypatch, Capture, "_open", twin.unplug, before)
        await camera.start()
        try:
            async with camera.open() as stream:
                assert await asyncio.to_thread(happened.wait, LIMIT_S)
                assert await camera.wait_status(lambda status: not status.ready, LIMIT_S)
                twin.replug()
                async with asyncio.timeout(LIMIT_S):
                    assert await stream.next() is not None
        finally:
            await camera.close()


async def test_a_camera_whose_library_hangs_in_opening(monkeypatch):
    # Guards against: a thread in a driver that never returns, and "online" for ever.
    released = threading.Event()
    with CameraTwin(size=(640, 480)) as twin:
        camera = Camera("document_camera", twin.source)
        happened = around(monkeypatch, Capture, "_open", lambda: released.wait(2 * LIMIT_S) and None, before=False)
        await camera.start()
        try:
            assert await camera.wait_status(lambda status: status.ready, LIMIT_S)
            async with camera.open():
                assert await camera.wait_status(lambda status: status.device is DeviceState.HARDWARE_ERROR, LIMIT_S)
                released.set()
                assert await camera.wait_status(lambda status: status.ready, LIMIT_S)
            assert happened.is_set()
        finally:
            released.set()
            await camera.close()
