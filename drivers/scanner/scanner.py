"""A QR scanner that is a camera: frames are decoded only while a code is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from drivers.camera.camera import Camera
from drivers.capabilities import ScannerCapabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.scanner.decode import decode
from drivers.scanner.payload import Scanned
from drivers.scanner.repeats import Repeats
from drivers.scanner.second_opinion import SecondOpinion
from drivers.scanner.status import of_camera
from drivers.status import CameraState, CameraStatus, ScannerStatus
from drivers.worker import Worker

SECOND_OPINION_EVERY = 5  # frames
BACK_WITHIN = 4.0  # s in which a camera that was only shaken loose is back
DECODE_LIMIT = 5.0  # s; it takes 5 to 40 ms


class CameraScanner(Device[ScannerStatus]):
    """`camera` may be shared with a preview; it is closed with the scanner only if the scanner started it."""

    def __init__(self, camera: Camera) -> None:
        super().__init__("scanner", ScannerStatus())
        self._camera = camera
        self._owns_camera = False
        self._unsubscribe: Callable[[], None] | None = None
        self._worker: Worker | None = None
        self._second_opinion = SecondOpinion()
        self._repeats = Repeats()

    @property
    def capabilities(self) -> ScannerCapabilities:
        return ScannerCapabilities(
            commands=("read",), source="camera", symbologies=("qrCode",), encodings=("utf-8", "gb18030"), trigger=True
        )

    async def _start(self) -> None:
        self._worker = Worker("scanner")
        self._unsubscribe = self._camera.subscribe(self._follow)
        self._owns_camera = self._camera._loop is None  # not started by anyone else
        await self._camera.start()
        self._follow(self._camera.status)

    async def _stop(self) -> None:
        self._repeats.forget()
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._worker is not None:
            self._worker.close()
        self._second_opinion.close()
        if self._owns_camera:
            await self._camera.close()

    async def read(self, limit: float = 60.0) -> Scanned | Failure:
        """The next code that is held into view.

        `Failure`: `TIME_OUT`, or `DEVICE_NOT_READY` when the camera is not there.
        """
        return await self._command(self._read, limit)

    async def _read(self) -> Scanned | Failure:
        assert self._worker is not None
        frame, count = None, 0
        async with self._camera.open() as stream:
            while True:
                try:
                    async with asyncio.timeout(BACK_WITHIN):
                        frame = await stream.next(frame)
                except TimeoutError:
                    if self._camera.status.camera is CameraState.INOP:
                        return Failure(Completion.DEVICE_NOT_READY, detail="the scanner's camera gives no picture")
                    continue
                count += 1
                second = self._second_opinion if count % SECOND_OPINION_EVERY == 0 else None
                found = await self._worker.call(decode, frame.bgr, second, limit=DECODE_LIMIT)
                if isinstance(found, Failure):
                    return found
                if found is not None and not self._repeats.is_one(found.data):
                    return found

    def _follow(self, camera: CameraStatus) -> None:
        self._publish(of_camera(camera))
