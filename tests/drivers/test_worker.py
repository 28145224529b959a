"""A blocking library behind an awaitable."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from drivers.outcome import Completion, Failure
from drivers.worker import Worker
from tests.limits import LIMIT_S


async def test_calls_run_on_one_thread_that_is_not_the_loop():
    worker = Worker("test")
    first = await worker.call(threading.get_ident, limit=LIMIT_S)
    second = await worker.call(threading.get_ident, limit=LIMIT_S)
    assert first == second != threading.get_ident()
    worker.close()


async def test_what_the_library_raises_arrives():
    worker = Worker("test")
    with pytest.raises(ZeroDivisionError):
        await worker.call(lambda: 1 / 0, limit=LIMIT_S)
    assert await worker.call(lambda: 1, limit=LIMIT_S) == 1  # and the thread lives on
    worker.close()


async def test_a_hanging_call_is_given_up_and_its_thread_replaced():
    # Guards against: one hung reader freezes the terminal.
    abandoned: list[bool] = []
    worker = Worker("test", on_abandoned=lambda: abandoned.append(True))
    release = threading.Event()
    outcome = await worker.call(release.wait, limit=0.05)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    assert abandoned == [True]
    assert await worker.call(lambda: "alive", limit=LIMIT_S) == "alive"
    release.set()  # the late result is heard by nobody and hurts nobody
    assert await worker.call(lambda: "still alive", limit=LIMIT_S) == "still alive"
    worker.close()


async def test_a_cancelled_call_that_has_not_begun_never_begins():
    worker = Worker("test")
    release, begun = threading.Event(), threading.Event()
    ran: list[str] = []

    def block() -> None:
        begun.set()
        release.wait()

    blocking = asyncio.create_task(worker.call(block, limit=LIMIT_S))
    await asyncio.to_thread(begun.wait, LIMIT_S)
    queued = asyncio.create_task(worker.call(lambda: ran.append("queued"), limit=LIMIT_S))
    await asyncio.sleep(0)
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queued
    release.set()
    await blocking
    await worker.call(lambda: None, limit=LIMIT_S)
    assert ran == []
    worker.close()


async def test_a_closed_worker_takes_no_more_calls():
    worker = Worker("test")
    worker.close()
    outcome = await worker.call(lambda: 1, limit=LIMIT_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY


def test_a_hung_library_does_not_keep_the_process_alive():
    # Guards against: the window closes and the process stays.
    program = (
        "import asyncio, threading\n"
        "from drivers.worker import Worker\n"
        "async def main():\n"
        "    await Worker('hung').call(threading.Event().wait, limit=0.05)\n"
        "asyncio.run(main())\n"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=LIMIT_S, check=False).returncode == 0
