"""The terminal: its first page at once, and everything behind it as soon as that is on the glass.

What devices, outbox and visits import takes longer than the window itself; so it is imported here when the home
page has been shown, and not at the top of this module.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kiosk import front
from kiosk.faults import describe
from kiosk.pace import USUAL, Pace
from kiosk.settings import BadSettings, Settings
from kiosk.sites import BadProfile
from kiosk.sites import profile as site_profile
from kiosk.text import message
from kiosk.visit.doors import DOORS
from kiosk.visit.snapshot import Site
from kiosk.visit.stage import Stage
from kiosk.visit.views import HomeView

if TYPE_CHECKING:
    from drivers.sound.output import Sound
    from kiosk.assembly import Assembly
    from kiosk.catalogue.model import Catalogue
    from kiosk.catalogue.renewal import Renewal

FRAME_S = 0.1  # three frames at 30 a second: the first page is painted before anything else takes the processor

_log = logging.getLogger(__name__)


class Terminal:
    """`run` serves citizens until it is cancelled, or until the window must be started anew (into training, or out of
    it); `close` gives everything back."""

    def __init__(self, settings: Settings, pace: Pace = USUAL, *, guest: bool = False) -> None:
        """`guest`: beside another program: one visit, then the screen and all devices are given back.

        Raises `BadSettings`.
        """
        self.settings = settings
        try:
            profile = replace(site_profile(settings.site_profile or "hall", settings.site_hours), guest=guest)
        except BadProfile as error:
            raise BadSettings(f"KIOSK_SITE_PROFILE and KIOSK_SITE_HOURS: {error}") from error
        self.stage = Stage(Site(settings.site, settings.terminal_id, profile, settings.training))
        self._left = asyncio.Event()
        if guest:
            self.stage.on_exit = (
                self._left.set
            )  # the way back is shown from the first moment, and no visit hears it yet
        self._pace = pace
        self._assembly: Assembly | None = None

    @property
    def sound(self) -> Sound | None:
        """The card that the voice speaks into; None: there is none, or not yet."""
        return self._assembly.sound if self._assembly is not None else None

    async def run(self) -> None:
        asyncio.get_running_loop().set_exception_handler(_log_without_data)
        page, renewal, catalogue = front.recall(self.settings), None, None
        if page is None:
            renewal, catalogue, page = await asyncio.to_thread(_read, self.settings)
        if page is not None:
            self._show_front(page)
            await asyncio.sleep(FRAME_S * self._pace.second)
        await asyncio.to_thread(import_module, "kiosk.assembly")
        from kiosk.assembly import Assembly  # noqa: PLC0415  (see above)
        from kiosk.catalogue.renewal import Renewal  # noqa: PLC0415  (the same)

        renewal = renewal or Renewal(self.settings)
        self._assembly = Assembly(self.settings, self.stage, renewal, catalogue, self._pace)
        anew = asyncio.Event()
        self._assembly.start_anew = anew.set
        serving = asyncio.create_task(self._assembly.run(self._left.is_set))
        switched = asyncio.create_task(anew.wait())
        try:
            await asyncio.wait({serving, switched}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                await serving
        finally:  # a visit that is under way is forgotten before this returns
            for task in (serving, switched):
                task.cancel()
            await asyncio.wait({serving, switched})

    async def close(self) -> None:
        if self._assembly is not None:
            await self._assembly.close()

    def _show_front(self, page: HomeView) -> None:
        """The home page as it will be where nothing is amiss. Nothing asks yet, so that a touch means nothing."""
        self.stage.frame(item=None, progress=None, in_visit=self.stage.snapshot.site.profile.guest)
        services = tuple(door.tile(platform=True) for door in DOORS)
        self.stage.show(replace(page, services=services, notice=message("visit.home.preparing"), preparing=True))


def _read(settings: Settings) -> tuple[Renewal, Catalogue | None, HomeView | None]:
    """The catalogue and its home page. None: there is no catalogue that can be read; `Assembly` says so."""
    from kiosk.catalogue.files import BadCatalogue  # noqa: PLC0415  (all this is needed after the first page, or without one)
    from kiosk.catalogue.renewal import Renewal  # noqa: PLC0415
    from kiosk.visit.browsing import home_page  # noqa: PLC0415
    from kiosk.visit.snapshot import Preferences  # noqa: PLC0415

    renewal = Renewal(settings)
    try:
        catalogue = renewal.first()
    except (BadCatalogue, BadSettings):
        return renewal, None, None
    return renewal, catalogue, home_page(catalogue, Preferences().mode, lambda item: None)


def _log_without_data(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio would write the exception's own text, which may repeat what a citizen gave."""
    error = context.get("exception")
    _log.error("a task nobody waits for failed: %s", describe(error) if error else context.get("message"))


async def open_terminal(settings: Settings, pace: Pace = USUAL, *, guest: bool = False) -> Terminal:
    """A terminal with its stage, at once; its parts are opened by `run`, behind the first page.

    Raises `BadSettings`.
    """
    return Terminal(settings, pace, guest=guest)
