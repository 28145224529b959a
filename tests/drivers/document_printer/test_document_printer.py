"""The document printer against Debian's ippeveprinter, over real IPP."""

from __future__ import annotations

import asyncio

from drivers.print_jobs import Printed
from tests.drivers.document_printer.documents import PAGE, started, under_way
from tests.limits import LIMIT_S


async def test_done_is_said_when_the_page_lies_in_the_tray_and_not_before(twin):
    # Guards against: "printed" because the bytes were sent.
    async with started(twin.address) as printer:
        assert printer.status.media == ("iso_a4_210x297mm",)
        count = len(twin.printed())
        twin.be_slow()
        job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        await under_way(twin)
        await asyncio.sleep(0.3)
        assert not job.done()
        twin.be_slow(False)
        assert await job == Printed(confirmed=True)
    assert twin.printed()[count:] == [PAGE]


async def test_the_same_job_is_printed_once(twin):
    # Guards against: two certificates for one application.
    async with started(twin.address) as printer:
        count = len(twin.printed())
        assert await printer.print(PAGE, limit=LIMIT_S, job="one") == Printed(confirmed=True)
        assert await printer.print(PAGE, limit=LIMIT_S, job="one") == Printed(confirmed=True)
    assert len(twin.printed()) == count + 1
