"""A jam, or a cover that is opened, within a job."""

from __future__ import annotations

import pytest

from drivers.print_jobs import NotPrinted
from drivers.status import DeviceState, Paper
from tests.drivers.document_printer.documents import PAGE, started
from tests.limits import LIMIT_S


@pytest.mark.parametrize(
    ("knob", "paper", "error"), [("jam", Paper.JAMMED, "paperJammed"), ("open_cover", Paper.FULL, "coverOpen")]
)
async def test_trouble_within_a_job_is_told_by_its_name(twin, knob, paper, error):
    # Guards against: "something went wrong" where a person could put it right.
    getattr(twin, knob)()
    async with started(twin.address) as printer:
        outcome = await printer.print(PAGE, limit=8.0)
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == (error, False)
        assert (printer.status.device, printer.status.paper) == (DeviceState.USER_ERROR, paper)
        getattr(twin, knob)(False)
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
