"""A terminal without a window and without wires: real catalogue, outbox and sealing, devices that a test holds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.camera.frame import Frame, Pixels
from drivers.camera.scene import desk
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.id_card_reader.card import ResidentCard
from drivers.identity_number import check_character
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
from kiosk.catalogue.load import load
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import SearchIndex
from kiosk.devices import Devices
from kiosk.directory.index import DirectoryIndex
from kiosk.errands import Errands
from kiosk.health import Health
from kiosk.maintenance.door import Door
from kiosk.maintenance.flag import is_on
from kiosk.pace import Pace
from kiosk.payments.journal import Journal
from kiosk.payments.keeper import Keeper
from kiosk.platform import Platform
from kiosk.reachability import Services
from kiosk.settings import Settings
from kiosk.shelf import Shelf
from kiosk.text import Localized
from kiosk.usage.books import Books
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.conductor import Conductor
from kiosk.visit.context import Equipment
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.stage import Stage
from offline_cache import clock
from offline_cache.outbox import Outbox
from offline_cache.sealing import OpeningKey

LIMIT_S = 15.0
NAME = "测试员甲"
FIRST_17 = "99999919900101001"
ID_NUMBER = FIRST_17 + check_character(FIRST_17)
NOW = datetime.fromisoformat("2026-11-22T10:24:05+08:00")

CARD = ResidentCard(
    name=NAME, sex="1", nation="01", birth="1990-01-01", address="测试省测试市测试路 1 号", id_number=ID_NUMBER,
    authority="测试公安局", valid_from="2020-01-01", valid_to="2040-01-01",
    sam_id="05.01-20260101-0000000001-0000000002", photo=b"",
)  # fmt: skip
SOCIAL_CARD = SocialSecurityCard(
    id_number=ID_NUMBER, name=NAME, sex="1", nation="01", birth="1990-01-01", card_number="T00000001",
    identification_code="999999" + "0" * 26, region="999999", version="3.00", issued="2020-01-01",
    valid_to="2040-01-01",
)  # fmt: skip


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


@dataclass
class HeldPlatform:
    """A small platform on a real socket; `refuse` makes a path answer with that status and type."""

    url: str = ""
    refuse: dict[str, tuple[int, str]] = field(default_factory=dict)
    bodies: list[tuple[str, Any]] = field(default_factory=list)
    portal: bool = False  # a captive portal answers everything with its own page
    closed: list[str] = field(default_factory=list)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/health", self._health),
                Route("/v1/identity/sessions", self._session, methods=["POST"]),
                Route("/v1/identity/session", self._close, methods=["DELETE"]),
                Route("/v1/queries", self._query, methods=["POST"]),
                Route("/v1/cases/{number}", self._case),
            ]
        )

    async def _answer(self, request: Request, status: int, body: Any) -> Response:
        if self.portal:
            return Response("<html>请先登录无线网络</html>", 200, media_type="text/html")
        if request.url.path in self.refuse:
            status, kind = self.refuse[request.url.path]
            return JSONResponse({"type": f"/problems/{kind}", "title": kind}, status)
        return JSONResponse(body, status)

    async def _health(self, request: Request) -> Response:
        return await self._answer(request, 200, {"server_time": "2026-11-22T02:24:05Z"})

    async def _session(self, request: Request) -> Response:
        self.bodies.append((request.url.path, await request.json()))
        body: dict[str, Any] = {"session": "session-0001", "level": "single", "subject": {"name": "测**甲"}}
        body["expires_at"] = "2026-11-22T02:39:05Z"
        return await self._answer(request, 201, body)

    async def _close(self, request: Request) -> Response:
        self.closed.append(request.headers["Authorization"].removeprefix("Bearer "))
        return Response(status_code=204)

    async def _case(self, request: Request) -> Response:
        """This platform decides nothing: no visit waits for it."""
        return await self._answer(request, 403, {"type": "/problems/no-cases-here", "title": "no cases here"})

    async def _query(self, request: Request) -> Response:
        self.bodies.append((request.url.path, await request.json()))
        month = {"zh": "月份", "en": "Month"}
        paid = {"zh": "缴费(元)", "en": "Paid (yuan)"}
        body = {
            "headline": {"label": {"zh": "累计月数", "en": "Months"}, "value": "12"},
            "columns": [month, paid],
            "rows": [[f"2026-{number:02d}", "812.50"] for number in range(1, 12)],
            "as_of": "2026-11-22T02:24:05Z",
            "note": None,
        }
        return await self._answer(request, 200, body)


@cache
def sample() -> Catalogue:
    return load()


@cache
def index_of(catalogue_version: str) -> SearchIndex:
    """Built once for all tests: it spells every name of the catalogue."""
    assert catalogue_version == sample().version
    return SearchIndex(sample())


@contextlib.asynccontextmanager
async def served(platform: HeldPlatform) -> AsyncIterator[HeldPlatform]:
    server = uvicorn.Server(uvicorn.Config(platform.application(), log_level="critical", lifespan="off", ws="none"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined, method-assign]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        platform.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.listen()
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield platform
        finally:
            server.should_exit = True
            await task


def by_hand(signed: i.Signed) -> i.Signed:
    """No hand writes the same twice, and the platform takes no signature twice."""
    shake = random.random() * 1e-3
    return i.Signed(tuple(tuple((x + shake, y, t) for x, y, t in stroke) for stroke in signed.strokes))


class Stand:
    """One terminal under test, and the citizen in front of it."""

    def __init__(self, home: Path, platform: HeldPlatform, catalogue: Catalogue, second: float) -> None:
        self.home = home
        self.far_platform = platform
        self.opening_key = OpeningKey.generate()
        self.settings = Settings(home=home, terminal_id="TEST-0001", platform_url=platform.url)
        self.stage = Stage(Site(Localized("测试站点", "Test site"), "TEST-0001"), settle=0.0)
        self.id_cards = HeldReader("id_card_reader", IdCardReaderStatus)
        self.cards = HeldReader("card_reader", CardReaderStatus)
        self.printer = HeldPrinter()
        self.document_printer: Any = HeldDocumentPrinter()
        self.document_camera: Any = HeldCamera("document_camera")
        self.face_camera: Any = HeldCamera("face_camera")
        self.scanner: Any = None
        self.online = True
        self.now: Callable[[], datetime] = lambda: NOW
        self.directory: DirectoryIndex | None = None
        self.shelf: Shelf | None = None
        self.sealing_key: Any = None  # of a real platform
        self.errands = Errands(second)
        self.door = Door("")
        self.outbox = Outbox.open(home / "outbox", margin=0)
        self.platform = Platform.open(self.settings)
        self.payments = Keeper(Journal.open(home / "payments.sqlite"), self.platform, second)
        self._settling: asyncio.Task[None] | None = None
        self.second = second
        self.catalogue = catalogue
        self.seen: list[v.View] = []
        self._task: asyncio.Task[None] | None = None
        self._agent: asyncio.Task[None] | None = None

    def open(self) -> None:
        devices = Devices(
            card_reader=self.cards, id_card_reader=self.id_cards, receipt_printer=self.printer,
            document_camera=self.document_camera, face_camera=self.face_camera, scanner=self.scanner,
            document_printer=self.document_printer,
        )  # fmt: skip
        self.services = Services(lambda: self.health.refresh())  # noqa: PLW0108  (health comes after it)
        self.platform.heard_of, self.platform.told = self.services.heard, self.services.told
        self.health = Health(
            devices.present,
            lambda: self.online,
            lambda: True,
            lambda: is_on(self.home),
            down=lambda: self.services.down,
            district=self.settings.district,
        )
        self.kit = Equipment(
            settings=self.settings, stage=self.stage, devices=devices, catalogue=self.catalogue,
            index=index_of(self.catalogue.version), outbox=self.outbox,
            sealing_key=self.sealing_key or self.opening_key.public(), errands=self.errands, payments=self.payments,
            platform=self.platform, health=self.health, pace=Pace(self.second, self.now), door=self.door,
            directory=self.directory, shelf=self.shelf, usage=Books(self.settings),
        )  # fmt: skip
        self.stage.subscribe(lambda snapshot: self.seen.append(snapshot.view))
        self.conductor = Conductor(self.kit)
        self._settling = asyncio.create_task(self.payments.run())
        self._task = asyncio.create_task(self.conductor.run())

    async def close(self) -> None:
        for task in (self._task, self._agent, self._settling):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self.errands.close()
        await self.platform.close()
        self.payments.journal.close()
        self.outbox.close()

    # ---- the citizen ----------------------------------------------------------------------------
    @property
    def snapshot(self) -> Snapshot:
        return self.stage.snapshot

    async def sees(self, kind: type[v.View], wanted: Callable[[Any], object] = lambda view: True) -> Any:
        """Wait until a page of this kind is on show and asks (or the limit)."""
        turned = asyncio.Event()
        unsubscribe = self.stage.subscribe(lambda _: turned.set())
        try:
            async with asyncio.timeout(LIMIT_S):
                while not (isinstance(self.snapshot.view, kind) and wanted(self.snapshot.view)):
                    turned.clear()
                    await turned.wait()
        except TimeoutError:
            raise AssertionError(f"waited for {kind.__name__}, but on show is {self.snapshot.view}") from None
        finally:
            unsubscribe()
        return self.snapshot.view

    async def eventually(self, met: Callable[[], object]) -> None:
        """Wait for what has no event of its own, such as a call in the background."""
        async with asyncio.timeout(LIMIT_S):
            while not met():
                await asyncio.sleep(0.01)

    def touch(self, intent: i.Intent) -> None:
        self.stage.send(by_hand(intent) if isinstance(intent, i.Signed) else intent)

    async def begin(self, short: str) -> None:
        await self.sees(v.HomeView)
        item = self.catalogue.find(short)
        assert item is not None
        self.touch(i.ChooseItem(item.code))
        await self.sees(v.GuideView)
        self.touch(i.Next())

    async def answer(self, name: str, value: Any) -> None:
        await self.sees(v.QuestionView, lambda view: view.name == name)
        self.touch(i.Answer(value))

    # ---- the agent ------------------------------------------------------------------------------
    def start_agent(self, case_number: str = "500112202611220001") -> None:
        """Acknowledges what is committed, as the platform would."""

        async def run() -> None:
            while True:
                lease = self.outbox.lease(clock.boottime(), 60)
                if lease is None:
                    await asyncio.sleep(0.02)
                    continue
                number = case_number if lease.lane == "submissions" else None
                body = {"key": lease.key, "digest": lease.digest, "number": number, "state": "accepted"}
                self.sent.append((lease.lane, self.opened(lease.sealed)))
                self.outbox.acknowledge(lease.key, body | {"received_at": "2026-11-22T02:24:09Z"})

        self.sent: list[tuple[str, Any]] = []
        self._agent = asyncio.create_task(run())

    def opened(self, sealed: bytes) -> Any:
        return json.loads(self.opening_key.open_envelope(sealed)[1])

    def waiting(self) -> list[tuple[str, Any]]:
        """Lane and content of what the outbox holds, read with the platform's key."""
        found = []
        while (lease := self.outbox.lease(clock.boottime(), 60)) is not None:
            found.append((lease.lane, self.opened(lease.sealed)))
        return found


@contextlib.asynccontextmanager
async def stand(
    home: Path, *, second: float = 0.02, prepare: Callable[[Stand], None] | None = None
) -> AsyncIterator[Stand]:
    """`second`: how long the terminal's second lasts."""
    async with served(HeldPlatform()) as platform:
        one = Stand(home, platform, sample(), second)
        if prepare is not None:
            prepare(one)
        one.open()
        try:
            yield one
        finally:
            await one.close()


__all__ = ["CARD", "ID_NUMBER", "NAME", "SOCIAL_CARD", "Stand", "httpx", "stand"]
