"""Everything behind the first page, kept running; and what happens when a part is missing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Callable

from drivers.sound.output import Sound
from kiosk.announcements import Announcements
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.renewal import Renewal
from kiosk.helpdesk import Helpdesk
from kiosk.maintenance.training import just_left
from kiosk.opening import Opening, OutOfOrder, Parts
from kiosk.pace import Pace
from kiosk.reachability import Presence, keep_probing
from kiosk.settings import Settings
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.conductor import Conductor
from kiosk.visit.context import Equipment
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.views.standing import AttractView

TRY_AGAIN_S = 15.0  # a disk that was full or remounted comes back without anybody touching the terminal
FIRST_PROBE_S = 2.0  # home may wait so long to know whether the platform is there
REFRESH_S = 5.0  # room on the disk and the maintenance file have no event of their own

_log = logging.getLogger(__name__)


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
        self._opening = Opening(settings, stage, renewal, catalogue, pace)
        self._pace = pace
        self._parts: Parts | None = None
        self.sound: Sound | None = None  # the card that the voice speaks into; None: there is none, or not yet
        self.start_anew: Callable[[], None] = lambda: None
        self._presence = Presence()
        self.stage.subscribe(self._note_presence)
        self._announcements = Announcements(settings.home)
        self.stage.subscribe(self._announcements.note_state)
        self._helpdesk = Helpdesk(self.stage, settings.home, reached=bool(settings.fleet_url))
        self.stage.on_help = self._helpdesk.help
        self.stage.subscribe(self._helpdesk.watch)

    async def run(self, left: Callable[[], bool] = lambda: False) -> None:
        """`left`: a guest was asked to give the screen back before anything was ready."""
        while self._parts is None:
            try:
                self._parts = await self._opening.open(self.start_anew)
            except OutOfOrder as fault:
                _log.error("out of order: %s", fault)
                self.stage.show(
                    v.OutOfOrderView(message("visit.out_of_order.title"), message("visit.out_of_order.body"))
                )
                await asyncio.sleep(TRY_AGAIN_S * self._pace.second)
        kit = self._parts.kit
        self.sound = self._parts.sound
        self._announcements.watch(kit.devices.present)
        probing = asyncio.create_task(keep_probing(kit.platform.health, self._parts.reachability, self._presence))
        looking = asyncio.create_task(self._keep_looking(kit))
        renewing = asyncio.create_task(self.renewal.watch(self._pace.second))
        shelving = asyncio.create_task(_keep_shelf(kit, self._pace.second))
        settling = asyncio.create_task(_settle(kit))
        gc.freeze()  # all this stays: the collection at a visit's end looks at that visit's objects, 150 ms less
        try:
            await _first_word(kit)
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
        self._announcements.watch({})
        kit = parts.kit
        kit.health.close()
        await kit.errands.close()
        for device in kit.devices.present.values():
            await device.close()
        await kit.platform.close()
        if kit.payments is not None:
            kit.payments.journal.close()
        kit.outbox.close()

    async def _keep_looking(self, kit: Equipment) -> None:
        while True:
            await asyncio.sleep(REFRESH_S * self._pace.second)
            kit.health.refresh()
            self._announcements.note_clock(kit.platform.clock_behind_s)

    def _note_presence(self, snapshot: Snapshot) -> None:
        self._presence.note(somebody=not isinstance(snapshot.view, AttractView))


async def _first_word(kit: Equipment) -> None:
    """Home need not begin with "away" when the platform answers at once."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(FIRST_PROBE_S):
            await kit.platform.health()


async def _keep_shelf(kit: Equipment, second: float) -> None:
    if kit.shelf is not None:
        await kit.shelf.watch(second)


async def _settle(kit: Equipment) -> None:
    """What the process before this one left behind: a page in the printer, a payment that was under way."""
    if kit.devices.document_printer is not None:
        taken_back = await kit.devices.document_printer.purge()
        if taken_back:
            _log.warning("%d jobs of before were left in the document printer and taken back", taken_back)
    if kit.payments is not None:
        await kit.payments.run()
