"""A bar that runs while something is being done; it lives only as long as the work."""

from __future__ import annotations

from time import monotonic

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from screens.geometry import Rect
from screens.page import Page
from screens.shades import rgba

_ROUND_S = 2.4
_STEPS_PER_S = 10  # each costs 1.5 ms of the processor, and somebody may stand before it for minutes


class BusyBar(Widget):
    steady = True  # `screens/surface.py`

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._began = monotonic()
        with self.canvas:
            Color(*rgba(colour))
            self._bar = Rectangle(size=(0, 0))
        self._event = Clock.schedule_interval(self._step, 1 / _STEPS_PER_S)

    def place(self, rect: Rect, window_height: int) -> None:
        self._place = rect
        self.pos, self.size = (rect.x, window_height - rect.bottom), (rect.w, rect.h)
        self._step(0)

    def _step(self, _dt: float) -> bool:
        if self.parent is None:
            self._event.cancel()
            return False
        share = ((monotonic() - self._began) % _ROUND_S) / _ROUND_S
        wide = self.width * 0.34
        left = self.x - wide + (self.width + wide) * share
        start, end = max(self.x, left), min(self.right, left + wide)
        with self.parent.part(lambda: [self._place]):
            self._bar.pos, self._bar.size = (start, self.y), (max(0, end - start), self.height)
        return True


def busy_bar(page: Page, rect: Rect) -> None:
    rect = rect.whole()
    page.fill(rect, page.palette.line if not page.palette.outlined else page.palette.disabled_ground)
    bar: BusyBar = page.keep(f"busy:{page.theme.mode}", lambda: BusyBar(page.palette.primary))
    bar.place(rect, page.theme.height)
