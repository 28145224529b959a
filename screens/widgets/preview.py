"""A live picture: asks the camera for its newest frame a dozen times a second and shows it."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk.visit.views import Picture, Preview
from screens.geometry import Rect
from screens.page import Page

_FRAMES_PER_S = 12  # enough to see one's own movement, a third of the cost of the camera's own pace


class LivePicture(Widget):
    """Fills its rectangle with the middle of the picture (`cover`) or shows all of it."""

    def __init__(self, cover: bool, mirror: bool) -> None:
        super().__init__()
        self.preview: Preview | None = None
        self.shows = False  # a picture is on the glass
        self.part: tuple[float, float] | None = None  # of the height: where it begins, how much is shown
        self._cover = cover
        self._mirror = mirror
        self._last: Picture | None = None
        self._texture: Any = None
        with self.canvas:
            Color(1, 1, 1, 1)
            self._rectangle = Rectangle(size=(0, 0))
        self._event = Clock.schedule_interval(self._poll, 1 / _FRAMES_PER_S)

    def place(self, rect: Rect, window_height: int) -> None:
        self._place = rect
        self.pos = (rect.x, window_height - rect.bottom)
        self.size = (rect.w, rect.h)
        self._poll(0)
        self._arrange()

    def show(self, picture: Picture) -> None:
        if picture is self._last:
            return
        self._last = picture
        size = (picture.width, picture.height)
        if self._texture is None or tuple(self._texture.size) != size:
            self._texture = Texture.create(size=size, colorfmt="rgb")
        self._texture.blit_buffer(picture.rgb, colorfmt="rgb", bufferfmt="ubyte")
        self.shows = True
        self._arrange()
        self.canvas.ask_update()

    def _poll(self, _dt: float) -> bool:
        if self.parent is None:
            self._event.cancel()
            return False
        if self.preview is not None:
            picture = self.preview.latest()
            if picture is not None and picture is not self._last:
                with self.parent.part(lambda: [self._place]):
                    self.show(picture)
        return True

    def _arrange(self) -> None:
        if self._texture is None or not self.width or not self.height:
            return
        width, height = self._texture.size
        if self.part is not None:
            top, high = self.part
            part = self._texture.get_region(0, round(top * height), width, round(high * height))
            self._rectangle.texture, self._rectangle.pos, self._rectangle.size = (
                self._upright(part),
                self.pos,
                self.size,
            )
            return
        if self._cover:
            scale = max(self.width / width, self.height / height)
            seen = (min(width, self.width / scale), min(height, self.height / scale))
            part = self._texture.get_region((width - seen[0]) / 2, (height - seen[1]) / 2, *seen)
            self._rectangle.texture, self._rectangle.pos, self._rectangle.size = (
                self._upright(part),
                self.pos,
                self.size,
            )
            return
        scale = min(self.width / width, self.height / height)
        size = (width * scale, height * scale)
        self._rectangle.texture = self._upright(self._texture.get_region(0, 0, width, height))
        self._rectangle.pos = (self.x + (self.width - size[0]) / 2, self.y + (self.height - size[1]) / 2)
        self._rectangle.size = size

    def _upright(self, part: Any) -> Any:
        """Textures begin at the bottom, pictures at the top."""
        part.flip_vertical()
        if self._mirror:
            part.flip_horizontal()
        return part


def live(
    page: Page,
    rect: Rect,
    preview: Preview | None,
    picture: Picture | None,
    cover: bool,
    mirror: bool,
    part: tuple[float, float] | None = None,
) -> LivePicture:
    """Put the picture on the page; a taken one stands still. `part`: see `LivePicture`; it fills the whole width."""
    name = "still" if picture is not None else "live"
    widget: LivePicture = page.keep(name, lambda: LivePicture(cover, mirror))
    widget.preview = None if picture is not None else preview
    widget.part = part
    if picture is not None:
        widget.show(picture)
    widget.place(rect.whole(), page.theme.height)
    return widget
