"""What all devices have in common: a name, a status that can be watched, and one command at a time."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Generic, TypeVar

from drivers.capabilities import Capabilities
from drivers.outcome import Completion, Failure
from drivers.status import Status

S = TypeVar("S", bound=Status)
T = TypeVar("T")
log = logging.getLogger(__name__)


class Device(ABC, Generic[S]):
    """A device at the end of some wire.

    `start` begins to watch it and returns at once; its first status follows. `close` may be followed by
    another `start`. Subclasses give `_start` and `_stop`, publish what they see, and run each command
    through `_command`.
    """

    def __init__(self, name: str, initial: S) -> None:
        self.name = name
        self._initial = initial
        self._status = initial
        self._callbacks: list[Callable[[S], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def status(self) -> S:
        return self._status

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; also before it is started, and the same for as long as it lives."""
        return Capabilities()

    def subscribe(self, callback: Callable[[S], None]) -> Callable[[], None]:
        """`callback` is called in the event loop after each change; what is returned ends that."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    async def start(self) -> None:
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        await self._start()

    async def close(self) -> None:
        if self._loop is None:
            return
        try:
            await self._stop()
        finally:
            self._loop = None
            self._status = self._initial

    @abstractmethod
    async def _start(self) -> None: ...

    @abstractmethod
    async def _stop(self) -> None: ...

    async def wait_status(self, wanted: Callable[[S], bool], limit: float) -> bool:
        """True as soon as the status is as wanted, False after `limit` seconds."""
        reached = asyncio.Event()
        unsubscribe = self.subscribe(lambda status: reached.set() if wanted(status) else None)
        try:
            if wanted(self._status):
                return True
            async with asyncio.timeout(limit) as deadline:
                await reached.wait()
        except TimeoutError:
            if not deadline.expired():
                raise
            return False
        finally:
            unsubscribe()
        return True

    # ---- for subclasses -------------------------------------------------------------------------
    def _publish(self, status: S) -> None:
        """In the event loop: this is the status now. Only a change is logged and told."""
        if self._loop is None or status == self._status:
            return
        log.info("%s: %s, before: %s", self.name, describe(status), describe(self._status))
        self._status = status
        for callback in tuple(self._callbacks):
            try:
                callback(status)
            except Exception:
                log.exception("a callback for the status of %s failed", self.name)

    def _publish_from_thread(self, status: S) -> None:
        """The same from a worker thread; after `close` it is dropped."""
        loop = self._loop
        if loop is None:
            return
        try:
            loop.call_soon_threadsafe(self._publish, status)
        except RuntimeError:  # the loop was closed in between
            log.debug("%s: a status came after the event loop had closed", self.name)

    async def _command(self, work: Callable[[], Awaitable[T | Failure]], limit: float) -> T | Failure:
        """Run one command: alone, within `limit` seconds (waiting for the one before included).

        Over the limit: `work` is cancelled and the command ends as `Failure(TIME_OUT)`.
        """
        if self._loop is None:
            return Failure(Completion.DEVICE_NOT_READY, detail=f"{self.name} is not started")
        try:
            async with asyncio.timeout(limit) as deadline, self._one_at_a_time:
                return await work()
        except TimeoutError:
            if not deadline.expired():  # somebody else's, which is a fault of the program
                raise
            return Failure(Completion.TIME_OUT, detail=f"{self.name}: not done within {limit:g} s")


def describe(status: Status) -> str:
    """The words of a status: "online, media present, chip_power online"."""
    words = [str(status.device)]
    words += [f"{field.name} {getattr(status, field.name)}" for field in fields(status) if field.name != "device"]
    return ", ".join(words)
