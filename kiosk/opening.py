"""Opening what visits need: catalogue, keys, platform, outbox, devices, payments. It is there as a whole, or not."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from drivers import configuration, opening
from drivers.configuration import BadConfiguration
from drivers.sound.output import Sound
from drivers.status import HeadphonesStatus, Headset, Status
from kiosk import front
from kiosk.catalogue import regions
from kiosk.catalogue.files import BadCatalogue
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.renewal import Renewal
from kiosk.catalogue.search import SearchIndex
from kiosk.catalogue.source import content_of
from kiosk.catalogue.spelled_apart import spell_apart
from kiosk.devices import Devices
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.health import Health, closed_items
from kiosk.maintenance.door import Door
from kiosk.maintenance.flag import is_on
from kiosk.pace import Pace
from kiosk.payments.journal import Journal, JournalFailed
from kiosk.payments.keeper import Keeper
from kiosk.platform import Platform
from kiosk.reachability import Reachability, Services
from kiosk.settings import BadSettings, Settings
from kiosk.shelf import Shelf
from kiosk.training.slips import MarkedPrinter
from kiosk.usage.books import Books
from kiosk.visit import views as v
from kiosk.visit.browsing import home_page
from kiosk.visit.context import Equipment
from kiosk.visit.snapshot import Preferences
from kiosk.visit.stage import Stage
from offline_cache.faults import DiskFailed, OutboxRefused
from offline_cache.keyring import KeyRing
from offline_cache.outbox import Outbox
from offline_cache.sealing import BadKey
from offline_cache.space import check

LARGEST = 16 * 2**20  # bytes: a submission with every page that an item of the catalogue takes

_log = logging.getLogger(__name__)


class OutOfOrder(Exception):
    """The terminal cannot serve. One sentence for the log; the citizen sees `OutOfOrderView`."""


@dataclass
class Parts:
    kit: Equipment
    reachability: Reachability
    sound: Sound | None  # the card that the voice speaks into


class Opening:
    """`open` may be called until it succeeds; what was read by then is not read again.

    `catalogue` is what `renewal` began with; None: it could not be read, and is tried again.
    """

    def __init__(
        self, settings: Settings, stage: Stage, renewal: Renewal, catalogue: Catalogue | None, pace: Pace
    ) -> None:
        self._settings = settings
        self._stage = stage
        self._renewal = renewal
        self._catalogue = catalogue
        self._pace = pace

    async def open(self, start_anew: Callable[[], None]) -> Parts:
        """Raises `OutOfOrder`; what was opened by then is closed again."""
        settings = self._settings
        regions.use(settings.home)
        async with contextlib.AsyncExitStack() as undo:
            try:
                made_from = await asyncio.to_thread(front.mark, settings)
                if self._catalogue is None:
                    self._catalogue = await asyncio.to_thread(self._renewal.first)
                catalogue = self._catalogue
                await asyncio.to_thread(front.keep, settings, made_from, lambda: _front(settings, catalogue))
                index = await asyncio.to_thread(SearchIndex, catalogue, spell_apart)
                if settings.sealing_key is None:
                    raise OutOfOrder("KIOSK_SEALING_KEY is not set; nothing could be sealed")
                sealing_key = KeyRing(settings.sealing_key, content_of(settings))
                platform = Platform.open(settings)
                undo.push_async_callback(platform.close)
                outbox = await asyncio.to_thread(Outbox.open, settings.outbox)
                undo.callback(outbox.close)
                devices, sound = await self._open_devices(undo)
            except (BadCatalogue, BadConfiguration, BadKey, BadSettings, OutboxRefused) as error:
                raise OutOfOrder(str(error)) from error
            undo.pop_all()
        reachability = Reachability(lambda: health.refresh())  # noqa: PLW0108  (health comes after it)
        platform.heard = reachability.heard
        services = Services(lambda: health.refresh())  # noqa: PLW0108
        platform.heard_of, platform.told = services.heard, services.told
        reachability.uneasy = lambda: bool(services.down)
        health = Health(
            devices.present,
            lambda: reachability.reachable,
            lambda: has_room(settings.outbox),
            lambda: is_on(settings.home),
            lambda: closed_items(catalogue.items, self._pace.now()),
            district=settings.district,
            down=lambda: services.down,
        )
        if (headphones := devices.headphones) is not None:
            headphones.subscribe(self._note_headphones)
            self._note_headphones(headphones.status)
        kit = Equipment(
            settings=settings,
            stage=self._stage,
            devices=devices,
            catalogue=catalogue,
            index=index,
            outbox=outbox,
            sealing_key=sealing_key,
            platform=platform,
            health=health,
            pace=self._pace,
            payments=await _keeper(settings, platform),
            directory=DirectoryIndex(index_of(settings.home), settings.district),
            shelf=Shelf(settings, spell_apart),
            door=Door(settings.technician_code),
            usage=Books(settings),
            start_anew=start_anew,
        )
        return Parts(kit, reachability, sound)

    async def _open_devices(self, undo: contextlib.AsyncExitStack) -> tuple[Devices, Sound | None]:
        named = configuration.load(self._settings.devices)
        opened = await asyncio.to_thread(opening.open_devices, named, self._settings.fonts)  # imports the drivers
        undo.push_async_callback(opened.close)
        await opened.start()
        devices = Devices(**{device.name: getattr(opened, device.name) for device in fields(Devices)})  # a visit's
        if self._settings.training and devices.receipt_printer is not None:
            devices = replace(devices, receipt_printer=MarkedPrinter(devices.receipt_printer))
        return devices, opened.sound

    def _note_headphones(self, status: Status) -> None:
        self._stage.listen(isinstance(status, HeadphonesStatus) and status.headset is Headset.PRESENT)


def _front(settings: Settings, catalogue: Catalogue) -> v.HomeView:
    """With the door to the directory where there is one: nothing is to move on the page when the terminal is ready."""
    directory = DirectoryIndex(index_of(settings.home), settings.district)
    try:
        entries = directory.size() if directory.can_be_browsed else 0
    finally:
        directory.close()
    return replace(home_page(catalogue, Preferences().mode, lambda item: None), directory=entries)


async def _keeper(settings: Settings, platform: Platform) -> Keeper | None:
    """None: the disk keeps no journal, and nothing is paid here; all else goes on."""
    try:
        return Keeper(await asyncio.to_thread(Journal.open, settings.home / "payments.sqlite"), platform)
    except JournalFailed as error:
        _log.error("nothing can be paid here: %s", error)
        return None


def has_room(outbox: Path) -> bool:
    """Whether another whole submission would be taken in; `reserve` has the last word."""
    try:
        check(outbox / "pages", LARGEST)
    except DiskFailed:
        return False
    return True
