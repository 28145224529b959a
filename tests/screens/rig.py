"""The real window, offscreen, in this process: draws a snapshot, touches it, reads its picture.

Kivy keeps its state for the process, so everything that needs it runs in a process of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from kiosk.visit.intents import Intent
from kiosk.visit.snapshot import Snapshot
from screens import kivy_setup
from tests.limits import LIMIT_S

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
PX_PER_MM = 4.03


class FakeStage:
    """Holds a snapshot and remembers what was sent; the visit is not needed to draw."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.sent: list[Intent] = []
        self._callback = lambda *_: None

    def subscribe(self, callback):
        self._callback = callback

    def send(self, intent: Intent, drawn: int | None = None) -> None:
        self.sent.append(intent)

    def show(self, snapshot: Snapshot) -> None:
        serial = self.snapshot.serial + 1 if self.snapshot else 1
        self.snapshot = replace(snapshot, serial=serial)
        self._callback(self.snapshot)


class Rig:
    def __init__(self, orientation: str) -> None:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ["LIBGL_ALWAYS_SOFTWARE"] = "1"
        self.size = SIZES[orientation]
        self.folder = tempfile.TemporaryDirectory(prefix="kiosk-screens-")
        kivy_setup.configure(kivy_setup.Geometry(*self.size), Path(self.folder.name))
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from kiosk.typing import typist
        from kiosk.typing.typist import Typist
        from screens import fonts
        from screens.app import KioskApp

        fonts.register(Path(sys.prefix) / "share/kiosk/fonts")
        self.stage = FakeStage()
        for limit in ("KEY_LIMIT_S", "START_LIMIT_S", "WRITE_LIMIT_S"):  # the machine may be busy
            setattr(typist, limit, LIMIT_S)
        self.app = KioskApp(self.stage, self.size, PX_PER_MM, typist=Typist(Path(sys.prefix) / "share/kiosk/typing"))
        self.window = Window
        self.loop = EventLoop
        self.window.add_widget(self.app.build())
        EventLoop.status = "started"

    def show(self, snapshot: Snapshot) -> None:
        self.stage.show(snapshot)
        self.app._refresh()

    def target(self, name: str):
        found = self.app.overlay.target(name) or self.app.screen.target(name)
        assert found is not None, f"nothing to touch named {name}"
        return found

    def tap(self, x: float, y: float, to: tuple[float, float] | None = None) -> None:
        """A finger down at x, y (y downwards), perhaps sliding, and up: through the window's own dispatch."""
        from kivy.tests.common import UnitTestTouch

        finger = UnitTestTouch(x, self.size[1] - y)
        finger.touch_down()
        if to is not None:
            for step in range(1, 6):
                finger.touch_move(x + (to[0] - x) * step / 5, self.size[1] - (y + (to[1] - y) * step / 5))
        finger.touch_up()

    def press(self, target) -> None:
        """A finger comes down on it, and stays."""
        from kivy.tests.common import UnitTestTouch

        self.finger = UnitTestTouch(target.rect.x + target.rect.w / 2, self.size[1] - target.rect.y - target.rect.h / 2)
        self.finger.touch_down()

    def lift(self) -> None:
        """The finger slides away and means nothing."""
        self.finger.touch_move(-500, -500)
        self.finger.touch_up()

    def pixels(self):
        """What was drawn last, as a Pillow picture."""
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
        from PIL import Image

        taken = glReadPixels(0, 0, *self.size, GL_RGB, GL_UNSIGNED_BYTE)
        return Image.frombytes("RGB", self.size, taken).transpose(Image.Transpose.FLIP_TOP_BOTTOM)

    def frame(self) -> None:
        self.window.canvas.ask_update()
        self.loop.idle()

    def picture(self):
        """The window's pixels as a Pillow picture."""
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
        from PIL import Image

        taken = []

        def read(*_):
            taken.append(glReadPixels(0, 0, *self.size, GL_RGB, GL_UNSIGNED_BYTE))

        self.window.bind(on_flip=read)
        try:
            self.frame()
        finally:
            self.window.unbind(on_flip=read)
        return Image.frombytes("RGB", self.size, taken[-1]).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
