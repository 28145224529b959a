"""A receipt printer behind an XFS4IoT service: no slip twice, none called printed that is not proved to be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect

from drivers.configuration import NetworkPrinter
from drivers.opening import Configuration, open_devices
from drivers.outcome import Failure
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import DeviceState, Paper, PrinterStatus
from drivers.xfs4iot import printer as printer_module
from drivers.xfs4iot.messages import BadMessage, Message, read, write
from drivers.xfs4iot.printer import XfsReceiptPrinter, changed, outcome_of
from drivers.xfs4iot.twin import XfsPrinterTwin
from tests.drivers.faces import FONTS
from tests.drivers.receipt_printer.printers import gives_up_soon, waits_for_answers
from tests.drivers.receipt_printer.printing import LONG, RECEIPT, assert_is_receipt
from tests.limits import LIMIT_S


@pytest.fixture
def twin() -> Iterator[XfsPrinterTwin]:
    with XfsPrinterTwin() as twin:
        yield twin


@pytest.fixture
async def printer(twin: XfsPrinterTwin, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[XfsReceiptPrinter]:
    monkeypatch.setattr(printer_module, "COME_BACK", 0.05)
    waits_for_answers(monkeypatch)
    one = open_devices(Configuration(receipt_printer=NetworkPrinter(address=twin.url)), FONTS).receipt_printer
    assert isinstance(one, XfsReceiptPrinter)
    await one.start()
    assert await one.wait_status(lambda status: status.ready, LIMIT_S)
    yield one
    await one.close()


async def test_a_receipt_is_printed_and_only_the_printers_own_answer_says_so(
    twin: XfsPrinterTwin, printer: XfsReceiptPrinter
) -> None:
    assert await printer.print(RECEIPT, job="a") == Printed(confirmed=True)
    (slip,) = twin.printer.receipts
    assert_is_receipt(slip)
    (command,) = [message for message in twin.heard if message.name == "Printer.PrintRaw"]
    assert (command.type, command.version, command.payload["inputData"]) == ("command", "3.0", "yes")
    assert await printer.print(RECEIPT, job="a") == Printed(confirmed=True)
    assert len(twin.printer.receipts) == 1  # the same wish again


@pytest.mark.parametrize(
    ("knob", "error", "status"),
    [
        (lambda t: t.printer.load_paper(Paper.OUT), "paperOut", PrinterStatus(DeviceState.OFFLINE, Paper.OUT)),
        (lambda t: t.printer.open_cover(), "coverOpen", PrinterStatus(DeviceState.USER_ERROR, Paper.FULL)),
        (lambda t: t.printer.jam_cutter(), "paperJammed", PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED)),
        (lambda t: t.printer.unplug(), "offline", PrinterStatus(DeviceState.NO_DEVICE, Paper.UNKNOWN)),
        (lambda t: t.unplug(), "offline", PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)),
    ],
)
async def test_a_printer_that_cannot_print_is_told_of_unasked_and_gets_no_job(
    twin: XfsPrinterTwin,
    printer: XfsReceiptPrinter,
    knob: Callable[[XfsPrinterTwin], None],
    error: str,
    status: PrinterStatus,
) -> None:
    await asyncio.to_thread(knob, twin)
    assert await printer.wait_status(lambda now: now == status, LIMIT_S)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == (error, True)
    assert not [message for message in twin.heard if message.name == "Printer.PrintRaw"]


@pytest.mark.parametrize(
    ("knob", "proved"),
    [("hang_up_at_print", False), ("forget_answer", False), ("mute_completion", False)],
)
async def test_what_is_not_proved_is_neither_printed_nor_unprinted(
    twin: XfsPrinterTwin, printer: XfsReceiptPrinter, knob: str, proved: bool
) -> None:
    setattr(twin, knob, True)
    outcome = await printer.print(RECEIPT, limit=3.0, job="a")
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == ("unconfirmed", proved)
    setattr(twin, knob, False)
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT, job="a") == outcome, "what may be on paper is not printed once more"
    assert await printer.print(RECEIPT, job="b") == Printed(confirmed=True)


async def test_a_command_that_is_not_taken_in_may_be_tried_again(
    twin: XfsPrinterTwin, printer: XfsReceiptPrinter
) -> None:
    twin.too_many = True
    outcome = await printer.print(RECEIPT, job="a")
    assert isinstance(outcome, NotPrinted)
    assert outcome.proved
    twin.too_many = False
    assert await printer.print(RECEIPT, job="a") == Printed(confirmed=True)


async def test_the_paper_ends_within_a_job_and_nobody_gets_the_rest(
    twin: XfsPrinterTwin, printer: XfsReceiptPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    gives_up_soon(monkeypatch)  # it takes nothing more
    twin.printer.paper_out_after(100)
    outcome = await printer.print(LONG)
    assert isinstance(outcome, Failure)
    assert outcome.error == "paperOut"
    waits_for_answers(monkeypatch)
    twin.printer.load_paper(Paper.FULL)
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.printer.receipts[-1])


async def test_a_service_that_comes_back_is_found(twin: XfsPrinterTwin, printer: XfsReceiptPrinter) -> None:
    await asyncio.to_thread(twin.unplug)
    assert await printer.wait_status(lambda status: not status.ready, LIMIT_S)
    await asyncio.to_thread(twin.replug)
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)


async def test_the_twin_keeps_to_the_envelope(twin: XfsPrinterTwin) -> None:
    """As a foreign client sees it: one acknowledgement and one completion a command, each of its own request."""
    async with connect(twin.url, proxy=None) as client:
        await client.send("{")
        assert read(await client.recv()).status == "invalidMessage"
        await client.send(write(Message("command", "Common.Status", 0)))
        assert read(await client.recv()).status == "invalidRequestID"
        await client.send(write(Message("command", "CardReader.Move", 7, {"to": "exit"})))
        first, second = json.loads(await client.recv()), json.loads(await client.recv())
        assert first == {
            "header": {"type": "acknowledge", "name": "CardReader.Move", "requestId": 7, "version": "1.0"},
            "payload": {},
        }
        assert (second["header"]["type"], second["header"]["completionCode"]) == ("completion", "unsupportedCommand")
        await client.send(write(Message("command", "Common.Status", 8)))
        await client.recv()
        status = read(await client.recv())
        assert status.payload == {"common": {"device": "online"}, "printer": {"paper": {"upper": "full"}}}


def completion(code: str, **payload: str) -> Message:
    return Message("completion", "Printer.PrintRaw", 1, payload, completion=code)


@pytest.mark.parametrize(
    ("answer", "error", "proved"),
    [
        (completion("commandErrorCode", errorCode="paperOut"), "paperOut", False),
        (completion("commandErrorCode", errorCode="mediaJammed"), "paperJammed", False),
        (completion("commandErrorCode", errorCode="blackMark"), "stopped", True),
        (completion("commandErrorCode", errorCode="somethingNew"), "unconfirmed", False),
        (completion("unsupportedCommand"), "offline", True),
        (completion("invalidData"), "offline", True),
        (completion("deviceNotReady"), "unconfirmed", False),
        (completion("canceled"), "unconfirmed", False),
        (completion("somethingNew"), "unconfirmed", False),
        (completion("success", data="EhIS"), "unconfirmed", False),  # real-time answers say nothing about the end
        (completion("success", data="not base64"), "unconfirmed", False),
        (Message("acknowledge", "Printer.PrintRaw", 1, status="tooManyRequests"), "offline", True),
    ],
)
def test_what_an_answer_proves(answer: Message, error: str, proved: bool) -> None:
    outcome = outcome_of(answer)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == (error, proved)


def test_a_word_that_nobody_knows_is_never_ready() -> None:
    before = PrinterStatus(DeviceState.ONLINE, Paper.FULL)
    assert changed(before, {"common": {"device": "levitating"}}).device is DeviceState.OFFLINE
    assert changed(before, {"printer": {"paper": {"upper": "tapestry"}}}).paper is Paper.UNKNOWN
    assert changed(before, {"printer": {"paper": {"upper": "low"}}}) == PrinterStatus(DeviceState.ONLINE, Paper.LOW)
    assert changed(before, {"common": {}, "printer": {"paper": None}}) == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional={"header": JSON, "payload": JSON}) | JSON)
def test_whatever_comes_is_a_message_or_none(raw: object) -> None:
    try:
        message = read(json.dumps(raw))
    except BadMessage:
        return
    assert isinstance(changed(PrinterStatus(), message.payload), PrinterStatus)
    outcome_of(message)
