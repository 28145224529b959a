"""What a screen draws with: text, icons, boxes and targets in pixels, y downwards.

A screen is drawn whole, onto one canvas, from its snapshot and from what the citizen has typed so far (`state`).
That costs a few milliseconds, because lines of text, icons and boxes are kept as textures; so there is no
widget tree to keep in step with the visit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kivy.graphics import BorderImage, Color, Rectangle
from PIL import Image

from kiosk.languages import language_of
from kiosk.text import Message, Text, message
from kiosk.visit.intents import Intent
from kiosk.visit.snapshot import Snapshot
from kiosk.words import say
from screens.geometry import Rect
from screens.lettering import Block, set_block
from screens.outline import ShownText
from screens.painting import icons
from screens.painting.shapes import Panel
from screens.painting.veil import veil
from screens.shades import contrast, rgba
from screens.surface import Surface
from screens.textures import exact
from screens.theme import Palette, Theme
from screens.touch import Target
from screens.typesetting import narrow
from screens.worded import Worded

State = dict[str, Any]


class Page:
    def __init__(
        self,
        surface: Surface,
        theme: Theme,
        snapshot: Snapshot,
        state: State,
        send: Callable[[Intent], None],
        again: Callable[[], None],
    ) -> None:
        self.surface = surface
        self.theme = replace(theme, low=snapshot.preferences.low)
        self.snapshot = snapshot
        self.state = state
        self.send = send
        self.again = again  # draw the screen anew: `state` has changed
        self.rect = Rect(0, 0, theme.width, theme.height)
        self.strip = Rect(0, 0, theme.width, 0)  # above the page: that nothing here is real, while one trains
        if snapshot.site.training:
            self.strip, self.rect = self.rect.top(round(theme.size("caption") * 1.7))
        self._colour: tuple[str, float] | None = None
        self._zone = "body"
        self._blocks: dict[tuple[object, ...], Block] = {}  # of this drawing only: a layout measures some words often
        surface.textures.face = language_of(snapshot.preferences.language).face
        self.side_view = False  # strangers stand beside the screen: one's own figures stand on a pattern
        self.low_height = 0  # pixels of `reach`, where the page needs more than a wheelchair's reach
        self.title_place: Rect | None = None  # low mode: where the page's sentence stands, out of reach

    # ---- short names ------------------------------------------------------------------------
    @property
    def palette(self) -> Palette:
        return self.theme.palette

    @property
    def language(self) -> str:
        return self.snapshot.preferences.language

    @property
    def han(self) -> bool:
        """Written in Chinese characters: words take little room, and dates have units."""
        return language_of(self.language).script == "han"

    @property
    def landscape(self) -> bool:
        return self.theme.landscape

    @property
    def low(self) -> bool:
        """Everything that is touched stands in `reach`; a page that needs all of the screen is drawn as usual."""
        return self.snapshot.preferences.low and self.low_height < self.theme.height

    @property
    def reach(self) -> Rect:
        """The part of the screen that is reached from a wheelchair, in low mode; else all of it."""
        return self.rect.foot(self.low_height or self.theme.reach)[0] if self.low else self.rect

    def mm(self, millimetres: float) -> int:
        return self.theme.mm(millimetres)

    def words(self, key: str, /, **params: Any) -> str:
        """A sentence of `kiosk/words/*/screens.toml`."""
        return self.say(message(f"screens.{key}", **params))

    def say(self, text: Text | str) -> str:
        said = say(text, self.language)
        if not self.han:
            said = narrow(said)
        return Worded(said, text.key) if isinstance(text, Message) and not text.params else said

    @contextmanager
    def zone(self, name: str) -> Iterator[None]:
        """What is drawn within belongs to this part of the page: it is read and reached in its order."""
        before, self._zone = self._zone, name
        try:
            yield
        finally:
            self._zone = before

    # ---- drawing ----------------------------------------------------------------------------
    def _tint(self, colour: str, opacity: float = 1.0) -> None:
        if self._colour != (colour, opacity):
            self.surface.canvas.add(Color(*rgba(colour, opacity)))
            self._colour = (colour, opacity)

    def repaint_colour(self) -> None:
        """Something was put on the canvas past this page, with a colour of its own."""
        self._colour = None
        self.surface.drawn.append((object(), None))

    def _put(self, instruction: Any, place: Rect, texture: Any = None) -> None:
        self.surface.canvas.add(instruction)
        self.surface.drawn.append(((type(instruction), texture, self._colour), place))

    def _up(self, rect: Rect) -> tuple[float, float]:
        return rect.x, self.theme.height - rect.bottom

    def fill(self, rect: Rect, colour: str, opacity: float = 1.0) -> None:
        rect = rect.whole()
        if rect == self.rect and opacity == 1 and not self.surface.drawn:
            self.surface.ground = colour  # what the window is cleared with costs less than a picture
            return
        self._tint(colour, opacity)
        self._put(Rectangle(pos=self._up(rect), size=(rect.w, rect.h)), rect)

    def texture(self, rect: Rect, texture: Any, colour: str = "#FFFFFF", opacity: float = 1.0) -> None:
        rect = rect.whole()
        self._tint(colour, opacity)
        if tuple(texture.size) == (rect.w, rect.h):
            exact(texture)
        self._put(Rectangle(texture=texture, pos=self._up(rect), size=(rect.w, rect.h)), rect, texture)

    def picture(self, rect: Rect, key: Hashable, make: Callable[[], Image.Image]) -> None:
        """A picture of the product's own, made once for each key."""
        self.texture(rect, self.surface.textures.picture(key, make))

    def panel(self, rect: Rect, panel: Panel) -> None:
        rect = rect.whole()
        spread, edge = panel.spread, panel.slice
        self._tint("#FFFFFF")
        place, texture = rect.inset(-spread), self.surface.textures.panel(panel)
        corners = (edge, edge, edge, edge)
        self._put(
            BorderImage(texture=texture, border=corners, pos=self._up(place), size=(place.w, place.h)), place, texture
        )

    def box(
        self,
        rect: Rect,
        fill: str | None,
        border: str | None = None,
        width: float = 0.6,
        radius: int | None = None,
        shadow: bool = False,
    ) -> None:
        """A rounded box; `width` of the border in mm."""
        most = max(1, int(min(rect.w, rect.h)) // 2 - 1)
        radius = min(most, self.theme.corner if radius is None else radius)
        soft = self.palette.shadow if shadow else 0.0
        line = max(2, self.mm(width)) if border else 0
        self.panel(
            rect, Panel(fill, radius, border, line, soft, self.mm(2.5) if soft else 0, self.mm(1) if soft else 0)
        )

    def card(self, rect: Rect, touchable: bool = False, fill: str | None = None, border: str | None = None) -> None:
        """White paper with the one soft shadow; where there are no shadows, a border."""
        colours = self.palette
        if colours.outlined and border is None:
            border = colours.edge if touchable else colours.line
        self.box(rect, fill or colours.paper, border, 0.75 if colours.outlined else 0.5, shadow=True)

    def icon(self, name: str, rect: Rect, colour: str, stroke: float = icons.STROKE) -> None:
        """An icon in the middle of a rectangle, as large as fits."""
        size = max(1, int(min(rect.w, rect.h)))
        middle = rect.middle(size, size)
        box = Rect(round(middle.x), round(middle.y), size, size)  # edges rounded each by itself would stretch it
        self.texture(box, self.surface.textures.icon(name, size, stroke), colour)

    # ---- text -------------------------------------------------------------------------------
    def block(
        self, text: Text | str, width: float, style: str = "body", bold: bool = False, leading: float | None = None
    ) -> Block:
        """The text in lines, with its height: for a layout that grows with its words."""
        key = (words := self.say(text), width, style, bold, leading)
        if key not in self._blocks:
            self._blocks[key] = set_block(self.surface.textures, self.theme, words, width, style, bold, leading)
        return self._blocks[key]

    def text(
        self,
        rect: Rect,
        text: Text | str,
        style: str = "body",
        bold: bool = False,
        colour: str | None = None,
        align: str = "left",
        valign: str = "middle",
        leading: float | None = None,
        role: str = "text",
        spoken: str | None = None,
    ) -> float:
        """Draw text; where it does not fit it takes the next smaller size. Gives the height that it took.

        `spoken` is said in its place: empty for what is there for the eye alone.
        """
        words = self.say(text)
        if not words:
            return 0.0
        block = set_block(self.surface.textures, self.theme, words, rect.w, style, bold, leading, rect.h)
        colour = colour or self.palette.ink
        if role == "private" and self.side_view and not self.palette.outlined:  # who needs contrast gets it
            self._veil(rect, block, colour)
        free = rect.h - block.height
        y = rect.y + {"top": 0.0, "middle": free / 2, "bottom": free}[valign]
        for line, width in zip(block.lines, block.widths, strict=True):
            x = rect.x + {"left": 0.0, "center": (rect.w - width) / 2, "right": rect.w - width}[align]
            texture = self.surface.textures.line(line, block.size, bold)
            if texture is not None:
                # the face's own line is 1.45 em high and sits low in it
                lift = block.size * 0.05
                top = y + (block.line_height - texture.height) / 2 - lift
                self.texture(Rect(x, top, texture.width, texture.height), texture, colour)
            y += block.line_height
        left = min(rect.x + {"left": 0.0, "center": (rect.w - w) / 2, "right": rect.w - w}[align] for w in block.widths)
        place = Rect(left, y - block.height, max(block.widths), block.height)
        clipped = block.height > rect.h + 1 or max(block.widths) > rect.w + 1
        key = getattr(words, "key", None)
        self.surface.texts.append(
            ShownText(words, place, block.size, bold, colour, clipped, role, self._zone, key, spoken)
        )
        return block.height

    def _veil(self, rect: Rect, block: Block, ink: str) -> None:
        """Behind the whole place, so that not even the length of what is written shows."""
        tone = self.palette.primary_deep if contrast(ink, "#FFFFFF") < 2 else self.palette.line
        place = Rect(rect.x, rect.y, rect.w, rect.h).whole()
        key = ("veil", int(place.w), int(place.h), block.size, tone)
        self.picture(place, key, lambda: veil((int(place.w), int(place.h)), block.size, tone))

    # ---- touch ------------------------------------------------------------------------------
    def touch(
        self,
        rect: Rect,
        name: str,
        action: Intent | Callable[[], None],
        text: Text | str,
        enabled: bool = True,
        dimmed: bool = False,
        key: bool = False,
        role: str = "button",
        radius: int | None = None,
        chosen: bool = False,
    ) -> None:
        radius = self.theme.corner if radius is None else radius
        self.surface.targets.append(
            Target(name, rect.whole(), action, self.say(text), role, enabled, dimmed, key, radius, self._zone, chosen)
        )

    def change(self, **values: Any) -> Callable[[], None]:
        """An action that changes the screen's own state and draws it anew."""

        def act() -> None:
            self.state.update(values)
            self.again()

        return act

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """A live widget that outlasts the drawing of its screen; it is put on the page."""
        widget = self.state.get(name)
        if widget is None:
            widget = self.state[name] = make()
        if widget.parent is not None:
            widget.parent.remove_widget(widget)
        self.surface.add_widget(widget)
        self._colour = None  # its own colours are on the canvas now
        return widget
