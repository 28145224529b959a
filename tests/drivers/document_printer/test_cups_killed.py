"""cupsd dies, between jobs and within one."""

from __future__ import annotations

import asyncio
import time

from drivers.document_printer import ipp
from drivers.document_printer.client import IppClient
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import DeviceState
from tests.drivers.document_printer.cups import PAGE, patient_at_first, queue, started
from tests.limits import LIMIT_S


async def test_the_printer_is_away_and_back_by_itself():
    # Guards against: a terminal that needs a restart after CUPS was updated.
    with queue() as there:
        async with started(there.cupsd.address) as printer:
            there.cupsd.kill()
            assert await printer.wait_status(lambda status: status.device is DeviceState.OFFLINE, LIMIT_S)
            refused = await printer.print(PAGE, limit=3)
            assert isinstance(refused, NotPrinted)
            assert (refused.error, refused.proved) == ("offline", True)
            there.cupsd.start()
            assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
            assert await printer.print(PAGE, limit=LIMIT_S) == Printed(confirmed=True)
        assert there.twin.printed() == [PAGE]


async def test_a_job_that_was_under_way_is_followed_to_its_end():
    # Guards against: a page in the tray that the terminal calls failed, and prints again.
    with queue() as there:
        async with started(there.cupsd.address) as printer:
            there.twin.be_slow()
            job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S, job="one"))
            await until(lambda: bool(there.cupsd.waiting()))
            there.cupsd.kill()
            await asyncio.sleep(0.5)
            assert not job.done()
            there.twin.be_slow(False)
            there.cupsd.start()
            assert await job == Printed(confirmed=True)
            assert await printer.print(PAGE, limit=LIMIT_S, job="one") == Printed(confirmed=True)


async def test_a_job_whose_end_nobody_saw_is_taken_out_of_the_queue_that_comes_back(monkeypatch):
    # Guards against: the certificate of the citizen before, which the next one finds in the tray.
    with queue() as there:
        async with started(there.cupsd.address) as printer:
            there.twin.load_paper(0)
            patient_at_first(monkeypatch)
            first = asyncio.create_task(printer.print(PAGE, limit=6))
            await until(lambda: bool(there.cupsd.waiting()))
            there.cupsd.kill()
            outcome = await first
            assert isinstance(outcome, NotPrinted)
            assert not outcome.proved
            there.cupsd.start()
            assert await printer.wait_status(lambda status: status.device is not DeviceState.OFFLINE, LIMIT_S)
            await until(lambda: not there.cupsd.waiting())
            await until_cancelled_at(there.twin.address)
            there.twin.load_paper()
            assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
            assert await printer.print(PAGE + b"%second", limit=LIMIT_S) == Printed(confirmed=True)


async def until_cancelled_at(address: str) -> None:
    """The printer behind was told. (ippeveprinter goes on to its "stop point", which is the end of the page.)"""
    client = IppClient(address)
    for _ in range(round(LIMIT_S / 0.05)):
        jobs = await client.jobs("not-completed")
        if all("processing-to-stop-point" in ipp.words(job, "job-state-reasons") for job in jobs):
            break
        await asyncio.sleep(0.05)
    else:
        raise AssertionError(jobs)
    await client.close()


async def until(reached, limit: float = LIMIT_S) -> None:
    end = time.monotonic() + limit
    while not reached():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.05)
