"""The document printer against Debian's ippeveprinter, over real IPP."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.document_printer import ipp
from drivers.document_printer import printer as printer_module
from drivers.document_printer.printer import DocumentPrinter
from drivers.document_printer.status import is_paused_only, of_idle_queue, summarize, trouble, with_printer_behind
from drivers.document_printer.twin import DocumentPrinterTwin
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import DeviceState, Paper

PAGE = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(scope="module")
def machine():
    # A short path: a socket's has at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="ipp-") as folder, DocumentPrinterTwin(Path(folder)) as twin:
        yield twin


@pytest.fixture
def twin(machine, monkeypatch):
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.1)
    monkeypatch.setattr(printer_module, "JOB_INTERVAL", 0.05)
    machine.replug()
    machine.load_paper()
    for knob in (machine.jam, machine.open_cover, machine.be_slow, machine.break_job):
        knob(False)
    return machine


@asynccontextmanager
async def started(address: str):
    printer = DocumentPrinter(address)
    await printer.start()
    try:
        assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, 3)
        yield printer
    finally:
        await printer.close()


async def test_done_is_said_when_the_page_lies_in_the_tray_and_not_before(twin):
    # Guards against: "printed" because the bytes were sent.
    async with started(twin.address) as printer:
        assert printer.status.media == ("iso_a4_210x297mm",)
        count = len(twin.printed())
        twin.be_slow()
        job = asyncio.create_task(printer.print(PAGE, limit=20))
        await asyncio.sleep(0.5)
        assert not job.done()
        twin.be_slow(False)
        assert await job == Printed(confirmed=True)
    assert twin.printed()[count:] == [PAGE]


async def test_a_job_goes_on_after_a_refill(twin):
    # Guards against: a citizen sent away because the paper ended in their job; a technician to unpause by hand.
    async with started(twin.address) as printer:
        count = len(twin.printed())
        twin.be_slow()
        first = asyncio.create_task(printer.print(PAGE, limit=20))
        second = asyncio.create_task(printer.print(PAGE, limit=20))
        await asyncio.sleep(0.2)
        twin.load_paper(0)
        twin.be_slow(False)
        assert await first in (Printed(confirmed=True),)
        outcome = await second
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == ("paperOut", True)  # seen before it was sent
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT and not status.ready, 3)
        twin.load_paper()
        assert await printer.wait_status(lambda status: status.ready, 3)
        assert await printer.print(PAGE, limit=20) == Printed(confirmed=True)
    assert len(twin.printed()) == count + 2


async def test_paper_that_comes_within_the_limit_is_waited_for(twin, monkeypatch):
    # Guards against: a job given up, or printed twice, while somebody fetches paper.
    monkeypatch.setattr(printer_module, "trouble", lambda attributes: "")  # it ended between the look and the job
    twin.load_paper(0)
    async with started(twin.address) as printer:
        job = asyncio.create_task(printer.print(PAGE, limit=20))
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT, 3)
        await asyncio.sleep(0.4)
        assert not job.done()
        twin.load_paper()
        assert await job == Printed(confirmed=True)


@pytest.mark.parametrize(
    ("knob", "paper", "error"), [("jam", Paper.JAMMED, "paperJammed"), ("open_cover", Paper.FULL, "coverOpen")]
)
async def test_trouble_within_a_job_is_told_by_its_name(twin, knob, paper, error):
    # Guards against: "something went wrong" where a person could put it right.
    getattr(twin, knob)()
    async with started(twin.address) as printer:
        outcome = await printer.print(PAGE, limit=1.5)
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == (error, False)
        assert (printer.status.device, printer.status.paper) == (DeviceState.USER_ERROR, paper)
        getattr(twin, knob)(False)
        assert await printer.wait_status(lambda status: status.ready, 3)


async def test_an_aborted_job_is_not_printed(twin):
    # Guards against: the end of a job taken for its success.
    twin.break_job()
    async with started(twin.address) as printer:
        outcome = await printer.print(PAGE, limit=20)
    assert isinstance(outcome, NotPrinted)
    assert outcome.error == "aborted"


async def test_a_kind_of_document_that_it_does_not_take_is_refused(twin):
    # Guards against: pages of raw PDF source.
    async with started(twin.address) as printer:
        outcome = await printer.print(b"x", media_type="text/x-unheard-of", limit=20)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == ("refused", True)


async def test_the_same_job_is_printed_once(twin):
    # Guards against: two certificates for one application.
    async with started(twin.address) as printer:
        count = len(twin.printed())
        assert await printer.print(PAGE, limit=20, job="one") == Printed(confirmed=True)
        assert await printer.print(PAGE, limit=20, job="one") == Printed(confirmed=True)
    assert len(twin.printed()) == count + 1


# ---- a queue, and bytes of any kind ----------------------------------------------------------------
def answer_of(status: int, group: int, attributes: bytes = b"") -> bytes:
    return b"\x02\x00" + status.to_bytes(2) + b"\x00\x00\x00\x01" + bytes([group]) + attributes + b"\x03"


def enum(name: bytes, value: int, tag: int = 0x23) -> bytes:
    return bytes([tag]) + len(name).to_bytes(2) + name + b"\x00\x04" + value.to_bytes(4)


def keyword(name: bytes, value: bytes) -> bytes:
    return b"\x44" + len(name).to_bytes(2) + name + len(value).to_bytes(2) + value


async def test_a_queue_that_stopped_is_purged_and_then_resumed(monkeypatch):
    # Guards against: a queue that stays stopped after the refill; and the last citizen's page for the next one.
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.05)
    asked: list[int] = []

    async def serve(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            operation = int.from_bytes(body[2:4])
            asked.append(operation)
            stopped = ipp.Operation.RESUME_PRINTER not in asked
            said = answer_of(
                0, 4, enum(b"printer-state", 5 if stopped else 3) + keyword(b"printer-state-reasons", b"paused")
            )
            if not stopped:
                said = answer_of(0, 4, enum(b"printer-state", 3) + keyword(b"printer-state-reasons", b"none"))
            if operation == ipp.Operation.GET_JOBS:
                said = answer_of(0, 2, enum(b"job-id", 7, 0x21))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said) + said)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with started(f"ipp://127.0.0.1:{port}/printers/a4") as printer:
        assert await printer.wait_status(lambda status: status.ready, 3)
    server.close()
    assert asked.index(ipp.Operation.CANCEL_JOB) < asked.index(ipp.Operation.RESUME_PRINTER)


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=60).map(lambda more: answer_of(0, 4, more))))
def test_any_bytes_are_an_answer_or_a_bad_one(data):
    # Guards against: a printer, or whoever sits at its address, that brings the terminal down.
    try:
        read = ipp.answer(data)
    except ipp.BadAnswer:
        return
    summarize(read.printer)
    trouble(read.printer)
    is_paused_only(read.printer)
    for job in read.jobs:
        ipp.number(job, "job-state")


@pytest.mark.parametrize(
    ("reasons", "state", "device", "paper"),
    [
        (["none"], 3, DeviceState.ONLINE, Paper.FULL),
        (["media-low-warning"], 4, DeviceState.ONLINE, Paper.LOW),
        (["media-empty-error"], 5, DeviceState.ONLINE, Paper.OUT),
        (["media-jam-error", "media-empty"], 5, DeviceState.USER_ERROR, Paper.JAMMED),
        (["toner-empty"], 5, DeviceState.USER_ERROR, Paper.FULL),
        (["offline-report"], 3, DeviceState.OFFLINE, Paper.FULL),
        (["other-error"], 5, DeviceState.HARDWARE_ERROR, Paper.FULL),
        ([], None, DeviceState.OFFLINE, Paper.UNKNOWN),
    ],
)
def test_reasons_become_words(reasons, state, device, paper):
    # Guards against: "full" where nothing is known, a jam that reads as a missing cable.
    attributes: ipp.Attributes = {"printer-state-reasons": list(reasons), "printer-state": [state] if state else []}
    status = summarize(attributes)
    assert (status.device, status.paper) == (device, paper)
    assert status.ready is (trouble(attributes) == "" and state is not None)


def test_an_empty_tray_beside_a_full_one_is_low_not_out():
    # Guards against: certificates refused because the envelope feeder is empty.
    attributes: ipp.Attributes = {
        "printer-state": [3],
        "printer-state-reasons": ["media-empty-warning"],
        "printer-input-tray": [
            b"type=other;level=250;status=0;name=main;",
            b"type=other;level=0;status=0;name=bypass;",
        ],
    }
    assert summarize(attributes).paper is Paper.LOW
    assert trouble(attributes) == ""


def test_what_an_idle_queue_says_of_paper_is_old():
    # Guards against: a queue before a USB printer that says "empty" from its last job on, and refuses all others.
    idle: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["media-empty-warning"]}
    status = summarize(of_idle_queue(idle))
    assert (status.device, status.paper, trouble(of_idle_queue(idle))) == (DeviceState.ONLINE, Paper.UNKNOWN, "")
    busy = idle | {"printer-state": [4]}
    assert summarize(of_idle_queue(busy)).paper is Paper.OUT


def test_of_a_stopped_queue_its_printer_says_whether_it_may_go_on():
    # Guards against: a queue resumed into an empty tray, or never resumed because of an old reason.
    stopped: ipp.Attributes = {"printer-state": [5], "printer-state-reasons": ["paused", "media-empty-warning"]}
    filled: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["none"]}
    empty: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["media-empty-error"]}
    assert is_paused_only(with_printer_behind(stopped, filled))
    assert not is_paused_only(with_printer_behind(stopped, empty))
    assert not is_paused_only(with_printer_behind(stopped, None))
    assert summarize(with_printer_behind(filled, None)).device is DeviceState.OFFLINE
