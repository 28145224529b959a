"""Who attends to those that do not touch or do not see: focus, ring, keypad and voice, after every drawing."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Keyboard
from kivy.graphics import BorderImage, Color
from kivy.uix.widget import Widget

from kiosk.visit.intents import Intent, StillHere
from kiosk.visit.snapshot import Snapshot
from screens.focus import Focus
from screens.keypad import Keypad
from screens.painting.ring import rings
from screens.speech.clips import Clips
from screens.speech.hands import Hands
from screens.speech.narration import Line
from screens.speech.narrator import Narrator
from screens.speech.voice import Manner, Voice
from screens.surface import Surface
from screens.theme import Theme
from screens.touch import TapGuard, Target

_NAMES = {code: name for name, code in Keyboard.keycodes.items()}
KNOWN_KEYS = frozenset(Keyboard.keycodes)


def _later(seconds: float, call: Callable[[], None]) -> None:
    Clock.schedule_once(lambda _: call(), seconds)


class Mute(Voice):
    """Where a window has no voice: nothing is said."""

    def __init__(self) -> None:
        super().__init__(lambda: None, Clips(()))

    def say(self, lines: Sequence[Line], manner: Manner, *, after: bool = False) -> None: ...


class Attendant:
    def __init__(
        self,
        screen: Surface,
        overlay: Surface,
        guard: TapGuard,
        send: Callable[[Intent], None],
        voice: Voice | None,
        keypad: Keypad | None,
    ) -> None:
        self.voice = voice or Mute()
        self.focus = Focus()
        self.narrator = Narrator(self.voice, time.monotonic, _later, lambda: send(StillHere()))
        self.hands = Hands(keypad or Keypad(), self.focus, self.narrator, lambda: self.front.targets, self._press, send)
        self.layer = Widget(size=screen.size)
        self._screen, self._overlay = screen, overlay
        self._guard = guard
        self._snapshot: Snapshot | None = None
        self._theme: Theme | None = None
        self._page: Hashable = None

    @property
    def front(self) -> Surface:
        """What is touched now."""
        return self._overlay if self._overlay.modal else self._screen

    def drawn(self, snapshot: Snapshot, page: Hashable, theme: Theme) -> None:
        """Everything was drawn; `page` is another value for another page."""
        whole = (page, self._overlay.modal, snapshot.visits)
        fresh = whole != self._page
        if snapshot.visits != (self._snapshot.visits if self._snapshot else 0):
            self.focus.shown = False
        self._snapshot, self._theme, self._page = snapshot, theme, whole
        front = self.front
        self.focus.update(front.targets, fresh=fresh)
        self._ring()
        texts = front.texts if front.modal else self._screen.texts + self._overlay.texts
        self.narrator.shown(snapshot, whole, texts, front.targets, self.focus)

    def touched(self) -> None:
        """A finger: the voice is silent at once, and the ring goes."""
        self.narrator.touched()
        if self.focus.shown:
            self.focus.shown = False
            self._ring()

    def key_down(self, _window: Any, code: int, _scan: int, character: str | None, _modifiers: Any) -> bool:
        if self._snapshot is not None and self.hands.pressed(
            _NAMES.get(code, ""), character or "", self._snapshot.preferences
        ):
            self._ring()
        return True

    def key_up(self, _window: Any, code: int, *_: Any) -> bool:
        self.hands.released(_NAMES.get(code, ""))
        return True

    def described(self) -> dict[str, Any]:
        """For the outline: where the keypad is, and what was said."""
        said = [
            {"serial": one.serial, "text": one.text, "seconds": one.seconds, "by": one.by, "where": one.where}
            for one in self.voice.transcript
        ]
        return {"focus": self.focus.name, "said": said, "speaking": self.voice.busy}

    def _press(self, target: Target) -> None:
        if self._guard.accepts(target.name, target.key):
            self.front.perform(target)

    def _ring(self) -> None:
        canvas = self.layer.canvas
        if not self.focus.shown and not canvas.length():
            return  # a canvas that is touched is drawn again, whole
        canvas.clear()
        target = self.focus.target
        if not self.focus.shown or target is None or self._theme is None:
            return
        height = self._theme.height
        canvas.add(Color(1, 1, 1, 1))
        for out, panel in rings(self._theme, target.radius):
            rect, edge = target.rect.inset(-out), panel.slice
            edge = min(edge, int(min(rect.w, rect.h)) // 2)
            canvas.add(
                BorderImage(
                    texture=self._screen.textures.panel(panel),
                    border=(edge, edge, edge, edge),
                    pos=(rect.x, height - rect.bottom),
                    size=(rect.w, rect.h),
                )
            )
