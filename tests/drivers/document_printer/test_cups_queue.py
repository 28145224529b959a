"""A queue of CUPS before the printer: followed, stopped, purged and resumed through the real cupsd."""

from __future__ import annotations

import asyncio

import pytest

from drivers.document_printer.cupsd import QUEUE
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import DeviceState, Paper
from tests.drivers.document_printer.cups import PAGE, patient_at_first, queue, started
from tests.drivers.document_printer.test_cups_killed import until, until_cancelled_at
from tests.limits import LIMIT_S


@pytest.fixture(scope="module")
def running():
    with queue() as started_once:
        yield started_once


@pytest.fixture
def there(running):
    running.twin.load_paper()
    running.twin.be_slow(False)
    return running


async def test_done_is_said_when_the_page_lies_in_the_tray_and_not_when_it_is_in_the_queue(there):
    # Guards against: "printed" because CUPS took it.
    async with started(there.cupsd.address) as printer:
        count = len(there.twin.printed())
        there.twin.be_slow()
        job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        await until(lambda: bool(there.cupsd.waiting()))
        await asyncio.sleep(0.5)
        assert not job.done()
        there.twin.be_slow(False)
        assert await job == Printed(confirmed=True)
    assert there.twin.printed()[count:] == [PAGE]


async def test_a_refill_within_the_limit_is_waited_for_and_the_queue_goes_on(there, monkeypatch):
    # Guards against: a job given up, or printed twice, while somebody fetches paper.
    async with started(there.cupsd.address) as printer:
        count = len(there.twin.printed())
        there.twin.load_paper(0)
        patient_at_first(monkeypatch)
        job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT, LIMIT_S)
        assert not job.done()
        there.twin.load_paper()
        assert await job == Printed(confirmed=True)
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert len(there.twin.printed()) == count + 1


async def test_at_its_limit_a_job_is_cancelled_in_the_queue_and_at_the_printer(there, monkeypatch):
    # Guards against: the last citizen's page, printed when the next one fills the tray; "not printed" without proof.
    async with started(there.cupsd.address) as printer:
        there.twin.load_paper(0)
        patient_at_first(monkeypatch)
        outcome = await printer.print(PAGE, limit=8)
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == ("paperOut", False)  # it had begun, and few printers count pages
        assert there.cupsd.waiting() == []
        await until_cancelled_at(there.twin.address)


async def test_an_empty_tray_is_seen_before_the_job_although_the_queue_does_not_tell(there):
    # Guards against: an item begun that cannot be finished; an empty tray of yesterday that refuses all jobs of today.
    async with started(there.cupsd.address) as printer:
        there.twin.load_paper(0)
        assert await printer.wait_status(lambda status: status.paper is Paper.OUT and not status.ready, LIMIT_S)
        refused = await printer.print(PAGE, limit=8)
        assert isinstance(refused, NotPrinted)
        assert (refused.error, refused.proved) == ("paperOut", True)
        there.twin.load_paper()
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        assert printer.status.media == ("iso_a4_210x297mm",)


async def test_a_printer_that_is_switched_off_behind_its_queue_is_offline(there):
    # Guards against: "online" because CUPS is.
    async with started(there.cupsd.address) as printer:
        there.twin.unplug()
        assert await printer.wait_status(lambda status: status.device is DeviceState.OFFLINE, LIMIT_S)
        there.twin.replug()
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)


async def test_a_queue_that_was_stopped_is_purged_and_then_resumed(there):
    # Guards against: a queue that stays stopped after the refill; and a page of the visit before for this one.
    async with started(there.cupsd.address) as printer:
        count = len(there.twin.printed())
        there.twin.be_slow()
        assert printer._client is not None
        for _ in range(2):  # of a visit whose process died
            await printer._client.print_job(PAGE, "application/pdf", "", "left behind")
        there.cupsd.administer("-p", QUEUE, "-o", "printer-error-policy=stop-printer")
        there.cupsd.disable(QUEUE)
        assert await printer.wait_status(lambda status: status.device is DeviceState.OFFLINE, LIMIT_S)
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
        await until(lambda: not there.cupsd.waiting())
        there.twin.be_slow(False)
        assert await printer.print(PAGE + b"%mine", limit=LIMIT_S) == Printed(confirmed=True)
    assert there.twin.printed()[count:] in (
        [PAGE + b"%mine"],
        [PAGE, PAGE + b"%mine"],
    )  # one was already at the printer


async def test_purge_takes_back_what_waits(there):
    # Guards against: a technician who purges, and papers that still come.
    async with started(there.cupsd.address) as printer:
        there.twin.load_paper(0)
        assert printer._client is not None
        for _ in range(3):
            await printer._client.print_job(PAGE, "application/pdf", "", "left behind")
        assert len(there.cupsd.waiting()) == 3
        assert await printer.purge() == 3
        await until(lambda: not there.cupsd.waiting())
        there.twin.load_paper()
