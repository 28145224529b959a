"""Scanners on a serial line, as a keyboard and as HID POS: what they send is what is read."""

from __future__ import annotations

import asyncio

import pytest

from drivers.configuration import BadConfiguration, load
from drivers.opening import open_devices
from drivers.outcome import Completion, Failure
from drivers.scanner import repeats as repeats_module
from drivers.scanner.hidpos import HidPosScanner
from drivers.scanner.payload import Scanned
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.twin import PipeScannerTwin, SerialScannerTwin
from drivers.scanner.wedge import WedgeScanner
from tests.drivers.scanner.codes import CHINESE
from tests.drivers.scanner.wire import asked, started
from tests.limits import LIMIT_S


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n", b""])
async def test_a_record_ends_by_any_suffix_or_by_silence(line, suffix):
    # Guards against: a scanner whose suffix somebody changed, and which then reads nothing.
    async with started(SerialScanner(str(line.link))) as scanner:
        reading = await asked(scanner)
        line.show(CHINESE.encode("gb18030"), suffix)
        assert await reading == Scanned(CHINESE.encode("gb18030"), CHINESE, "qrCode")


async def test_a_scanner_that_is_triggered_looks_only_while_it_is_asked(line):
    # Guards against: a lamp that shines all day, or that is never lit.
    twin = SerialScannerTwin(line.link.with_name("triggered"), b"\x16T\r", b"\x16U\r")
    with twin:
        async with started(SerialScanner(str(twin.link), start=b"\x16T\r", stop=b"\x16U\r")) as scanner:
            assert not twin.looking
            reading = await asked(scanner)
            assert await asyncio.to_thread(twin.wait_looking, True, LIMIT_S)
            assert twin.show(b"TEST-0001", before=b"]C0")
            assert await reading == Scanned(b"TEST-0001", "TEST-0001", "code128")
            assert await asyncio.to_thread(twin.wait_looking, False, LIMIT_S)


async def test_what_is_scanned_while_nobody_asks_is_not_kept(line, monkeypatch):
    # Guards against: the last citizen's code read at the next one's first step.
    async with started(SerialScanner(str(line.link))) as scanner:
        heard, deliver = asyncio.Event(), scanner._deliver

        def delivered(records: list[bytes]) -> None:
            deliver(records)
            if records:
                heard.set()

        monkeypatch.setattr(scanner, "_deliver", delivered)
        line.show(b"before")
        await asyncio.wait_for(heard.wait(), LIMIT_S)
        reading = await asked(scanner)
        line.show(b"now")
        outcome = await reading
        assert isinstance(outcome, Scanned)
        assert outcome.text == "now"


async def test_the_same_code_again_is_not_a_second_one(line, monkeypatch):
    # Guards against: a code that lies in view answering two questions.
    monkeypatch.setattr(repeats_module, "SAME_CODE", LIMIT_S)
    async with started(SerialScanner(str(line.link))) as scanner:
        reading = await asked(scanner)
        line.show(b"one")
        await reading
        reading = await asked(scanner)
        line.show(b"one")
        await asyncio.sleep(0.2)
        assert not reading.done()
        monkeypatch.setattr(repeats_module, "SAME_CODE", 0.0)  # that time is over
        line.show(b"one")
        assert await reading == Scanned(b"one", "one", "qrCode")


async def test_nobody_shows_a_code(line):
    async with started(SerialScanner(str(line.link))) as scanner:
        outcome = await scanner.read(0.2)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT


async def test_a_keyboard_scanner_types_what_the_code_says(tmp_path):
    # Guards against: shift lost between two keys, so that a licence number changes its case.
    payload = "https://test.invalid/C?k=A-b_9&x=~Z"
    with PipeScannerTwin(tmp_path / "event3") as twin:
        async with started(WedgeScanner(str(twin.path))) as scanner:
            reading = await asked(scanner)
            twin.type(payload + "\r")
            assert await reading == Scanned(payload.encode(), payload, "qrCode")


async def test_hid_pos_gives_bytes_of_any_length_intact(tmp_path):
    # Guards against: a code that goes over several reports put together wrongly.
    payload = (CHINESE * 6).encode()
    with PipeScannerTwin(tmp_path / "hidraw0") as twin:
        async with started(HidPosScanner(str(twin.path))) as scanner:
            reading = await asked(scanner)
            twin.report(payload)
            assert await reading == Scanned(payload, CHINESE * 6, "qrCode")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ('kind = "serial"\npath = "/dev/kiosk/scanner"\nbaud = 115200\nstart = "7e0008"', SerialScanner),
        ('kind = "wedge"\npath = "/dev/kiosk/scanner"', WedgeScanner),
        ('kind = "hidpos"\npath = "/dev/kiosk/scanner"', HidPosScanner),
    ],
)
def test_devices_toml_chooses_the_kind(tmp_path, written, kind):
    (tmp_path / "devices.toml").write_text(f"[scanner]\n{written}\n")
    assert isinstance(open_devices(load(tmp_path / "devices.toml"), tmp_path).scanner, kind)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('kind = "serial"', "lacks path"),
        ("baud = 9600", "lacks source"),
        ('kind = "other"\npath = "x"', "kind is 'other'"),
        ('kind = "serial"\npath = "x"\nstart = "zz"', "hexadecimal"),
    ],
)
def test_a_scanner_that_is_described_wrongly_is_one_sentence(tmp_path, written, said):
    (tmp_path / "devices.toml").write_text(f"[scanner]\n{written}\n")
    with pytest.raises(BadConfiguration, match=said):
        load(tmp_path / "devices.toml")
