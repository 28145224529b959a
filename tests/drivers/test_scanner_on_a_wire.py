"""Scanners on a serial line, as a keyboard and as HID POS: what they send is what is read."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.configuration import BadConfiguration, load
from drivers.opening import open_devices
from drivers.outcome import Completion, Failure
from drivers.scanner import repeats as repeats_module
from drivers.scanner.hidpos import HidPosScanner, Layout, Reports, reports
from drivers.scanner.keys import EVENT, KEY, SYN, SYN_DROPPED, Keys, events
from drivers.scanner.payload import LARGEST, Scanned
from drivers.scanner.records import Records, Wording, interpret
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.twin import PipeScannerTwin, SerialScannerTwin
from drivers.scanner.wedge import WedgeScanner
from drivers.status import DeviceState

CHINESE = "渝快办测试码:姓名=测试员甲"


@asynccontextmanager
async def started(scanner):
    await scanner.start()
    try:
        assert await scanner.wait_status(lambda status: status.device is not DeviceState.STARTING, 3)
        yield scanner
    finally:
        await scanner.close()


async def asked(scanner, limit: float = 3.0) -> asyncio.Task[Scanned | Failure]:
    """A read that is under way."""
    reading = asyncio.create_task(scanner.read(limit))
    while scanner._waiting is None:
        await asyncio.sleep(0)
    return reading


@pytest.fixture
def line(tmp_path: Path):
    with SerialScannerTwin(tmp_path / "scanner") as twin:
        yield twin


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
            assert await asyncio.to_thread(twin.wait_looking)
            assert twin.show(b"TEST-0001", before=b"]C0")
            assert await reading == Scanned(b"TEST-0001", "TEST-0001", "code128")
            assert await asyncio.to_thread(twin.wait_looking, False)


async def test_what_is_scanned_while_nobody_asks_is_not_kept(line):
    # Guards against: the last citizen's code read at the next one's first step.
    async with started(SerialScanner(str(line.link))) as scanner:
        line.show(b"before")
        await asyncio.sleep(0.2)
        reading = await asked(scanner)
        line.show(b"now")
        outcome = await reading
        assert isinstance(outcome, Scanned)
        assert outcome.text == "now"


async def test_the_same_code_again_is_not_a_second_one(line, monkeypatch):
    # Guards against: a code that lies in view answering two questions.
    monkeypatch.setattr(repeats_module, "SAME_CODE", 0.4)
    async with started(SerialScanner(str(line.link))) as scanner:
        reading = await asked(scanner)
        line.show(b"one")
        await reading
        reading = await asked(scanner)
        line.show(b"one")
        await asyncio.sleep(0.2)
        assert not reading.done()
        await asyncio.sleep(0.3)
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


async def test_events_that_the_kernel_dropped_spoil_their_record_only(tmp_path):
    # Guards against: a number with a digit missing taken for a whole one.
    with PipeScannerTwin(tmp_path / "event3") as twin:
        async with started(WedgeScanner(str(twin.path))) as scanner:
            reading = await asked(scanner)
            twin.send(
                events("12") + EVENT.pack(0, 0, SYN, SYN_DROPPED, 0) + EVENT.pack(0, 0, SYN, 0, 0) + events("34\r")
            )
            await asyncio.sleep(0.2)
            assert not reading.done()
            twin.type("5678\r")
            assert await reading == Scanned(b"5678", "5678", "qrCode")


async def test_hid_pos_gives_bytes_of_any_length_intact(tmp_path):
    # Guards against: a code that goes over several reports put together wrongly.
    payload = (CHINESE * 6).encode()
    with PipeScannerTwin(tmp_path / "hidraw0") as twin:
        async with started(HidPosScanner(str(twin.path))) as scanner:
            reading = await asked(scanner)
            twin.report(payload)
            assert await reading == Scanned(payload, CHINESE * 6, "qrCode")


def test_a_status_report_or_another_layout_is_no_code():
    # Guards against: a battery report read as a code.
    assert Reports().feed(b"\x03" + bytes(63)) is None
    whole = bytearray(reports(b"12")[0])
    whole[Layout().length_at] = 200
    assert Reports().feed(bytes(whole)) is None


# ---- any bytes ---------------------------------------------------------------------------------------
@settings(max_examples=200)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_records_do_not_depend_on_how_they_come(pieces):
    # Guards against: a record lost or doubled because it came in two reads.
    cut, whole = Records(), Records()
    one_by_one = [record for piece in pieces for record in cut.feed(piece)] + cut.idle()
    at_once = whole.feed(b"".join(pieces)) + whole.idle()
    assert one_by_one == at_once
    for record in at_once:
        assert record
        assert not set(record) & {0, 10, 13}
        interpret(record, Wording(b"\x06", b"%%NoRead"))


def test_more_than_a_code_can_hold_is_dropped_to_its_end():
    # Guards against: memory that fills from a line that only makes noise.
    records = Records()
    assert records.feed(b"x" * (3 * LARGEST) + b"\r" + b"good\r") == [b"good"]
    assert interpret(b"%%NoRead", Wording(no_read=b"%%NoRead")) is None
    assert interpret(b"\x06]Q1good", Wording(ack=b"\x06")) == Scanned(b"good", "good", "qrCode")


@settings(max_examples=200)
@given(st.text(st.sampled_from("abzAZ019 -_=+~`'\"?/\\\t"), max_size=30))
def test_every_character_is_typed_as_itself(text):
    assert Keys().feed(events(text)) == (text.encode(), False)


@settings(max_examples=200)
@given(st.binary(max_size=120), st.integers(0, 120))
def test_any_bytes_may_come_from_a_node(data, cut):
    # Guards against: a driver brought down by a device that is not what it says.
    keys, whole = Keys(), Keys()
    (one, first), (two, second) = keys.feed(data[:cut]), keys.feed(data[cut:])
    assert (one + two, first or second) == whole.feed(data)
    Reports().feed(data)


@settings(max_examples=100)
@given(st.binary(min_size=1, max_size=300))
def test_reports_put_together_are_the_code(data):
    reader = Reports()
    *parts, last = [reader.feed(report) for report in reports(data)]
    assert parts == [None] * len(parts)
    assert last == b"]Q1" + data


def test_repeated_keys_and_modifiers_are_not_typed():
    held = EVENT.pack(0, 0, KEY, 30, 2) + EVENT.pack(0, 0, KEY, 29, 1)
    assert Keys().feed(held) == (b"", False)


# ---- devices.toml --------------------------------------------------------------------------------------
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
