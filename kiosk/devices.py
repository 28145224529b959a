"""The terminal's devices as the visit knows them. One that `devices.toml` does not name is not there (None)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, fields
from typing import Protocol

from drivers.camera.frame import Frame
from drivers.card_reader.bank_card_data import BankCard
from drivers.card_reader.recognition import UnknownCard
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.id_card_reader.card import ResidentCard
from drivers.outcome import Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Receipt
from drivers.scanner.payload import Scanned
from drivers.status import Media, Status


class Device(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> Status: ...
    def subscribe(self, callback: Callable[[Status], None], /) -> Callable[[], None]: ...
    async def start(self) -> None: ...
    async def close(self) -> None: ...


class CardReader(Device, Protocol):
    async def read_card(self, limit: float = ...) -> SocialSecurityCard | BankCard | UnknownCard | Failure: ...
    async def read_social_security_card(self, limit: float = ...) -> SocialSecurityCard | Failure: ...
    async def wait_media(self, media: Media, limit: float) -> Failure | None: ...


class IdCardReader(Device, Protocol):
    async def read(self, limit: float = ...) -> ResidentCard | Failure: ...
    async def wait_removed(self, limit: float) -> Failure | None: ...


class ReceiptPrinter(Device, Protocol):
    async def print(self, receipt: Receipt, limit: float = ..., job: str | None = ...) -> Printed | Failure: ...


class DocumentPrinter(Device, Protocol):
    async def print(
        self, document: bytes, media_type: str = ..., limit: float = ..., job: str | None = ...
    ) -> Printed | Failure: ...
    async def purge(self) -> int: ...


class Stream(Protocol):
    """An open camera."""

    def latest(self) -> Frame | None: ...
    async def next(self, after: Frame | None = ...) -> Frame: ...


class Camera(Device, Protocol):
    def open(self) -> AbstractAsyncContextManager[Stream]: ...


class Scanner(Device, Protocol):
    async def read(self, limit: float = ...) -> Scanned | Failure: ...


@dataclass(frozen=True)
class Devices:
    card_reader: CardReader | None = None
    id_card_reader: IdCardReader | None = None
    receipt_printer: ReceiptPrinter | None = None
    document_printer: DocumentPrinter | None = None
    document_camera: Camera | None = None
    face_camera: Camera | None = None
    scanner: Scanner | None = None
    headphones: Device | None = None
    sound: Device | None = None

    @property
    def present(self) -> dict[str, Device]:
        """By the names of `docs/architecture.md`."""
        named = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: device for name, device in named if device is not None}
