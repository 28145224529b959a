"""The field to sign in: strokes as drawn, from 0 to 1 within a field of `FIELD_ASPECT`, with their times."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kivy.graphics import Color
from kivy.uix.widget import Widget

from kiosk.signing import FIELD_ASPECT
from kiosk.visit.intents import Point
from screens.geometry import Rect
from screens.page import Page
from screens.painting.ink import Stroke
from screens.shades import rgba

Strokes = tuple[tuple[Point, ...], ...]
_NEAR_PX = 2.0  # closer points are the same place to a finger
_PEN_MM = 0.75  # half the width of the line
_SMALL_PEN_MM = 0.55  # the same where the signature is shown again


class SignaturePad(Widget):
    def __init__(self, colour: str, px_per_mm: float, changed: Callable[[], None]) -> None:
        super().__init__()
        self.changed = changed
        self._colour = rgba(colour)
        self._pen = _PEN_MM * px_per_mm
        self._strokes: list[list[Point]] = []
        self._began: float | None = None
        self._stroke: Stroke | None = None
        self._inks: list[Any] = []

    @property
    def strokes(self) -> Strokes:
        return tuple(tuple(stroke) for stroke in self._strokes)

    def clear(self) -> None:
        self._strokes = []
        self._began = None
        self._inks = []
        self.canvas.clear()
        self.changed()

    def recolour(self, colour: str) -> None:
        """The citizen has changed the colours of the screen."""
        self._colour = rgba(colour)
        for ink in self._inks:
            ink.rgba = self._colour

    def place(self, rect: Rect, window_height: int) -> None:
        self.pos = (rect.x, window_height - rect.bottom)
        self.size = (rect.w, rect.h)

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        if self._began is None:
            self._began = time.monotonic()
        first = not self._strokes
        self._strokes.append([])
        with self.canvas:
            self._inks.append(Color(*self._colour))
        self._stroke = Stroke(self.canvas, self._pen)
        self._add(touch)
        if first:
            self.changed()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self._add(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        assert self._stroke is not None
        self._stroke.end()
        return True

    def _add(self, touch: Any) -> None:
        x = min(max(touch.x, self.x), self.right)
        y = min(max(touch.y, self.y), self.top)
        assert self._began is not None and self._stroke is not None
        last = self._stroke.last
        if last is not None and abs(last[0] - x) < _NEAR_PX and abs(last[1] - y) < _NEAR_PX:
            return
        self._stroke.add(x, y)
        passed = time.monotonic() - self._began
        # The layout makes the pad a little wider or higher; whoever draws the strokes again knows one shape only.
        wide = max(self.width, self.height * FIELD_ASPECT)
        across, down = (x - self.center_x) / wide, (self.center_y - y) / (wide / FIELD_ASPECT)
        self._strokes[-1].append((0.5 + across, 0.5 + down, round(passed, 3)))


def draw_strokes(page: Page, rect: Rect, strokes: Strokes, colour: str) -> None:
    """A signature in small, its own shape kept."""
    every = [point for stroke in strokes for point in stroke]
    if not every:
        return
    left, right = min(p[0] for p in every), max(p[0] for p in every)
    high, low = min(p[1] for p in every), max(p[1] for p in every)
    wide, tall = max(right - left, 0.02) * FIELD_ASPECT, max(low - high, 0.02)
    pen = page.mm(_SMALL_PEN_MM)
    rect = rect.inset(pen)
    scale = min(rect.w / wide, rect.h / tall)
    x0, y0 = rect.x + (rect.w - wide * scale) / 2, rect.y + (rect.h - tall * scale) / 2
    height = page.theme.height
    page.surface.canvas.add(Color(*rgba(colour)))
    page.repaint_colour()
    for points in strokes:
        stroke = Stroke(page.surface.canvas, pen)
        for x, y, _ in points:
            stroke.add(x0 + (x - left) * FIELD_ASPECT * scale, height - (y0 + (y - high) * scale))
        stroke.end()
