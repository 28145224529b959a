"""Devices whose far end is the test: it lays cards, takes paper away, holds pictures before cameras."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from drivers.camera.frame import Frame, Pixels
from drivers.camera.scene import desk
from drivers.outcome import Completion, Failure
from drivers.receipt_printer.document import Receipt
from drivers.receipt_printer.printer import Printed
from drivers.status import (
    CameraStatus,
    CardReaderStatus,
    DeviceState,
    IdCardReaderStatus,
    Media,
    Paper,
    PrinterStatus,
    Status,
)


class Held:
    """A device whose far end is the test."""

    def __init__(self, name: str, status: Status) -> None:
        self.name = name
        self.status = status
        self._callbacks: list[Callable[[Any], None]] = []

    def subscribe(self, callback: Callable[[Any], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def turn(self, status: Status) -> None:
        self.status = status
        for callback in tuple(self._callbacks):
            callback(status)

    async def start(self) -> None: ...
    async def close(self) -> None: ...


class HeldReader(Held):
    """Gives what lies on it (`card`: a card or a `Failure`) as soon as something does."""

    def __init__(self, name: str, status: type[CardReaderStatus] | type[IdCardReaderStatus]) -> None:
        super().__init__(name, status(DeviceState.ONLINE, Media.NOT_PRESENT))
        self._kind = status
        self.card: Any = None
        self._taken = 0  # how often a card was taken away: also one that was at once replaced
        self._turned = asyncio.Event()

    def lay(self, card: Any) -> None:
        self.card = card
        self._moved(Media.PRESENT)

    def take(self) -> None:
        self.card = None
        self._taken += 1
        self._moved(Media.NOT_PRESENT)

    def _moved(self, media: Media) -> None:
        self._turned.set()
        self._turned = asyncio.Event()
        self.turn(self._kind(DeviceState.ONLINE, media))

    async def _until(self, there: bool, limit: float) -> Failure | None:
        before = self._taken
        try:
            async with asyncio.timeout(limit):
                while (self.card is not None) is not there and (there or self._taken == before):
                    await self._turned.wait()
        except TimeoutError:
            return Failure(Completion.TIME_OUT)
        return None

    async def read(self, limit: float = 30) -> Any:
        return await self._until(True, limit) or self.card

    async def read_social_security_card(self, limit: float = 8) -> Any:
        return self.card if self.card is not None else Failure(Completion.COMMAND_ERROR_CODE, "noMedia")

    async def read_card(self, limit: float = 8) -> Any:
        return await self.read_social_security_card(limit)

    async def wait_removed(self, limit: float) -> Failure | None:
        return await self._until(False, limit)

    async def wait_media(self, media: Media, limit: float) -> Failure | None:
        return await self._until(media is Media.PRESENT, limit)


class HeldPrinter(Held):
    def __init__(self) -> None:
        super().__init__("receipt_printer", PrinterStatus(DeviceState.ONLINE, Paper.FULL))
        self.receipts: list[Receipt] = []
        self.jobs: list[str | None] = []
        self.outcome: Printed | Failure = Printed(confirmed=True)

    async def print(self, receipt: Receipt, limit: float = 30, job: str | None = None) -> Printed | Failure:
        self.receipts.append(receipt)
        self.jobs.append(job)
        return self.outcome


class HeldDocumentPrinter(Held):
    """Its tray holds what was printed; `outcomes` are used up before every copy succeeds."""

    def __init__(self) -> None:
        super().__init__("document_printer", PrinterStatus(DeviceState.ONLINE, Paper.FULL))
        self.tray: list[bytes] = []
        self.jobs: list[str | None] = []
        self.outcomes: list[Printed | Failure] = []
        self.purged = 0

    async def print(
        self, document: bytes, media_type: str = "application/pdf", limit: float = 120, job: str | None = None
    ) -> Printed | Failure:
        self.jobs.append(job)
        outcome = self.outcomes.pop(0) if self.outcomes else Printed(confirmed=True)
        if isinstance(outcome, Printed):
            self.tray.append(document)
        return outcome

    async def purge(self) -> int:
        self.purged += 1
        return 0


class HeldCamera(Held):
    """Gives the picture that the test holds before it, 25 times a second."""

    def __init__(self, name: str) -> None:
        super().__init__(name, CameraStatus(DeviceState.ONLINE))
        self._pixels: Pixels = desk((640, 480))

    def show(self, pixels: Pixels) -> None:
        self._pixels = pixels

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[HeldCamera]:
        yield self

    def latest(self) -> Frame:
        return Frame(self._pixels, time.monotonic())

    async def next(self, after: Frame | None = None) -> Frame:
        await asyncio.sleep(0.04)
        return self.latest()
