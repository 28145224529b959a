"""What scanners at the end of a wire have in common: a node that is read all the time, and comes back by itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from drivers.capabilities import ScannerCapabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.scanner.payload import Scanned
from drivers.scanner.records import Records, Wording, interpret
from drivers.scanner.repeats import Repeats
from drivers.scanner.status import ON, of_wire
from drivers.status import ScannerStatus

LOOK_INTERVAL = 1.0  # s; some bridges give no error when they are pulled, so the path is looked at too
BACK_WITHIN = 4.0  # s in which a scanner that was only shaken loose is back
IDLE = 0.08  # s without a byte that end a record which has no suffix; bytes of one come within 30 ms


class WireScanner(Device[ScannerStatus]):
    """`path`: a link by udev that leads to the scanner whatever node it has. What is scanned while nobody asks is lost.

    Subclasses open the node and turn what comes into records.
    """

    source: ClassVar[str]
    """How devices.toml names this kind."""

    def __init__(self, path: str, idle: float = IDLE, wording: Wording | None = None) -> None:
        super().__init__("scanner", ScannerStatus())
        self.path = path
        self._idle = idle
        self._wording = wording
        self._fd = -1
        self._records = Records()
        self._repeats = Repeats()
        self._waiting: asyncio.Future[Scanned] | None = None
        self._listening: asyncio.Task[None] | None = None

    @property
    def capabilities(self) -> ScannerCapabilities:
        return ScannerCapabilities(
            commands=("read",), source=self.source, encodings=("utf-8", "gb18030"), trigger=self._is_triggered()
        )

    async def _start(self) -> None:
        self._listening = asyncio.create_task(self._keep_open())

    async def _stop(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self._repeats.forget()

    async def read(self, limit: float = 60.0) -> Scanned | Failure:
        """The next code that is held before it. `Failure`: `TIME_OUT`, or `DEVICE_NOT_READY` when it is not there."""
        return await self._command(self._read, limit)

    # ---- for subclasses -------------------------------------------------------------------------
    @abstractmethod
    def _open(self) -> int:
        """A non-blocking file descriptor. Raises `OSError`."""

    def _close(self, fd: int) -> None:
        os.close(fd)

    def _parse(self, data: bytes) -> list[bytes]:
        return self._records.feed(data)

    def _is_triggered(self) -> bool:
        return False

    def _trigger(self, on: bool) -> None:
        """Begin or end to look for a code; scanners that look by themselves need none."""

    # ---- reading --------------------------------------------------------------------------------
    async def _read(self) -> Scanned | Failure:
        self._waiting = asyncio.get_running_loop().create_future()
        try:
            self._trigger(True)
            while True:
                done, _ = await asyncio.wait({self._waiting}, timeout=BACK_WITHIN)
                if done:
                    return self._waiting.result()
                if not self.status.ready:
                    return Failure(Completion.DEVICE_NOT_READY, detail="the scanner is not there")
        finally:
            self._waiting = None
            self._trigger(False)

    def _deliver(self, records: list[bytes]) -> None:
        for record in records:
            code = interpret(record, self._wording)
            if code is None or self._waiting is None or self._waiting.done():
                continue
            if not self._repeats.is_one(code.data):
                self._waiting.set_result(code)

    async def _keep_open(self) -> None:
        while True:
            try:
                self._fd = self._open()
            except OSError:
                self._publish(self._missing())
                await asyncio.sleep(LOOK_INTERVAL / 2)
                continue
            try:
                self._publish(ON)
                if self._waiting is not None:
                    self._trigger(True)
                await self._listen(self._fd)
            except OSError:
                self._publish(self._missing())
            finally:
                fd, self._fd = self._fd, -1
                self._records = Records()
                with contextlib.suppress(OSError):
                    self._close(fd)

    def _missing(self) -> ScannerStatus:
        return of_wire(Path(self.path).exists(), opens=False)

    async def _listen(self, fd: int) -> None:
        loop, readable = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(fd, readable.set)
        try:
            while True:
                try:
                    async with asyncio.timeout(self._idle if self._records.is_open else LOOK_INTERVAL):
                        await readable.wait()
                except TimeoutError:
                    self._deliver(self._records.idle())
                    self._look(fd)
                    continue
                readable.clear()
                with contextlib.suppress(BlockingIOError):
                    if not (data := os.read(fd, 4096)):
                        raise ConnectionResetError("the scanner is gone")
                    self._deliver(self._parse(data))
        finally:
            loop.remove_reader(fd)

    def _look(self, fd: int) -> None:
        """Raises `OSError` when the path leads to another node now, or to none."""
        here, there = os.fstat(fd), Path(self.path).stat()
        if (here.st_rdev, here.st_ino) != (there.st_rdev, there.st_ino):
            raise ConnectionResetError("the scanner has another node now")
