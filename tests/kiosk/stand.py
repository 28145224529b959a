"""A terminal without a window and without wires: real catalogue, outbox and sealing, devices that a test holds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from drivers.status import (
    CardReaderStatus,
    IdCardReaderStatus,
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
from tests.kiosk.held_devices import HeldCamera, HeldDocumentPrinter, HeldPrinter, HeldReader
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.person import CARD, ID_NUMBER, NAME, SOCIAL_CARD
from tests.limits import LIMIT_S

NOW = datetime.fromisoformat("2026-11-22T10:24:05+08:00")


@cache
def sample() -> Catalogue:
    return load()


@cache
def index_of(catalogue_version: str) -> SearchIndex:
    """Built once for all tests: it spells every name of the catalogue."""
    assert catalogue_version == sample().version
    return SearchIndex(sample())


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
        """Wait until a page of this kind is on show and asks (or the limit). One that goes at once counts, too."""
        found: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def look(snapshot: Snapshot) -> None:
            try:
                if not found.done() and isinstance(snapshot.view, kind) and wanted(snapshot.view):
                    found.set_result(snapshot.view)
            except Exception as error:  # of the test's own question
                found.set_exception(error)

        unsubscribe = self.stage.subscribe(look)
        look(self.snapshot)
        try:
            async with asyncio.timeout(LIMIT_S):
                return await found
        except TimeoutError:
            raise AssertionError(f"waited for {kind.__name__}, but on show is {self.snapshot.view}") from None
        finally:
            unsubscribe()

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


__all__ = ["CARD", "ID_NUMBER", "NAME", "SOCIAL_CARD", "Stand", "stand"]  # with the person who stands before it
