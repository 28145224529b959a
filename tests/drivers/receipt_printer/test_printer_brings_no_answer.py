"""A printer at the end of a one-way wire (file, parallel port): written is not printed."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.printer import NotPrinted
from drivers.receipt_printer.transport import (
    BadAddress,
    FileAddress,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    parse_address,
)
from drivers.status import DeviceState, Paper, PrinterStatus
from tests.drivers.receipt_printer.printers import RECEIPT, impatient, started


async def test_a_file_takes_the_receipt_and_proves_nothing(tmp_path, monkeypatch):
    # Guards against: "printed" because a write returned.
    impatient(monkeypatch)
    path = tmp_path / "lp0"
    async with started(FileAddress(str(path))) as printer:
        assert printer.status == PrinterStatus(DeviceState.ONLINE, Paper.UNKNOWN)
        outcome = await printer.print(RECEIPT, job="one")
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == ("unconfirmed", False)
        size = path.stat().st_size
        assert await printer.print(RECEIPT, job="one") == outcome  # nor is it written twice
        assert path.stat().st_size == size > 1000
    assert path.stat().st_mode & 0o077 == 0


async def test_a_folder_that_is_not_there_is_known(tmp_path, monkeypatch):
    # Guards against: a traceback, or "cannot be known" where nothing was written.
    impatient(monkeypatch)
    async with started(FileAddress(str(tmp_path / "gone" / "lp0"))) as printer:
        assert printer.status.device is DeviceState.NO_DEVICE
        outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, NotPrinted)
    assert outcome.proved


async def test_a_usb_printer_is_found_by_its_ids(tmp_path):
    # Guards against: the wrong one of two printers, whose node numbers depend on who was plugged in first.
    usb = tmp_path / "devices/usb1/1-2"
    (usb / "1-2:1.0").mkdir(parents=True)
    (usb / "idVendor").write_text("0416\n")
    (usb / "idProduct").write_text("5011\n")
    for name, target in (("lp0", tmp_path), ("lp1", usb / "1-2:1.0")):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "device").symlink_to(target)
    (tmp_path / "dev/usb").mkdir(parents=True)
    os.mkfifo(tmp_path / "dev/usb/lp1")
    address = UsbAddress(0x0416, 0x5011, tmp_path / "class", tmp_path / "dev")
    assert address.node() == tmp_path / "dev/usb/lp1"
    transport = await address.open()
    assert await transport.write(b"\x1b@") == 2
    assert await transport.read() == b"\x1b@"
    transport.close()
    assert not UsbAddress(0x0416, 0x5012, tmp_path / "class", tmp_path / "dev").is_there()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tcp://192.0.2.10:9100", TcpAddress("192.0.2.10", 9100)),
        ("tcp://printer", TcpAddress("printer", 9100)),
        ("tcp://[2001:db8::1]:9100", TcpAddress("2001:db8::1", 9100)),
        ("serial:/dev/ttyUSB0", SerialAddress("/dev/ttyUSB0")),
        ("serial:/dev/serial/by-id/a@b@19200", SerialAddress("/dev/serial/by-id/a@b", 19200)),
        ("usb:0416:5011", UsbAddress(0x0416, 0x5011)),
        ("file:/tmp/receipt.bin", FileAddress("/tmp/receipt.bin")),
    ],
)
def test_addresses_are_read(written, meant):
    assert parse_address(written) == meant


@given(st.one_of(st.text(max_size=40), st.sampled_from(["tcp://", "usb:", "serial:", "tcp://a:", "usb:0416:"])))
def test_any_other_address_is_one_sentence(written):
    # Guards against: a traceback for a slip of the pen.
    try:
        parse_address(written)
    except BadAddress as error:
        assert "\n" not in str(error)
