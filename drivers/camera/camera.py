"""A camera as a device: opened only while somebody looks, for privacy and for its lamp."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from drivers.camera.capture import Capture, is_network
from drivers.camera.frame import Frame, Picture
from drivers.camera.status import BROKEN, NO_DEVICE, OFFLINE, ONLINE
from drivers.capabilities import CameraCapabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.status import CameraStatus, DeviceState
from drivers.worker import Worker

T = TypeVar("T")

LOOK_INTERVAL = 2.0  # s between two looks whether a camera that nobody uses is still there
CONNECT_LIMIT = 1.0  # s
VISION_LIMIT = 5.0  # s; a page takes a twentieth of one
STALE_AFTER = 2.4  # s without a frame: longer than any read limit, so the library hangs; told within 3 s


class Stream:
    """An open camera's frames. Ends with its `async with`."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera

    def latest(self) -> Frame | None:
        """The newest frame; None while the camera warms up, and after it failed."""
        return self._camera._latest()

    async def next(self, after: Frame | None = None) -> Frame:
        """The newest frame that was taken later than `after`; waits for it without a limit of its own."""
        while True:
            arrival = self._camera._arrival
            frame = self.latest()
            if frame is not None and (after is None or frame.taken_at > after.taken_at):
                return frame
            await arrival.wait()

    def preview(self, max_side: int = 960) -> Preview:
        """The live picture for a screen."""
        return Preview(self, max_side)

    async def examine(self, function: Callable[..., T], *args: Any) -> T | Failure:
        """`function(*args)` on the camera's own worker thread: vision takes too long for the event loop."""
        return await self._camera._examine(function, *args)


class Preview:
    """`latest` gives the newest picture; asked again for the same frame it gives the same object."""

    def __init__(self, stream: Stream, max_side: int) -> None:
        self._stream = stream
        self._max_side = max_side
        self._shown: tuple[Frame, Picture] | None = None

    def latest(self) -> Picture | None:
        frame = self._stream.latest()
        if frame is None:
            self._shown = None
            return None
        if self._shown is None or self._shown[0] is not frame:
            self._shown = (frame, frame.picture(self._max_side))
        return self._shown[1]


class Camera(Device[CameraStatus]):
    """`source`: a V4L2 path, or the `http://` address of a network camera (MJPEG). `exposing`: see `exposure.py`."""

    def __init__(self, name: str, source: str, exposing: str = "auto") -> None:
        super().__init__(name, CameraStatus())
        self.source = source
        self._exposing = exposing
        self._users = 0
        self._capture: Capture | None = None
        self._turn = threading.Lock()
        self._newest: Frame | None = None
        self._seen_at = 0.0  # when a frame, or a status, last came
        self._arrival = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._worker: Worker | None = None

    @property
    def capabilities(self) -> CameraCapabilities:
        network = is_network(self.source)
        return CameraCapabilities(
            commands=("open",),
            source="network" if network else "v4l2",
            cam_data=("page", "face", "code"),
            exposure_lock=not network,
        )

    async def _start(self) -> None:
        self._worker = Worker(f"{self.name}-vision")
        self._watching = asyncio.create_task(self._watch())

    async def _stop(self) -> None:
        self._stop_capture()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._worker is not None:
            self._worker.close()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Stream]:
        """Frames for as long as the block runs; several may look at once.

        It never fails: a camera that is not there gives no frame, its status says why, and frames
        begin within 3 s after it came back.
        """
        self._users += 1
        if self._capture is None:
            self._start_capture()
        try:
            yield Stream(self)
        finally:
            self._users -= 1
            if self._users == 0:
                self._stop_capture()

    async def _examine(self, function: Callable[..., T], *args: Any) -> T | Failure:
        if self._worker is None:
            return Failure(Completion.DEVICE_NOT_READY, detail=f"{self.name} is not started")
        return await self._worker.call(function, *args, limit=VISION_LIMIT)

    # ---- capturing ------------------------------------------------------------------------------
    def _start_capture(self) -> None:
        loop = asyncio.get_running_loop()
        capture: Capture

        def tell(status: CameraStatus, frame: Frame | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop was closed in between
                loop.call_soon_threadsafe(self._arrived, capture, status, frame)

        capture = Capture(
            self.source,
            self._turn,
            lambda frame: tell(ONLINE, frame),
            lambda status: tell(status, None),
            self._exposing,
        )
        self._capture = capture
        self._seen_at = time.monotonic()
        capture.start()

    def _stop_capture(self) -> None:
        if self._capture is not None:
            self._capture.stop()
        self._capture = None
        self._newest = None

    def _arrived(self, capture: Capture, status: CameraStatus, frame: Frame | None) -> None:
        if capture is not self._capture:  # it was closed meanwhile
            return
        self._seen_at = time.monotonic()
        self._publish(status)
        if frame is not None:
            self._newest = frame
            self._arrival.set()
            self._arrival = asyncio.Event()
        elif status != ONLINE:
            self._newest = None

    def _latest(self) -> Frame | None:
        frame = self._newest
        if frame is None or time.monotonic() - frame.taken_at > STALE_AFTER:
            return None
        return frame

    # ---- watching -------------------------------------------------------------------------------
    async def _watch(self) -> None:
        while True:
            if self._capture is None:
                seen = await self._look()
                if self._capture is None:
                    self._publish(seen)
            elif time.monotonic() - self._seen_at > STALE_AFTER and self.status.device is not DeviceState.NO_DEVICE:
                self._publish(BROKEN if self._path_exists() else NO_DEVICE)
            await asyncio.sleep(LOOK_INTERVAL if self._capture is None else LOOK_INTERVAL / 4)

    async def _look(self) -> CameraStatus:
        """Without opening the camera, so that its lamp stays dark."""
        if not is_network(self.source):
            return ONLINE if self._path_exists() else NO_DEVICE
        address = urlsplit(self.source)
        port = address.port or (443 if address.scheme == "https" else 80)
        try:
            async with asyncio.timeout(CONNECT_LIMIT):
                _, writer = await asyncio.open_connection(address.hostname, port)
        except OSError:
            return OFFLINE
        writer.close()
        return ONLINE

    def _path_exists(self) -> bool:
        return is_network(self.source) or Path(self.source).exists()
