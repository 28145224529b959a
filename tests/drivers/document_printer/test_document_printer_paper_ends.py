"""The tray is empty, before a job and within one, and is filled again."""

from __future__ import annotations

import asyncio

from drivers.document_printer import ipp
from drivers.document_printer import printer as printer_module
from drivers.document_printer.status import summarize, trouble
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import Paper
from tests.drivers.document_printer.documents import PAGE, started, under_way
from tests.limits import LIMIT_S


async def test_a_job_goes_on_after_a_refill(twin):
    # Guards against: a citizen sent away because the paper ended in their job; a technician to unpause by hand.
    async with started(twin.address) as printer:
        count = len(twin.printed())
        twin.be_slow()
        first = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        second = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        await under_way(twin)
        twin.load_paper(0)
        twin.be_slow(False)
        assert await first in (Printed(confirmed=True),)
        outcome = await second
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == ("paperOut", True)  # seen before it was sent
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT and not status.ready, LIMIT_S)
        twin.load_paper()
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        assert await printer.print(PAGE, limit=LIMIT_S) == Printed(confirmed=True)
    assert len(twin.printed()) == count + 2


async def test_paper_that_comes_within_the_limit_is_waited_for(twin, monkeypatch):
    # Guards against: a job given up, or printed twice, while somebody fetches paper.
    monkeypatch.setattr(printer_module, "trouble", lambda attributes: "")  # it ended between the look and the job
    twin.load_paper(0)
    async with started(twin.address) as printer:
        job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT, LIMIT_S)
        await asyncio.sleep(0.4)
        assert not job.done()
        twin.load_paper()
        assert await job == Printed(confirmed=True)


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
