"""The window: draws the stage's latest snapshot and sends back what the citizen wants.

Imports Kivy, so `kivy_setup.configure` must have run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Rectangle
from kivy.uix.widget import Widget

from kiosk.typing.typist import Typist
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.stage import STARTING
from kiosk.visit.views import HomeView, OutOfOrderView
from kiosk.visit.views.standing import AttractView
from screens import low, registry
from screens.attendant import Attendant
from screens.frames import Frames
from screens.keypad import Keypad
from screens.loop import WindowLoop
from screens.meaning import Meaning, Stage
from screens.outline import describe
from screens.page import Page, State
from screens.painted import Painted
from screens.service_corner import ServiceCorner
from screens.shades import rgba
from screens.speech.voice import Voice
from screens.surface import Surface
from screens.textures import Textures, exact
from screens.theme import Theme
from screens.touch import TapGuard
from screens.widgets.overlay import draw_overlay, has_overlay

_SETTLE_S = 0.35  # the stage ignores what is pressed in the first 0.3 s of a page


NOBODYS = (HomeView, OutOfOrderView, AttractView)
"""Pages that belong to no visit."""


def _preparing(snapshot: Snapshot) -> bool:
    """The first page is painted, and nothing behind it takes a touch yet."""
    return isinstance(snapshot.view, HomeView) and snapshot.view.preparing


class KioskApp(App):
    title = "kiosk"
    use_kivy_settings = False

    def __init__(
        self,
        stage: Stage,
        size: tuple[int, int],
        px_per_mm: float,
        painted: Painted | None = None,
        typist: Typist | None = None,
    ) -> None:
        super().__init__()
        self.typist = typist or Typist.without_engines()
        self.stage = stage
        self.guard = TapGuard()
        self.textures = Textures()
        self.painted = painted
        self._size = size
        self._px_per_mm = px_per_mm
        self._identity: Hashable = None
        self._drawn: tuple[Any, ...] | None = None
        self._state: State = {}
        self._shown: Snapshot | None = None
        self._was_in_visit = False
        self._changed_at = float("-inf")
        self._page_key: Hashable = None
        self.meaning = Meaning(lambda: self.stage, lambda: self._shown, self._meant)
        self._voice: Voice | None = None
        self._keypad: Keypad | None = None
        self._screen_bottom_mm = 0.0
        self._side_view = False
        self._loop: WindowLoop | None = None
        self._redraw = Clock.create_trigger(self._refresh, -1)  # before the next frame, and safe from any thread

    def hear_and_feel(
        self, voice: Voice, keypad: Keypad, screen_bottom_mm: float = 0.0, side_view: bool = False
    ) -> None:
        """Before `build`: the voice that says everything, the keypad that reaches everything, how high hands reach, and
        whether strangers stand beside the screen."""
        self._voice, self._keypad = voice, keypad
        self._screen_bottom_mm, self._side_view = screen_bottom_mm, side_view

    def build(self) -> Widget:
        root = Widget()
        self.frames = Frames(self._size[1])
        exact(Rectangle(size=(0, 0)).texture)  # one white texture behind everything that is filled
        corner = ServiceCorner(self._px_per_mm, self.meaning.technician)
        root.bind(on_touch_down=lambda _, touch: corner.tapped(touch.x, self._size[1] - touch.y))
        send, idle = self.meaning.send, self.meaning.idle
        self.screen = Surface(self.textures, self.guard, send, idle, self._px_per_mm)
        self.overlay = Surface(self.textures, self.guard, send, idle, self._px_per_mm)
        for surface in (self.screen, self.overlay):
            surface.typist = self.typist
            surface.local_touch = self.meaning.local
            surface.size = self._size
            surface.part = self.frames.part
            root.add_widget(surface)
        self.attendant = Attendant(self.screen, self.overlay, self.guard, send, self._voice, self._keypad)
        root.add_widget(self.attendant.layer)
        root.bind(on_touch_down=lambda *_: self.attendant.touched())
        Window.bind(on_key_down=self.attendant.key_down, on_key_up=self.attendant.key_up)
        if self.painted is not None:
            Clock.schedule_interval(self._tick, 1.0)
        self.stage.subscribe(lambda *_: self._redraw())
        self._refresh()
        return root

    async def async_run(self, async_lib: str | None = None) -> None:
        """Draw until the app is stopped, in the running event loop (asyncio's)."""
        self._run_prepare()
        self._loop = WindowLoop(self.frames, self._serial, self._painted_frame)
        await self._loop.run()
        self._stop()

    def _serial(self) -> int:
        return self.stage.snapshot.serial if self.stage.snapshot else 0

    def _meant(self) -> None:
        if self._loop is not None:
            self._loop.meant()

    def stop(self, *args: Any) -> None:
        super().stop(*args)
        if self._loop is not None:
            self._loop.wake()  # it may sleep for a second

    def open_settings(self, *_: Any) -> bool:
        return False  # Kivy's own settings page is no place for a citizen

    # ---- drawing ----------------------------------------------------------------------------
    def _refresh(self, *_: Any) -> None:
        snapshot = self.stage.snapshot
        if snapshot is None:
            return
        self._forget_last_visit(snapshot)
        identity = registry.identity(snapshot)
        if identity != self._identity:
            self._identity, self._state = identity, {}
            self.guard.screen_changed()
            self.screen.let_go()
            self._drawn = None
        self._shown = snapshot
        page_key = (identity, getattr(snapshot.view, "phase", None))
        if page_key != self._page_key:
            self._page_key, self._changed_at = page_key, time.monotonic()
        content = (
            snapshot.view,
            snapshot.preferences,
            snapshot.item,
            snapshot.progress,
            snapshot.can_go_back,
            snapshot.in_visit,
        )
        if content != self._drawn:
            self._drawn = content
            self._draw_screen()
        self._draw_overlay(snapshot)
        self._attend()
        if self.painted is not None and isinstance(snapshot.view, NOBODYS) and not _preparing(snapshot):
            self.painted.home_drawn()

    def _forget_last_visit(self, snapshot: Snapshot) -> None:
        """Nothing that was drawn for one citizen stays for the next."""
        if self._was_in_visit and not snapshot.in_visit and isinstance(snapshot.view, NOBODYS):
            self.textures.forget_words()
            self.typist.forget()
            self._identity = None
            self.frames.everything()
        self._was_in_visit = snapshot.in_visit or not isinstance(snapshot.view, NOBODYS)

    def _page(self, surface: Surface, snapshot: Snapshot) -> Page:
        mode = snapshot.preferences.mode
        theme = Theme(mode, self._px_per_mm, *self._size, self._screen_bottom_mm)
        return Page(surface, theme, snapshot, self._state, self.meaning.send, self._draw_again)

    def _draw_again(self) -> None:
        self._draw_screen()
        self._attend()

    def _attend(self) -> None:
        if self._shown is not None:
            theme = Theme(self._shown.preferences.mode, self._px_per_mm, *self._size)
            self.attendant.drawn(self._shown, self._page_key, theme)

    def _draw_screen(self) -> None:
        if self._shown is None:
            return
        self.screen.redrawn(self._draw_shown)
        Window.clearcolor = rgba(self.screen.ground or "#F2F5FA")

    def _draw_shown(self) -> None:
        assert self._shown is not None
        if not self._shown.preferences.low:
            self._draw_page(self._shown, 0)
            return
        theme = self._page(self.screen, self._shown).theme
        key = f"low {theme.mode} {self._shown.preferences.language}"
        known = self._state.get(key)
        if known is not None:
            self._draw_page(self._shown, known)  # a page does not jump while one types
            if low.fits(self.screen, theme):
                return
        snapshot = self._shown
        self._state[key] = low.lowest(lambda height: self._draw_page(snapshot, height), self.screen, theme)

    def _keep_first_pictures(self, snapshot: Snapshot) -> None:
        """What was drawn until the terminal is ready is read, not drawn, at its next start."""
        store = self.textures.store
        if store is not None and store.open and snapshot.view != STARTING and not _preparing(snapshot):
            threading.Thread(target=store.close(), daemon=True).start()

    def _draw_page(self, snapshot: Snapshot, low_height: int) -> None:
        self._keep_first_pictures(snapshot)
        self.screen.wipe()
        page = self._page(self.screen, snapshot)
        page.low_height = low_height
        page.side_view = self._side_view
        registry.draw_of(snapshot.view)(page, snapshot.view)

    def _draw_overlay(self, snapshot: Snapshot) -> None:
        if not has_overlay(snapshot) and not self.overlay.drawn:
            return

        def draw() -> None:
            self.overlay.wipe()
            if has_overlay(snapshot):
                draw_overlay(self._page(self.overlay, snapshot))

        self.overlay.redrawn(draw)

    def _painted_frame(self) -> None:
        if self.painted is not None:
            self.painted.frame()

    def _tick(self, _dt: float) -> None:
        if self.painted is not None:
            self.painted.tick()

    # ---- outline ----------------------------------------------------------------------------
    def outline(self) -> dict[str, Any]:
        """What is shown, as `docs` of the outline socket describe it."""
        snapshot = self._shown
        if snapshot is None:
            return {"screen": None, "serial": 0, "language": "zh", "touchables": [], "texts": []}
        if self.overlay.modal:
            shown = describe(self.overlay.targets, self.overlay.texts)
        else:
            shown = describe(self.screen.targets + self.overlay.targets, self.screen.texts + self.overlay.texts)
        return {
            "screen": registry.name_of(snapshot.view),
            "serial": snapshot.serial,
            "language": snapshot.preferences.language,
            "mode": snapshot.preferences.mode,
            "warning": snapshot.warning,
            **self.attendant.described(),
            **shown,
        }

    def settled(self) -> bool:
        """True when a tap would count: the newest snapshot is drawn and no guard is up."""
        newest = self.stage.snapshot
        if self._shown is None or newest is None or newest.serial != self._shown.serial or _preparing(newest):
            return False
        return self.guard.settled and time.monotonic() - self._changed_at >= _SETTLE_S
