"""The common part of all devices."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, Status
from tests.limits import LIMIT_S

ONLINE, OFFLINE = Status(DeviceState.ONLINE), Status(DeviceState.OFFLINE)


class Bell(Device[Status]):
    """The smallest device: it does nothing by itself."""

    def __init__(self) -> None:
        super().__init__("bell", Status())

    async def _start(self) -> None: ...

    async def _stop(self) -> None: ...

    async def ring(self, seconds: float, limit: float) -> str | Failure:
        async def work() -> str | Failure:
            await asyncio.sleep(seconds)
            return "rung"

        return await self._command(work, limit)


@pytest.fixture
async def bell():
    device = Bell()
    await device.start()
    yield device
    await device.close()


async def test_a_change_is_told_once_in_the_event_loop(bell, caplog):
    # Guards against: a callback in a driver's thread touches the window, or an unchanged status floods the log.
    caplog.set_level(logging.INFO, logger="drivers")
    seen: list[tuple[Status, int]] = []
    unsubscribe = bell.subscribe(lambda status: seen.append((status, threading.get_ident())))
    told = asyncio.create_task(bell.wait_status(lambda status: status == OFFLINE, LIMIT_S))

    def from_thread() -> None:
        for status in (ONLINE, ONLINE, OFFLINE):
            bell._publish_from_thread(status)

    await asyncio.to_thread(from_thread)
    assert await told
    assert seen == [(ONLINE, threading.get_ident()), (OFFLINE, threading.get_ident())]
    assert len([r for r in caplog.records if r.name == "drivers.device"]) == 2
    unsubscribe()
    unsubscribe()  # twice does no harm
    bell._publish(ONLINE)
    assert len(seen) == 2


async def test_a_failing_callback_does_not_keep_the_others_from_hearing(bell):
    heard: list[Status] = []
    bell.subscribe(lambda status: 1 / 0)
    bell.subscribe(heard.append)
    bell._publish(ONLINE)
    assert heard == [ONLINE]


async def test_a_status_after_close_is_dropped(bell):
    # Guards against: a late thread calls into a window that is gone.
    heard: list[Status] = []
    bell.subscribe(heard.append)
    await bell.close()
    bell._publish_from_thread(ONLINE)
    await asyncio.sleep(0)
    assert heard == []
    assert bell.status == Status()


async def test_commands_run_one_at_a_time_and_end_at_their_limit(bell):
    first, second = await asyncio.gather(bell.ring(0.05, LIMIT_S), bell.ring(0, LIMIT_S))
    assert (first, second) == ("rung", "rung")
    slow, waiting = await asyncio.gather(bell.ring(5, 0.1), bell.ring(0, 0.05))
    assert isinstance(slow, Failure)
    assert slow.code is Completion.TIME_OUT
    assert isinstance(waiting, Failure)  # the time in the queue counts
    assert await bell.ring(0, LIMIT_S) == "rung"


async def test_a_cancelled_command_frees_the_device(bell):
    task = asyncio.create_task(bell.ring(5, 10))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await bell.ring(0, LIMIT_S) == "rung"


async def test_a_command_before_start_is_a_failure():
    outcome = await Bell().ring(0, 1)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
