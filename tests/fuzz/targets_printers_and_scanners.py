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
from drivers.scanner.keys import Keys
from drivers.scanner.payload import LARGEST
from drivers.scanner.records import Records, Wording, interpret

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


TARGETS = {
    "escpos_answers": escpos_answers,
    "escpos_raster": escpos_raster,
    "ipp_answers": ipp_answers,
    "scanner_records": scanner_records,
    "key_events": key_events,
    "hid_reports": hid_reports,
    "addresses": addresses,
    "receipts": receipts,
    "escpos_stream": escpos_stream,
}
RUNS = {"receipts": 200_000, "escpos_stream": 100_000}  # slower ones, and not at the end of a wire
