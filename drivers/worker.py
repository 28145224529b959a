"""One worker thread for one device: a blocking library behind an awaitable with a limit.

A library that hangs (a reader can hold `SCardTransmit` for minutes) must hold neither the event loop
nor the exit of the process: the call is given up at its limit, its thread is left behind and a new one
takes over. All threads are daemons and none is ever joined.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from drivers.outcome import Completion, Failure

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Job:
    run: Callable[[], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    def finish(self, result: Any, error: BaseException | None) -> None:
        """In the worker thread: hand the result to the event loop, where a given-up call drops it."""
        try:
            self.loop.call_soon_threadsafe(_settle, self.future, result, error)
        except RuntimeError:  # the loop was closed while the library was still at work
            log.debug("a result came after the event loop had closed")


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


class Worker:
    """Runs calls one after the other on its own thread.

    `on_abandoned` is called in the event loop after a thread was left behind, so that the device can
    forget the handles that this thread still holds.
    """

    def __init__(self, name: str, on_abandoned: Callable[[], None] | None = None) -> None:
        self._name = name
        self._on_abandoned = on_abandoned
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._turn = 0  # which thread may take jobs; the ones before it were left behind
        self._running = False
        self._closed = False

    async def call(self, function: Callable[..., T], *args: Any, limit: float) -> T | Failure:
        """`function(*args)` on the worker thread, within `limit` seconds.

        What the function raises is raised here. Over the limit: `Failure(TIME_OUT)`, and the thread is
        replaced. Cancelled: a call that has not begun never begins; one that has runs out unheard, and the
        next call waits for it (two threads must not talk to one device), at most for its own limit.
        """
        loop = asyncio.get_running_loop()
        job = _Job(lambda: function(*args), loop.create_future(), loop)
        with self._wake:
            if self._closed:
                return Failure(Completion.DEVICE_NOT_READY, detail=f"{self._name} is closed")
            self._jobs.append(job)
            if not self._running:
                self._start_thread()
            self._wake.notify_all()
        done, _ = await self._wait(job, limit)
        if done:
            result: T = job.future.result()
            return result
        self._abandon()
        return Failure(Completion.TIME_OUT, detail=f"{self._name} did not return within {limit:g} s")

    async def _wait(self, job: _Job, limit: float) -> tuple[set[Any], set[Any]]:
        try:
            return await asyncio.wait({job.future}, timeout=limit)
        finally:
            if not job.future.done():
                job.future.cancel()
                with self._wake:
                    if job in self._jobs:
                        self._jobs.remove(job)

    def close(self) -> None:
        """Takes no more calls; the thread ends when its present call returns."""
        with self._wake:
            self._closed = True
            while self._jobs:
                self._jobs.popleft().future.cancel()
            self._wake.notify_all()

    def _start_thread(self) -> None:
        self._turn += 1
        self._running = True
        threading.Thread(target=self._serve, args=(self._turn,), name=f"{self._name}-{self._turn}", daemon=True).start()

    def _abandon(self) -> None:
        log.warning("%s hangs: its thread is left behind and replaced", self._name)
        with self._wake:
            if not self._closed:
                self._start_thread()
            self._wake.notify_all()
        if self._on_abandoned is not None:
            self._on_abandoned()

    def _serve(self, turn: int) -> None:
        while True:
            with self._wake:
                while self._turn == turn and not self._jobs and not self._closed:
                    self._wake.wait()
                if self._turn != turn or self._closed:
                    return
                job = self._jobs.popleft()
            try:
                result, error = job.run(), None
            except BaseException as caught:  # noqa: BLE001, RUF100 - whatever it is, it belongs to the caller
                result, error = None, caught
            job.finish(result, error)
            del job, result, error  # an idle thread keeps nothing of the last citizen
