"""A jam, or a cover that is opened, within a job."""

from __future__ import annotations

import asyncio

import pytest

from drivers.document_printer import printer as printer_module
from drivers.print_jobs import NotPrinted
from drivers.status import DeviceState, Paper
from tests.drivers.document_printer.documents import PAGE, started
from tests.limits import LIMIT_S


class DriversClock:
    """The clock by which the driver ends a job: a test moves it on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        patch.setattr(printer_module, "asyncio", self)

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    def get_running_loop(self) -> DriversClock:
        return self

    def time(self) -> float:
        return asyncio.get_running_loop().time() + self.ahead


@pytest.mark.parametrize(
    ("knob", "paper", "error"), [("jam", Paper.JAMMED, "paperJammed"), ("open_cover", Paper.FULL, "coverOpen")]
)
async def test_trouble_within_a_job_is_told_by_its_name(twin, knob, paper, error, monkeypatch):
    # Guards against: "something went wrong" where a person could put it right.
    getattr(twin, knob)()
    async with started(twin.address) as printer:
        clock = DriversClock(monkeypatch)
        job = asyncio.create_task(printer.print(PAGE, limit=LIMIT_S))
        assert await printer.wait_status(lambda status: status.paper is paper and not status.ready, LIMIT_S)
        clock.ahead = LIMIT_S - 2  # nobody has put it right for so long
        outcome = await job
        assert isinstance(outcome, NotPrinted)
        assert (outcome.error, outcome.proved) == (error, False)
        assert (printer.status.device, printer.status.paper) == (DeviceState.USER_ERROR, paper)
        getattr(twin, knob)(False)
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
