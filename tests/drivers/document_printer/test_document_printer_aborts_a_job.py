"""The printer gives a job up by itself."""

from __future__ import annotations

from drivers.print_jobs import NotPrinted
from tests.drivers.document_printer.documents import PAGE, started
from tests.limits import LIMIT_S


async def test_an_aborted_job_is_not_printed(twin):
    # Guards against: the end of a job taken for its success.
    twin.break_job()
    async with started(twin.address) as printer:
        outcome = await printer.print(PAGE, limit=LIMIT_S)
    assert isinstance(outcome, NotPrinted)
    assert outcome.error == "aborted"
