"""ESC/POS answers, IPP answers, scanner records, key events, HID reports, receipts as JSON, printer addresses."""

from __future__ import annotations

import contextlib
import json

from drivers.document_printer import ipp
from drivers.document_printer import status as document_status
from drivers.receipt_printer import receipt_file
from drivers.receipt_printer.escpos import AutomaticStatus, EndReply, RealTimeReply, disarm, replies
from drivers.receipt_printer.interpreter import Interpreter
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.status import RawStatus, refusal, summarize
from drivers.receipt_printer.transport import BadAddress, parse_address
from drivers.scanner.hidpos import Reports
from drivers.scanner.keys import Keys, events
from drivers.scanner.payload import LARGEST
from drivers.scanner.records import Records, Wording, interpret
from tests.fuzz.target import Target

LONG_NAMES = Profile(charset="gbk")


def escpos_answers(data: bytes) -> None:
    cut = len(data) // 2
    first, rest = replies(data[:cut])
    second, left = replies(rest + data[cut:])
    assert (first + second, left) == replies(data)
    assert len(left) < 4
    for found in first + second:
        assert isinstance(found, AutomaticStatus | EndReply | RealTimeReply)
        _ = isinstance(found, AutomaticStatus) and found.is_clean
    if len(data) >= 4:
        refusal(summarize(RawStatus(*data[:4])))


def escpos_raster(data: bytes) -> None:
    safe = disarm(data)
    assert len(safe) == len(data)
    assert not any(bytes([0x10, second]) in safe for second in (0x04, 0x05, 0x14))


def ipp_answers(data: bytes) -> None:
    try:
        read = ipp.answer(data)
    except ipp.BadAnswer:
        return
    document_status.summarize(read.printer)
    document_status.trouble(read.printer)
    document_status.is_paused_only(read.printer)
    document_status.device_behind(read.printer)
    for merged in (
        document_status.of_idle_queue(read.printer),
        document_status.with_printer_behind(read.printer, read.printer),
        document_status.with_printer_behind(read.printer, None),
    ):
        document_status.summarize(merged)
    for job in read.jobs:
        ipp.number(job, "job-state")
        ipp.words(job, "job-name")


def scanner_records(data: bytes) -> None:
    cut, whole = Records(), Records()
    half = len(data) // 2
    records = cut.feed(data[:half]) + cut.feed(data[half:]) + cut.idle()
    assert records == whole.feed(data) + whole.idle()
    for record in records:
        read = interpret(record, Wording(b"\x06", b"%%NoRead"))
        assert read is None or 0 < len(read.data) <= LARGEST


def key_events(data: bytes) -> None:
    half = len(data) // 2
    keys, whole = Keys(), Keys()
    (one, first), (two, second) = keys.feed(data[:half]), keys.feed(data[half:])
    assert (one + two, first or second) == whole.feed(data)


def hid_reports(data: bytes) -> None:
    reader = Reports()
    for at in range(0, len(data), 64):
        record = reader.feed(data[at : at + 64].ljust(64, b"\0"))
        assert record is None or 0 < len(record) <= LARGEST + 3


def receipts(data: bytes) -> None:
    try:
        written = json.loads(data)
    except (ValueError, RecursionError):
        return
    with contextlib.suppress(receipt_file.BadReceipt):
        receipt_file.receipt_of(written)


def addresses(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    LONG_NAMES.prints(text)
    with contextlib.suppress(BadAddress):
        parse_address(text)


def escpos_stream(data: bytes) -> None:
    """The virtual printer: it must hold against any job, or the tests that use it prove nothing."""
    rows = 0

    def roll() -> None:
        nonlocal rows
        rows += 1

    machine = Interpreter(roll, lambda slip: None, lambda command, parameter: None)
    machine.pending += data
    steps = 0
    while rows < 2000 and machine.step():
        steps += 1
        assert steps <= 70_000 + len(data)  # an empty raster of the greatest height is 65 535 rows


_REPORT = b"\x02" + b"\x05" + b"]Q1" + b"12345".ljust(58, b"\0") + b"\0"
_ANSWER = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x23\x00\x0dprinter-state\x00\x04\x00\x00\x00\x03"
_ANSWER += b"\x44\x00\x15printer-state-reasons\x00\x0bmedia-empty\x34\x00\x01c\x00\x00\x37\x00\x00\x00\x00\x03"
TARGETS = (
    Target("escpos_answers", escpos_answers, (b"\x12\x16\x12\x1e", b"\x10\x00\x00\x00" * 2 + b"\x00")),
    Target("escpos_raster", escpos_raster, (b"\x10\x04\x01\x10\x10\x05",)),
    Target("ipp_answers", ipp_answers, (_ANSWER,)),
    Target("scanner_records", scanner_records, (b"\x06]Q1TEST-0001\r\n%%NoRead\r",)),
    Target("key_events", key_events, (events("Ab1\r"),)),
    Target("hid_reports", hid_reports, (_REPORT,)),
    Target("addresses", addresses, (b"tcp://[::1]:9100", b"usb:0416:5011", b"serial:/dev/ttyS0@9600")),
    Target("receipts", receipts, (json.dumps(receipt_file.SAMPLE).encode(),)),
    Target(
        "escpos_stream",
        escpos_stream,
        (b"\x1b@\x1d!\x11a\n\x1dv0\x00\x01\x00\x02\x00ab\x1d(k\x03\x001Q0\x1dV\x01",),
        runs=100_000,  # it draws: a millisecond an input; and it is the twin, which no wire of a terminal reaches
    ),
)
