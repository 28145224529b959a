"""Everything behind the first page: devices, outbox, platform and visits; and what happens when a part is missing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from drivers import configuration, opening
from drivers.configuration import BadConfiguration
from drivers.sound.output import Sound
from drivers.status import DeviceState, HeadphonesStatus, Headset, Status
from kiosk import front
from kiosk.catalogue import regions
from kiosk.catalogue.files import BadCatalogue
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.renewal import Renewal
from kiosk.catalogue.search import SearchIndex
from kiosk.catalogue.source import content_of
from kiosk.catalogue.spelled_apart import spell_apart
from kiosk.devices import Device, Devices
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.health import Health, closed_items
from kiosk.helpdesk import Helpdesk
from kiosk.maintenance.door import Door
from kiosk.maintenance.flag import is_on
from kiosk.pace import Pace
from kiosk.payments.journal import Journal, JournalFailed
from kiosk.payments.keeper import Keeper
from kiosk.platform import Platform
from kiosk.reachability import Presence, Reachability, Services, keep_probing
from kiosk.run_files import UiState, device_state, write_state
from kiosk.settings import BadSettings, Settings
from kiosk.shelf import Shelf
from kiosk.text import message
from kiosk.training.slips import MarkedPrinter
from kiosk.training.switch import just_left
from kiosk.usage.books import Books
from kiosk.visit import views as v
from kiosk.visit.browsing import home_page
from kiosk.visit.conductor import Conductor
from kiosk.visit.context import Equipment
from kiosk.visit.snapshot import Preferences, Snapshot
from kiosk.visit.stage import STARTING, Stage
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.directory import DirectoryView, DistrictsView
from kiosk.visit.views.search import SearchView
from kiosk.visit.views.standing import AttractView
from offline_cache.faults import DiskFailed, OutboxRefused
from offline_cache.keyring import KeyRing
from offline_cache.outbox import Outbox
from offline_cache.sealing import BadKey
from offline_cache.space import check

TRY_AGAIN_S = 15.0  # a disk that was full or remounted comes back without anybody touching the terminal
FIRST_PROBE_S = 2.0  # home may wait so long to know whether the platform is there
LARGEST = 16 * 2**20  # bytes: a submission with every page that an item of the catalogue takes
CLOCK_S = 60.0  # how far this machine's clock may be from the platform's
REFRESH_S = 5.0  # room on the disk and the maintenance file have no event of their own

_log = logging.getLogger(__name__)


class OutOfOrder(Exception):
    """The terminal cannot serve. One sentence for the log; the citizen sees `OutOfOrderView`."""


@dataclass
class _Parts:
    kit: Equipment
    reachability: Reachability


class Assembly:
    """`run` serves citizens until it is cancelled; `close` gives everything back.

    `catalogue` is what `renewal` began with; None: it could not be read, and is tried again.
    """

    def __init__(
        self, settings: Settings, stage: Stage, renewal: Renewal, catalogue: Catalogue | None, pace: Pace
    ) -> None:
        self.settings = settings
        self.stage = stage
        self.renewal = renewal
        self._catalogue = catalogue
        self._pace = pace
        self._parts: _Parts | None = None
        self._state = "starting"
        self._clock_wrong = False
        self.sound: Sound | None = None  # the card that the voice speaks into; None: there is none, or not yet
        self.start_anew: Callable[[], None] = lambda: None
        self._presence = Presence()
        self.stage.subscribe(self._note_state)
        self._helpdesk = Helpdesk(self.stage, settings.home, reached=bool(settings.fleet_url))
        self.stage.on_help = self._helpdesk.help
        self.stage.subscribe(self._helpdesk.watch)

    async def run(self, left: Callable[[], bool] = lambda: False) -> None:
        """`left`: a guest was asked to give the screen back before anything was ready."""
        while self._parts is None:
            try:
                self._parts = await self._open()
            except OutOfOrder as fault:
                _log.error("out of order: %s", fault)
                self.stage.show(
                    v.OutOfOrderView(message("visit.out_of_order.title"), message("visit.out_of_order.body"))
                )
                await asyncio.sleep(TRY_AGAIN_S * self._pace.second)
        kit = self._parts.kit
        probing = asyncio.create_task(keep_probing(kit.platform.health, self._parts.reachability, self._presence))
        looking = asyncio.create_task(self._keep_looking(kit.health))
        renewing = asyncio.create_task(self.renewal.watch(self._pace.second))
        shelving = asyncio.create_task(_keep_shelf(kit, self._pace.second))
        settling = asyncio.create_task(_settle(kit))
        gc.freeze()  # all this stays: the collection at a visit's end looks at that visit's objects, 150 ms less
        try:
            await self._first_word(self._parts)
            if just_left(self.settings):
                self.stage.toast(message("technician.train.left"))
            conductor = Conductor(kit, self.renewal)
            if not self.stage.snapshot.site.profile.guest:
                await conductor.run()
            elif not left():
                await conductor.serve_guest()
        finally:
            for task in (probing, looking, settling, renewing, shelving):
                task.cancel()
            await asyncio.wait({probing, looking, settling, renewing, shelving})

    async def close(self) -> None:
        self._helpdesk.close()
        parts, self._parts = self._parts, None
        if parts is None:
            return
        kit = parts.kit
        kit.health.close()
        await kit.errands.close()
        for device in kit.devices.present.values():
            await device.close()
        await kit.platform.close()
        if kit.payments is not None:
            kit.payments.journal.close()
        kit.outbox.close()

    # ---- putting together -----------------------------------------------------------------------
    async def _open(self) -> _Parts:
        """Raises `OutOfOrder`; what was opened by then is closed again."""
        settings = self.settings
        regions.use(settings.home)
        async with contextlib.AsyncExitStack() as undo:
            try:
                made_from = await asyncio.to_thread(front.mark, settings)
                if self._catalogue is None:
                    self._catalogue = await asyncio.to_thread(self.renewal.first)
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
                devices = await self._open_devices(undo)
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
        for device in devices.present.values():
            device.subscribe(self._note_devices)
        if (headphones := devices.headphones) is not None:
            headphones.subscribe(self._note_headphones)
            self._note_headphones(headphones.status)
        kit = Equipment(
            settings=settings,
            stage=self.stage,
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
            start_anew=self.start_anew,
        )
        return _Parts(kit, reachability)

    async def _open_devices(self, undo: contextlib.AsyncExitStack) -> Devices:
        named = configuration.load(self.settings.devices)
        opened = await asyncio.to_thread(opening.open_devices, named, self.settings.fonts)  # imports the drivers
        undo.push_async_callback(opened.close)
        await opened.start()
        self.sound = opened.sound
        devices = Devices(**{device.name: getattr(opened, device.name) for device in fields(Devices)})  # a visit's
        if self.settings.training and devices.receipt_printer is not None:
            devices = replace(devices, receipt_printer=MarkedPrinter(devices.receipt_printer))
        return devices

    # ---- keeping an eye on it -------------------------------------------------------------------
    async def _first_word(self, parts: _Parts) -> None:
        """Home need not begin with "away" when the platform answers at once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PROBE_S):
                await parts.kit.platform.health()

    async def _keep_looking(self, health: Health) -> None:
        while True:
            await asyncio.sleep(REFRESH_S * self._pace.second)
            health.refresh()
            self._look_at_clock()

    def _look_at_clock(self) -> None:
        """A clock that is wrong makes receipts lie and certificates fail: staff are told, and go on being told."""
        behind = self._parts.kit.platform.clock_behind_s if self._parts else 0.0
        wrong = abs(behind) > CLOCK_S
        if wrong != self._clock_wrong:
            self._clock_wrong = wrong
            if wrong:
                _log.error("the clock of this machine is wrong by %d s", round(behind))
            self._write_state()

    def _note_state(self, snapshot: Snapshot) -> None:
        self._presence.note(somebody=not isinstance(snapshot.view, AttractView))
        state = state_of(snapshot)
        if state != self._state:
            self._state = state
            self._write_state()

    def _note_devices(self, _status: Status) -> None:
        self._write_state()

    def _note_headphones(self, status: Status) -> None:
        self.stage.listen(isinstance(status, HeadphonesStatus) and status.headset is Headset.PRESENT)

    def _write_state(self) -> None:
        present: dict[str, Device] = self._parts.kit.devices.present if self._parts else {}
        devices = tuple(device_state(name, device.status) for name, device in present.items())
        if self._clock_wrong:
            devices += ({"name": "clock", "device": str(DeviceState.USER_ERROR), "secondary": {}},)
        write_state(self.settings.home, UiState(self._state, devices))


async def _keep_shelf(kit: Equipment, second: float) -> None:
    if kit.shelf is not None:
        await kit.shelf.watch(second)


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


async def _settle(kit: Equipment) -> None:
    """What the process before this one left behind: a page in the printer, a payment that was under way."""
    if kit.devices.document_printer is not None:
        taken_back = await kit.devices.document_printer.purge()
        if taken_back:
            _log.warning("%d jobs of before were left in the document printer and taken back", taken_back)
    if kit.payments is not None:
        await kit.payments.run()


def has_room(outbox: Path) -> bool:
    """Whether another whole submission would be taken in; `reserve` has the last word."""
    try:
        check(outbox / "pages", LARGEST)
    except DiskFailed:
        return False
    return True


def state_of(snapshot: Snapshot) -> str:
    """The heartbeat's word for what is on show."""
    if isinstance(snapshot.view, v.OutOfOrderView):
        return "out_of_order"
    if isinstance(
        snapshot.view, (ClosedView, v.HomeView, v.ListView, SearchView, DirectoryView, DistrictsView, AttractView)
    ):
        return "idle"
    return "starting" if snapshot.view == STARTING else "visit"
