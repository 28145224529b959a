"""The receipt printer against its twin, over a real socket."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from drivers.outcome import Completion, Failure
from drivers.receipt_printer import link as link_module
from drivers.receipt_printer import printer as printer_module
from drivers.receipt_printer.document import Line, Pair, QrCode, Receipt, Rule, Space
from drivers.receipt_printer.escpos import FEED_TO_CUTTER
from drivers.receipt_printer.layout import Faces, FontsMissing, render
from drivers.receipt_printer.printer import Printed, ReceiptPrinter
from drivers.receipt_printer.twin import BORDER, PrinterTwin
from drivers.status import DeviceState, Paper, PrinterStatus
from tests.drivers.faces import FONTS

PAYLOAD = "https://test.invalid/case/TEST-0001-000482?申请人=测试员甲"
RECEIPT = Receipt(
    (
        Line("申报回执", size="title", bold=True, align="centre"),
        Rule("thick"),
        Pair("申请人", "测试员甲"),
        QrCode(PAYLOAD, "扫码查看办件进度"),
        Space(2),
        Line("请妥善保管本回执。", size="small"),
    )
)
LONG = Receipt((*RECEIPT.blocks, *(Line("很长的说明。" * 20) for _ in range(10))))


@pytest.fixture
def twin():
    with PrinterTwin() as twin:
        yield twin


@pytest.fixture
async def printer(twin, monkeypatch):
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.05)
    monkeypatch.setattr(printer_module, "ASK_AGAIN", 0.1)
    monkeypatch.setattr(printer_module, "GRACE", 0.1)
    monkeypatch.setattr(link_module, "REPLY_LIMIT", 0.3)
    monkeypatch.setattr(link_module, "STALL_LIMIT", 0.4)
    printer = ReceiptPrinter(twin.host, twin.port, FONTS)
    await printer.start()
    assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, 3)
    yield printer
    await printer.close()


def slip(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))[BORDER:-BORDER, BORDER:-BORDER]


def assert_is_receipt(png: bytes) -> None:
    """Dot by dot, but for the few that were blackened so that no byte pair reads as a command."""
    expected = np.asarray(render(RECEIPT, Faces(FONTS)).convert("L"))
    end = slip(png).shape[0] - FEED_TO_CUTTER
    printed = slip(png)[end - expected.shape[0] : end]
    assert np.all(printed <= expected)
    assert np.count_nonzero(printed != expected) <= 10
    (code,) = zxingcpp.read_barcodes(printed)
    assert code.bytes.decode() == PAYLOAD


async def test_what_comes_out_is_what_was_meant(twin, printer):
    # Guards against: shifted rows, inverted ink, a QR code that no telephone reads.
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    (png,) = twin.take()
    assert_is_receipt(png)
    assert twin.take() == []


async def test_two_receipts_are_two_slips_of_the_same_length(twin, printer):
    # Guards against: what the first job left in the printer shows on the second.
    for _ in range(2):
        assert isinstance(await printer.print(RECEIPT), Printed)
    first, second = twin.take()
    assert np.array_equal(slip(first), slip(second))


@pytest.mark.parametrize(
    ("knob", "error", "status"),
    [
        (lambda t: t.load_paper(Paper.OUT), "paperOut", PrinterStatus(DeviceState.OFFLINE, Paper.OUT)),
        (lambda t: t.open_cover(), "coverOpen", PrinterStatus(DeviceState.USER_ERROR, Paper.FULL)),
        (lambda t: t.jam_cutter(), "paperJammed", PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED)),
        (lambda t: t.go_offline(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.FULL)),
        (lambda t: t.mute_status(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)),
        (lambda t: t.unplug(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)),
    ],
)
async def test_a_printer_that_cannot_print_is_seen_and_gets_no_job(twin, printer, knob, error, status):
    # Guards against: an item offered with a dead printer, "full" where nothing is known, a job that prints later.
    knob(twin)
    assert await printer.wait_status(lambda now: now == status, 3)
    assert not printer.status.ready
    sent = len(twin.received)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == error
    assert b"\x1dv0" not in twin.received[sent:]


async def test_low_paper_is_told_and_still_prints(twin, printer):
    # Guards against: a terminal that stops at the first warning.
    twin.load_paper(Paper.LOW)
    assert await printer.wait_status(lambda status: status.paper is Paper.LOW, 3)
    assert printer.status.ready
    assert await printer.print(RECEIPT) == Printed(confirmed=True)


async def test_paper_that_ends_in_a_job_is_told_and_the_rest_is_never_printed(twin, printer):
    # Guards against: "printed" for half a slip; the other half coming out for the next citizen.
    twin.paper_out_after(200)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "paperOut"
    assert twin.take() == []
    assert await printer.wait_status(lambda status: status.paper is Paper.OUT, 3)
    twin.load_paper()
    assert await printer.wait_status(lambda status: status.ready, 3)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    torso, whole = twin.take()
    assert slip(torso).shape[0] < 400
    assert_is_receipt(whole)


@pytest.mark.parametrize("rows", [RECEIPT, LONG])
async def test_a_cover_opened_in_a_job_is_told(twin, printer, rows):
    # Guards against: a job that hangs until its limit while a person holds the reason in their hand;
    # also where the rest of the job fills all buffers, so that no question gets through behind it.
    twin.rows_per_second = 2000
    job = asyncio.create_task(printer.print(rows))
    while b"\x1dv0" not in twin.received:
        await asyncio.sleep(0.01)
    twin.open_cover()
    outcome = await job
    assert isinstance(outcome, Failure)
    assert outcome.error == "coverOpen"
    twin.rows_per_second = 0
    twin.open_cover(False)
    assert await printer.wait_status(lambda status: status.ready, 3)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])


async def test_a_printer_that_takes_no_more_bytes_is_buffer_full(twin, printer):
    # Guards against: a send that blocks for ever.
    twin.stop_reading()
    began = time.monotonic()
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.error) == (Completion.COMMAND_ERROR_CODE, "bufferFull")
    assert time.monotonic() - began < 5


async def test_no_answer_to_the_end_question_is_unconfirmed_and_nothing_is_sent_twice(twin, printer, monkeypatch):
    # Guards against: "printed" on trust, and a second receipt for one submission.
    monkeypatch.setattr(printer_module, "CUT_AND_ANSWER", 0.2)
    monkeypatch.setattr(printer_module, "SLOWEST", 10_000)
    twin.mute_end()
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"
    assert len(twin.take()) == 1


async def test_a_limit_that_ends_within_a_job_is_unconfirmed(twin, printer):
    # Guards against: a time-out that is taken for "nothing was sent".
    twin.mute_end()
    outcome = await printer.print(RECEIPT, limit=1.0)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"


async def test_a_connection_cut_in_a_job_is_unconfirmed_and_the_next_receipt_is_whole(twin, printer):
    # Guards against: a blind second try; the rest of a strip swallowing the next receipt.
    twin.cut_connection_after(20_000)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    *_, whole = twin.take()
    assert_is_receipt(whole)


async def test_a_new_program_does_not_trust_what_the_one_before_left(twin, printer):
    # Guards against: a crash in a job makes the first receipt after it unreadable.
    _, writer = await asyncio.open_connection(twin.host, twin.port)
    writer.write(b"\x1dv0\x00" + bytes([72, 0, 96, 0]) + bytes(100))
    await writer.drain()
    writer.close()
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])


async def test_a_cancelled_job_leaves_the_next_one_whole(twin, printer):
    # Guards against: a visit that ends within a job takes the printer with it.
    twin.stop_reading()
    status_only = len(twin.received)
    job = asyncio.create_task(printer.print(RECEIPT))
    while len(twin.received) < status_only + 500:
        await asyncio.sleep(0.01)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    twin.stop_reading(False)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])


async def test_a_cable_put_back_is_noticed(twin, printer):
    # Guards against: a terminal that needs a restart after a pulled cable.
    twin.unplug()
    assert await printer.wait_status(lambda status: status.device is DeviceState.OFFLINE, 3)
    twin.replug()
    assert await printer.wait_status(lambda status: status.ready, 3)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)


def test_missing_fonts_are_one_clear_sentence(tmp_path: Path):
    # Guards against: receipts of empty boxes, or a traceback at the first receipt.
    with pytest.raises(FontsMissing, match=r"NotoSansSC-Regular.otf and NotoSansSC-Bold.otf cannot be read in .*setup"):
        ReceiptPrinter("127.0.0.1", 9100, tmp_path)


def test_a_receipt_keeps_its_words_out_of_logs():
    # Guards against: a name in a log by way of repr.
    assert "测试员甲" not in repr(RECEIPT)
