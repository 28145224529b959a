"""GS r is not answered, as by many Ethernet boards: automatic status is the second proof, and trust is none."""

from __future__ import annotations

import asyncio

import pytest

from drivers.receipt_printer import printer as printer_module
from drivers.receipt_printer.link import Link
from drivers.receipt_printer.printer import NotPrinted, Printed
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from tests.drivers.receipt_printer.printers import RECEIPT, impatient, started, waits_for_answers
from tests.limits import LIMIT_S


@pytest.fixture
def twin(monkeypatch):
    impatient(monkeypatch)
    monkeypatch.setattr(printer_module, "CUT_AND_ANSWER", LIMIT_S)
    with PrinterTwin() as twin:
        twin.mute_end_question()
        yield twin


async def test_automatic_status_proves_the_end(twin):
    # Guards against: a good receipt reported as doubtful on each of these boards.
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        assert await printer.print(RECEIPT) == Printed(confirmed=True)
        assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert len(twin.take()) == 2


async def test_a_family_that_does_not_know_it_is_not_asked(twin, monkeypatch):
    # Guards against: letters on the slips of a printer that takes an unknown command for text.
    monkeypatch.setattr(printer_module, "CUT_AND_ANSWER", 0.3)
    monkeypatch.setattr(printer_module, "SLOWEST", 10_000)
    async with started(TcpAddress(twin.host, twin.port), Profile(end=("gs_r",))) as printer:
        outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == ("unconfirmed", False)
    assert b"\x1da" not in twin.received


@pytest.mark.parametrize(
    ("said", "proved"),
    [
        (b"\x10\x00\x00\x00" * 2, True),
        (b"\x00", True),  # GS r after all
        (b"\x10\x00\x00\x00", False),  # one alone is a change that nobody asked for
        (b"\x18\x00\x0f\x00\x10\x00\x00\x00", False),  # paper out, then paper back
        (b"\x12\x12\x12", False),  # late answers to real-time questions
        (b"\x10\x00\x00\x80\x10\x00", False),  # noise
    ],
)
async def test_only_two_clean_statuses_in_a_row_are_a_proof(said, proved, monkeypatch):
    # Guards against: a status that came for another reason taken for the end of the job.
    async def say(reader, writer):
        writer.write(said)
        await writer.drain()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    waits_for_answers(monkeypatch)
    link = await Link.open(TcpAddress(*server.sockets[0].getsockname()[:2]))
    assert await link.ended(LIMIT_S if proved else 0.3) is proved
    link.close()
    server.close()
