"""The pad for handwriting: one character at a time, recognised shortly after its last stroke."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, SmoothLine
from kivy.uix.widget import Widget

from kiosk.typing.typist import Answer, Typist
from screens.geometry import Rect
from screens.painting.ink import rounded
from screens.shades import rgba

SETTLED_S = 0.4  # after a stroke; the next one of the same character comes sooner
_LOOK_EVERY_S = 1 / 30
_NEAR_PX = 3.0  # closer points are the same place to a finger
_PEN_MM = 1.4  # half the width of the line: a marker, not a pen


class InkPad(Widget):
    """Strokes live here and nowhere else. `heard` gets the engine's answer, None when the engine fails."""

    def __init__(self, typist: Typist, colour: str, px_per_mm: float) -> None:
        super().__init__()
        self.heard: Callable[[Answer | None], None] = lambda _: None
        self.written: Callable[[], None] = lambda: None  # told of each stroke
        self._typist = typist
        self._colour = rgba(colour)
        self._pen = _PEN_MM * px_per_mm
        self._strokes: list[list[tuple[float, float]]] = []
        self._lines: list[Any] = []
        self._timer: Any = None
        self._place: tuple[float, ...] = ()

    @property
    def strokes(self) -> list[list[tuple[float, float]]]:
        """From 0 to 1 down the pad and in the same unit across it, y downwards."""
        return [[((x - self.x) / self.height, (self.top - y) / self.height) for x, y in one] for one in self._strokes]

    def place(self, rect: Rect, window_height: int, colour: str) -> None:
        """Where it is drawn now. Elsewhere than before, what was written there is gone."""
        place, ink = (rect.x, window_height - rect.bottom, rect.w, rect.h), rgba(colour)
        if place != self._place or ink != self._colour:
            self.clear()
        self._place, self._colour = place, ink
        self.pos, self.size = place[:2], place[2:]

    def clear(self) -> None:
        self._stop()
        self._strokes, self._lines = [], []
        self.canvas.clear()

    def undo(self) -> None:
        """Take the last stroke back."""
        kept = self._strokes[:-1]
        self.clear()
        for stroke in kept:
            self._begin()
            for x, y in stroke:
                self._add(x, y)
        self._ask_soon()

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        self._stop()
        touch.grab(self)
        self._begin()
        self._add(*touch.pos)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if self._strokes:
            self._add(*touch.pos)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.written()
        self._ask_soon()
        return True

    # ---- inside ---------------------------------------------------------------------------------
    def _begin(self) -> None:
        self._strokes.append([])
        with self.canvas:
            Color(*self._colour)
            self._lines.append(SmoothLine(points=[], width=self._pen))

    def _add(self, x: float, y: float) -> None:
        x, y = min(max(x, self.x), self.right), min(max(y, self.y), self.top)
        stroke = self._strokes[-1]
        if stroke and abs(stroke[-1][0] - x) < _NEAR_PX and abs(stroke[-1][1] - y) < _NEAR_PX:
            return
        stroke.append((x, y))
        self._lines[-1].points = rounded(stroke) if len(stroke) > 1 else [x, y, x + 1, y]

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ask_soon(self) -> None:
        self._stop()
        if self._strokes:
            self._timer = Clock.schedule_once(self._ask, SETTLED_S)
        else:
            self.heard(Answer())

    def _ask(self, _dt: float) -> None:
        if self.parent is None:
            return  # its screen is gone
        if self._typist.write(self.strokes):
            self._timer = Clock.schedule_interval(self._look, _LOOK_EVERY_S)
        else:
            self.heard(None)

    def _look(self, _dt: float) -> bool:
        if self.parent is None:
            return False
        answer = self._typist.written()
        if answer is None:
            return True
        self._timer = None
        self.heard(answer if answer.candidates else None)
        return False
