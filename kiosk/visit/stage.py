"""Where the visit and the window meet: views go out as snapshots, intents come back.

A step asks (`ask`, `race`) for the intents that it understands. Whatever else arrives is ignored, and so
is what was pressed while the page changed: nobody can have meant a page that they had not yet seen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from kiosk.faults import describe
from kiosk.languages import languages
from kiosk.text import Localized, Text, message
from kiosk.visit import intents as i
from kiosk.visit.meter import Meter
from kiosk.visit.snapshot import Progress, Site, Snapshot
from kiosk.visit.views import View, WorkingView

T = TypeVar("T")
I = TypeVar("I", bound=i.Intent)  # noqa: E741
Unsubscribe = Callable[[], None]

SETTLE_S = 0.3  # a second tap of the same finger comes within 0.3 s (EN 301 549 5.9 speaks of 0.5 s for key repeat)
TOAST_S = 5.0  # long enough to read 18 characters twice

STARTING = WorkingView(message("visit.starting"))

_log = logging.getLogger(__name__)


class Stage:
    """One window's worth of state. Everything here happens in the event loop's thread."""

    def __init__(self, site: Site, *, settle: float = SETTLE_S) -> None:
        self._snapshot = Snapshot(0, STARTING, site, site.usual)
        self._settle = settle
        self._subscribers: list[Callable[[Snapshot], None]] = []
        self._asked: tuple[tuple[type[i.Intent], ...], asyncio.Future[i.Intent]] | None = None
        self._page: object = None
        self._page_serial = 0  # of the first snapshot that showed the present page
        self._page_since = float("-inf")
        self._active_at = float("-inf")
        self._toast_timer: asyncio.TimerHandle | None = None
        self._mode_turned = asyncio.Event()
        self.meter = Meter()
        self._busy_until = float("-inf")
        self.on_exit: Callable[[], None] = lambda: None
        self.on_activity: Callable[[], None] = lambda: None
        self.on_help: Callable[[], None] = self._no_help

    # ---- for the window -------------------------------------------------------------------------
    @property
    def snapshot(self) -> Snapshot:
        return self._snapshot

    def subscribe(self, callback: Callable[[Snapshot], None]) -> Unsubscribe:
        """`callback` is called with every new snapshot; not with the present one."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback) if callback in self._subscribers else None

    def send(self, intent: i.Intent, drawn: int | None = None) -> None:
        """A citizen wants something. `drawn` is the serial of the snapshot that was on the screen, if it is known."""
        self._active_at = asyncio.get_running_loop().time()
        self.meter.touch(self._active_at)
        self.on_activity()
        if self._snapshot.warning is not None:
            self.warn(None)
            if not isinstance(intent, i.Exit):
                return  # the touch answered the warning, whatever lay under the finger
        match intent:
            case i.Exit():
                self.on_exit()
            case i.SetLanguage(language) if language in languages():
                self._prefer(language=language)
            case i.SetMode(mode) if mode in ("standard", "senior", "contrast"):
                self._prefer(mode=mode)
            case i.SetLow(low):
                self._prefer(low=low)
            case i.SetVolume(volume) if 0 <= volume <= 4:
                self._prefer(volume=volume)
            case i.SetRate(rate) if 0 <= rate <= 4:
                self._prefer(rate=rate)
            case i.CallHelp():
                self.on_help()
            case _:
                self._answer(intent, drawn)

    # ---- for the visit --------------------------------------------------------------------------
    def show(self, view: View) -> None:
        """Show a page that asks for nothing, or change the page within a `race`."""
        page = _page_of(view)
        changed = page != self._page
        if changed:
            self._page, self._page_since = page, asyncio.get_running_loop().time()
            self._page_serial = self._snapshot.serial + 1
            self.meter.page()
        self._publish(view=view, can_go_back=self._asks(i.Back))
        if changed:
            self.on_activity()

    async def ask(self, view: View, *types: type[I]) -> I:
        """Show the page and wait until one of the intents arrives."""
        with self._asking(types) as pressed:
            self.show(view)
            return await pressed  # type: ignore[return-value]

    async def race(self, work: Coroutine[Any, Any, T], *types: type[I]) -> T | I:
        """Do `work`, which shows its own pages, until it is done or one of the intents arrives."""
        with self._asking(types) as pressed:
            task = asyncio.ensure_future(work)
            try:
                both: set[asyncio.Future[Any]] = {task, pressed}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                task.cancel()
                await asyncio.wait({task})
                if not task.cancelled():
                    task.exception()  # told to whom waits below, and to no log if nobody does
            if task.cancelled() or not task.done():
                return pressed.result()  # type: ignore[return-value]
            return task.result()

    async def mode_changed(self, since: str) -> None:
        """Return when things are shown in another mode than `since`: another number of them fits a page."""
        while self._snapshot.preferences.mode == since:
            await self._mode_turned.wait()

    async def quiet(self, seconds: float) -> None:
        """Return when nobody has touched anything for so long, from now on."""
        loop = asyncio.get_running_loop()
        self._active_at = loop.time()
        while (left := self._active_at + seconds - loop.time()) > 0:  # noqa: ASYNC110  (no event for each touch)
            await asyncio.sleep(left)

    def frame(self, *, item: Localized | None, progress: Progress | None, in_visit: bool) -> None:
        """What stands around the page from the next `show` on."""
        self._snapshot = replace(self._snapshot, item=item, progress=progress, in_visit=in_visit)

    def _no_help(self) -> None:
        """Nobody is connected who could call somebody: the telephone number is what there is."""
        self.toast(message("visit.help", terminal=self._snapshot.site.terminal_id))

    def listen(self, listening: bool) -> None:
        """Headphones came or went."""
        if listening != self._snapshot.listening:
            self._publish(listening=listening)
            self.on_activity()

    def know(self, name: str) -> None:
        """Whose visit it is from the next `show` on: a masked name, or nothing."""
        self._snapshot = replace(self._snapshot, person=name)

    def warn(self, seconds: int | None) -> None:
        """Show (or take away) the question whether somebody is still there."""
        if seconds != self._snapshot.warning:
            self._publish(warning=seconds)

    def busy(self, seconds: float) -> None:
        """The platform asks for so much time. It outlives the visit: the next one hears the same."""
        self._busy_until = asyncio.get_running_loop().time() + seconds

    @property
    def busy_for(self) -> float:
        """Seconds, as `busy` was last told; 0: the platform asks for no time."""
        return max(0.0, self._busy_until - asyncio.get_running_loop().time())

    def toast(self, text: Text, tone: str = "good") -> None:
        """One sentence over the page for a few seconds. `tone`: "good", or "warn" for what is no success."""
        if self._toast_timer is not None:
            self._toast_timer.cancel()
        self._publish(toast=text, toast_tone=tone)
        self._toast_timer = asyncio.get_running_loop().call_later(TOAST_S, self._end_toast)

    def untoast(self) -> None:
        """The page says it itself."""
        if self._toast_timer is not None:
            self._toast_timer.cancel()
            self._end_toast()

    def reset(self, *, preferences: bool) -> None:
        """Nothing of the visit stays: not the page, not the item's name, not (unless the citizen stays) how to show."""
        if self._toast_timer is not None:
            self._toast_timer.cancel()
            self._toast_timer = None
        self._page = None
        last = self._snapshot
        kept = last.site.usual if preferences else last.preferences
        empty = Snapshot(last.serial, WorkingView(message("visit.leaving")), last.site, kept)
        self._snapshot = replace(empty, listening=last.listening, visits=last.visits + 1)
        self._publish()  # the window forgets the last page, too

    # ---- inside ---------------------------------------------------------------------------------
    def _answer(self, intent: i.Intent, drawn: int | None) -> None:
        if self._asked is None:
            return
        types, pressed = self._asked
        if not isinstance(intent, types) or pressed.done():
            return
        if drawn is not None and drawn < self._page_serial:
            return
        if asyncio.get_running_loop().time() - self._page_since < self._settle:
            return
        pressed.set_result(intent)

    @contextmanager
    def _asking(self, types: tuple[type[i.Intent], ...]) -> Iterator[asyncio.Future[i.Intent]]:
        if self._asked is not None:
            raise RuntimeError("two steps ask at the same time")
        pressed: asyncio.Future[i.Intent] = asyncio.get_running_loop().create_future()
        self._asked = (types, pressed)
        try:
            yield pressed
        finally:
            self._asked = None
            pressed.cancel()

    def _asks(self, wanted: type[i.Intent]) -> bool:
        return self._asked is not None and wanted in self._asked[0]

    def _prefer(self, **changes: Any) -> None:
        self._publish(preferences=replace(self._snapshot.preferences, **changes))
        self._mode_turned.set()
        self._mode_turned = asyncio.Event()

    def _end_toast(self) -> None:
        self._toast_timer = None
        self._publish(toast=None)

    def _publish(self, **changes: Any) -> None:
        self._snapshot = replace(self._snapshot, serial=self._snapshot.serial + 1, **changes)
        for callback in tuple(self._subscribers):
            try:
                callback(self._snapshot)
            except Exception as error:  # a window that cannot draw must not end the visit
                _log.error("a subscriber of the stage failed: %s", describe(error))


def _page_of(view: View) -> object:
    """Two views with the same key are the same page to a finger: a hint or a countdown changed, nothing to press."""
    marks = [getattr(view, name, None) for name in ("name", "title", "phase", "trail")]
    return (type(view), *marks)
