"""The same wish comes twice: a slow answer, an impatient finger, a program that tries again."""

from __future__ import annotations

import asyncio

import pytest

from drivers.print_jobs import KEPT, Ledger
from drivers.receipt_printer import printer as printer_module
from drivers.receipt_printer.printer import NotPrinted, Printed
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import Paper
from tests.drivers.receipt_printer.printers import LONG, RECEIPT, gives_up_soon, impatient, started, waits_for_answers
from tests.limits import LIMIT_S


@pytest.fixture
def twin(monkeypatch):
    impatient(monkeypatch)
    with PrinterTwin() as twin:
        yield twin


async def test_a_printed_job_is_not_printed_again(twin):
    # Guards against: two receipts for one submission.
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        both = await asyncio.gather(printer.print(RECEIPT, job="one"), printer.print(RECEIPT, job="one"))
        assert both == [Printed(confirmed=True)] * 2
        assert await printer.print(RECEIPT, job="one") == Printed(confirmed=True)
        assert len(twin.take()) == 1
        assert await printer.print(RECEIPT, job="two") == Printed(confirmed=True)
    assert len(twin.take()) == 1


async def test_a_job_that_may_be_on_paper_is_not_printed_again(twin, monkeypatch):
    # Guards against: the second receipt that a retry of a doubtful job makes.
    monkeypatch.setattr(printer_module, "CUT_AND_ANSWER", 0.2)
    monkeypatch.setattr(printer_module, "SLOWEST", 10_000)
    twin.mute_end()
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        first = await printer.print(RECEIPT, job="one")
        await asyncio.to_thread(twin.wait_for_receipt, LIMIT_S)
        twin.mute_end(False)
        assert await printer.print(RECEIPT, job="one") == first
    assert isinstance(first, NotPrinted)
    assert not first.proved
    assert len(twin.take()) == 1


async def test_a_job_that_is_proved_unprinted_is_printed_on_the_next_try(twin):
    # Guards against: a citizen who gets no receipt although the paper was refilled.
    twin.load_paper(Paper.OUT)
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        first = await printer.print(RECEIPT, job="one")
        assert isinstance(first, NotPrinted)
        assert (first.error, first.proved) == ("paperOut", True)
        twin.load_paper()
        assert await printer.print(RECEIPT, job="one") == Printed(confirmed=True)
    assert len(twin.take()) == 1


async def test_a_job_whose_end_was_never_handed_over_is_purged_and_printed_once(twin, monkeypatch):
    # Guards against: a torso that is completed later, beside the second try.
    gives_up_soon(monkeypatch)  # it takes nothing more
    twin.paper_out_after(200)
    async with started(TcpAddress(twin.host, twin.port)) as printer:
        first = await printer.print(LONG, job="one")
        assert isinstance(first, NotPrinted)
        assert (first.error, first.proved) == ("paperOut", True)
        waits_for_answers(monkeypatch)
        twin.load_paper()
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        assert await printer.print(LONG, job="one") == Printed(confirmed=True)
    torso, whole = twin.take()
    assert len(torso) < len(whole)


def test_the_ledger_does_not_grow_for_ever():
    # Guards against: memory that fills over a year of receipts.
    ledger = Ledger()
    for number in range(KEPT + 5):
        ledger.note(str(number), Printed(confirmed=True))
    assert ledger.settled("0") is None
    assert ledger.settled(str(KEPT + 4)) == Printed(confirmed=True)
    assert ledger.settled(None) is None
