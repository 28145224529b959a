"""One layer of the window: a canvas that a `Page` draws on, and the targets that it takes touches for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from kivy.graphics import BorderImage, Color
from kivy.uix.widget import Widget

from kiosk.typing.typist import Typist
from kiosk.visit.intents import Intent
from screens.changed import Drawn, changed
from screens.frames import Part
from screens.geometry import Rect
from screens.outline import ShownText
from screens.painting.shapes import Panel
from screens.shades import PRESSED, rgba
from screens.textures import Textures
from screens.touch import TapGuard, Target

SLOP_MM = 8.0  # how far a finger may slide off a button and still mean it


class Surface(Widget):
    def __init__(
        self,
        textures: Textures,
        guard: TapGuard,
        send: Callable[[Intent], None],
        idle_touch: Callable[[], None],
        px_per_mm: float,
    ) -> None:
        super().__init__()
        self.textures = textures
        self.typist = Typist.without_engines()
        self.local_touch: Callable[[], None] = lambda: None  # told of what only the screen itself has to do with
        self.targets: list[Target] = []
        self.texts: list[ShownText] = []
        self.drawn: list[Drawn] = []  # in the order of drawing
        self.ground: str | None = None  # the one colour behind everything
        self.part: Callable[[Part], AbstractContextManager[None]] = lambda where: nullcontext()
        self.modal = False  # nothing below is touched
        self._guard = guard
        self._send = send
        self._idle_touch = idle_touch
        self._slop = SLOP_MM * px_per_mm
        self._pressed: str | None = None
        self._mark = Rect(0, 0, 0, 0)  # of the finger

    def redrawn(self, draw: Callable[[], None]) -> None:
        """`draw` wipes and draws the layer; only what is other than before is painted again."""
        before, ground, moving = self.drawn, self.ground, self._moving()

        def where() -> list[Rect] | None:
            if moving is None or moving != self._moving() or ground != self.ground:
                return None
            return changed(before, self.drawn)

        with self.part(where):
            draw()

    def _moving(self) -> list[object] | None:
        """The widgets that draw by themselves, and their places; None: one of them may have changed in the drawing.

        Those that are `steady` change at their own times alone, and say where.
        """
        living = [child for child in self.children if child.canvas.length()]
        if not all(getattr(child, "steady", False) for child in living):
            return None
        return [(child, tuple(child.pos), tuple(child.size)) for child in living]

    def wipe(self) -> None:
        """Empty the layer for the next drawing; a finger that is down keeps its button if it is drawn again."""
        self.clear_widgets()
        self.canvas.clear()
        self.targets = []
        self.texts = []
        self.drawn = []
        self.ground = None
        self.modal = False

    def let_go(self) -> None:
        """Another screen: what was pressed is no longer there."""
        self._pressed = None
        self._unmark()

    def _unmark(self) -> None:
        with self.part(lambda: [self._mark]):
            self.canvas.after.clear()

    def target(self, name: str) -> Target | None:
        return next((t for t in self.targets if t.name == name), None)

    def _at(self, x: float, y: float) -> Target | None:
        return next((t for t in reversed(self.targets) if t.rect.contains(x, y)), None)

    # Kivy's y runs upwards, ours downwards.
    def on_touch_down(self, touch: Any) -> bool:
        if super().on_touch_down(touch):
            return True
        target = self._at(touch.x, self.height - touch.y)
        if target is not None and target.enabled:
            self._pressed = target.name
            touch.grab(self)
            self._show_press(target)
            return True
        if target is not None or self.modal:
            self._idle_touch()
            return True
        return False

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        name, self._pressed = self._pressed, None
        self._unmark()
        target = self.target(name) if name else None
        if target is None or not target.enabled:
            return True
        if not target.rect.contains(touch.x, self.height - touch.y, self._slop):
            return True
        if self._guard.accepts(target.name, target.key):
            self.perform(target)
        return True

    def perform(self, target: Target) -> None:
        if isinstance(target.action, Intent):
            self._send(target.action)
        else:
            target.action()
            self.local_touch()

    def _show_press(self, target: Target) -> None:
        self._unmark()
        self._mark = rect = target.rect.whole()
        panel = Panel("#FFFFFF", max(2, min(target.radius, int(min(rect.w, rect.h)) // 2 - 1)))
        with self.part(lambda: [rect]), self.canvas.after:
            Color(*rgba(PRESSED, 0.14))
            edge = panel.slice
            BorderImage(
                texture=self.textures.panel(panel),
                border=(edge, edge, edge, edge),
                pos=(rect.x, self.height - rect.bottom),
                size=(rect.w, rect.h),
            )
