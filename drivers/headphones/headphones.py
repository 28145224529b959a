"""Headphones at a jack with a switch. `path`: its event node, by a udev link that survives another order of devices."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import stat
from pathlib import Path

from drivers.device import Device
from drivers.headphones.switch_events import EVIOCGSW, SW_HEADPHONE_INSERT, JackEvents
from drivers.status import DeviceState, HeadphonesStatus, Headset

LOOK_INTERVAL_S = 1.0  # a USB sound device that is pulled gives no event, so the path is looked at too


class Headphones(Device[HeadphonesStatus]):
    def __init__(self, path: str) -> None:
        super().__init__("headphones", HeadphonesStatus())
        self.path = path
        self._watching: asyncio.Task[None] | None = None

    async def _start(self) -> None:
        self._watching = asyncio.create_task(self._watch())

    async def _stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            try:
                fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            except OSError:
                self._lost()
                await asyncio.sleep(LOOK_INTERVAL_S / 2)
                continue
            try:
                self._tell(_inserted_now(fd))
                await self._listen(fd)
            except OSError:
                self._lost()
            finally:
                os.close(fd)

    async def _listen(self, fd: int) -> None:
        loop, readable, events = asyncio.get_running_loop(), asyncio.Event(), JackEvents()
        loop.add_reader(fd, readable.set)
        try:
            while True:
                try:
                    async with asyncio.timeout(LOOK_INTERVAL_S):
                        await readable.wait()
                except TimeoutError:
                    self._look(fd)
                    continue
                readable.clear()
                with contextlib.suppress(BlockingIOError):
                    if not (data := os.read(fd, 4096)):
                        raise ConnectionResetError("the jack is gone")
                    inserted = events.feed(data)
                    if inserted is not None:
                        self._tell(inserted)
        finally:
            loop.remove_reader(fd)

    def _look(self, fd: int) -> None:
        """Raises `OSError` when the path leads to another node now, or to none."""
        here, there = os.fstat(fd), Path(self.path).stat()
        if (here.st_rdev, here.st_ino) != (there.st_rdev, there.st_ino):
            raise ConnectionResetError("the jack has another node now")

    def _tell(self, inserted: bool) -> None:
        self._publish(HeadphonesStatus(DeviceState.ONLINE, Headset.PRESENT if inserted else Headset.NOT_PRESENT))

    def _lost(self) -> None:
        """A jack that cannot be seen counts as empty: what is personal stays unsaid."""
        there = Path(self.path).exists()
        self._publish(HeadphonesStatus(DeviceState.OFFLINE if there else DeviceState.NO_DEVICE, Headset.UNKNOWN))


def _inserted_now(fd: int) -> bool:
    """The switch as it stands when the node is opened: the kernel tells changes only."""
    if not stat.S_ISCHR(os.fstat(fd).st_mode):
        return False
    switches = bytearray(8)
    fcntl.ioctl(fd, EVIOCGSW, switches)
    return bool(switches[0] >> SW_HEADPHONE_INSERT & 1)
