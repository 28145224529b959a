"""Pictures and letters on their way to the graphics card, kept as long as they may be used again.

What was drawn for one citizen must not outlive the visit: `Textures.forget_words` drops every line of text
and every measurement. Shapes and icons are about nobody and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics.texture import Texture
from PIL import Image

from screens import fonts, rare
from screens.painting import icons, shapes
from screens.picture_store import PictureStore, pixels

_MOST_LINES = 600  # about 30 MB at body size; a screen has fewer than 120


class Textures:
    def __init__(self) -> None:
        self._pictures: dict[Hashable, Any] = {}
        self.store: PictureStore | None = None
        self.face = "SC"  # of what is drawn next: `kiosk/words/languages.toml` says which language has which
        self._lines: dict[tuple[str, int, str], Any] = {}
        self._widths: dict[tuple[str, int, str], float] = {}
        self._rulers: dict[tuple[int, str], Any] = {}

    def picture(self, key: Hashable, make: Callable[[], Image.Image]) -> Any:
        """The texture of a picture, made once."""
        if key not in self._pictures:
            if self.store is not None and self.store.open:
                self._pictures[key] = uploaded(*self.store.picture(key, make))
            else:
                self._pictures[key] = upload(make())
        return self._pictures[key]

    def panel(self, panel: shapes.Panel) -> Any:
        """Its corners are drawn as they are, and what is stretched between them is of one colour along each way."""
        return exact(self.picture(panel, partial(shapes.panel_picture, panel)))

    def icon(self, name: str, size: int, stroke: float) -> Any:
        """White, to be tinted."""
        return self.picture(
            ("icon", name, size, stroke), lambda: shapes.solid("#FFFFFF", icons.mask(name, size, stroke))
        )

    def width(self, text: str, size: int, bold: bool) -> float:
        font = fonts.name_of(self.face, bold)
        key = (text, size, font)
        if key not in self._widths and rare.lacking(text, fonts.file_of(font)):
            self._widths[key] = rare.width(text, size, fonts.file_of(font))
        elif key not in self._widths:
            ruler = self._rulers.get((size, font))
            if ruler is None:
                ruler = self._rulers[(size, font)] = CoreLabel(font_name=font, font_size=size)
            self._widths[key] = ruler.get_extents(text)[0]
        return self._widths[key]

    def line(self, text: str, size: int, bold: bool) -> Any:
        """One line of text, white, to be tinted; None for nothing visible."""
        if not text.strip():
            return None
        font = fonts.name_of(self.face, bold)
        key = (text, size, font)
        if key not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.pop(next(iter(self._lines)))
            if rare.lacking(text, fonts.file_of(font)):
                self._lines[key] = upload(rare.line(text, size, fonts.file_of(font)))
                return self._lines[key]
            label = CoreLabel(text=text, font_name=font, font_size=size)
            label.refresh()
            self._lines[key] = label.texture
        return self._lines[key]

    def forget_words(self) -> None:
        self._lines.clear()
        self._widths.clear()


def exact(texture: Any) -> Any:
    """Drawn pixel for pixel, nothing is to be mixed: two thirds of the price where the processor draws."""
    if texture.mag_filter == "linear":
        texture.mag_filter = texture.min_filter = "nearest"
    return texture


def upload(picture: Image.Image, sharp: bool = False) -> Any:
    """A texture with the picture's rows the right way up; `sharp` keeps squares square when enlarged."""
    return uploaded(*pixels(picture), sharp)


def uploaded(size: tuple[int, int], data: bytes, sharp: bool = False) -> Any:
    """The same from rows that are turned already: `screens/picture_store.py`."""
    texture = Texture.create(size=size, colorfmt="rgba")
    texture.blit_buffer(data, colorfmt="rgba", bufferfmt="ubyte")
    texture.wrap = "clamp_to_edge"
    if sharp:
        texture.mag_filter = texture.min_filter = "nearest"
    return texture
