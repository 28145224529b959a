"""Frames: all of the window, or only the part of it in which something has changed.

Without a graphics processor every pixel is drawn by the processor: 2 million of them take 15 to 40 ms, the mark of a
finger on one button less than 1 ms. So whoever changes something says where (`part`). What nobody announced is
noticed (Kivy's flag is up before or after) and redraws everything.

Parts need a back buffer that still holds the frame before. Mesa's software renderer copies it to the window and
keeps it; graphics processors exchange buffers and are fast anyway. So parts are drawn only by the former, and only
after a frame has been seen to stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from kivy.core.window import Window
from kivy.graphics import opengl as gl

from screens.geometry import Rect

Part = Callable[[], Sequence[Rect] | None]
"""Where something was changed, asked afterwards; None: anywhere."""

_GL_RENDERER = 0x1F01
_GL_SCISSOR_TEST = 0x0C11
_SOFTWARE = (b"llvmpipe", b"softpipe")
_MARGIN = 2  # pixels around a part: edges are smoothed
_BANDS = 4  # each costs a millisecond; more of them are joined
_NEAR = 60  # pixels between two bands that are cheaper drawn as one


class Frames:
    def __init__(self, height: int) -> None:
        self._height = height
        self._kept: bool | None = None  # whether the back buffer outlasts its flip; None: not yet seen
        self._all = True
        self._parts: list[Rect] = []

    @property
    def due(self) -> bool:
        return bool(self._all or self._parts or Window.canvas.needs_redraw)

    @property
    def in_parts(self) -> bool:
        """What is due is less than everything."""
        return bool(self._kept and not self._all and not Window.canvas.needs_redraw)

    def everything(self) -> None:
        """The next frame is drawn whole."""
        self._all = True

    @contextmanager
    def part(self, where: Part) -> Iterator[None]:
        """What is changed within is changed only there."""
        if self._all or not self._kept:
            yield
            self._all = True
            return
        self._all = bool(Window.canvas.needs_redraw)
        yield
        changed = where()
        if changed is None or self._all:
            self._all = True
            return
        self._parts += [rect for rect in changed if rect.w > 0 and rect.h > 0]
        self._settle()

    def draw(self) -> bool:
        """Draw and show what is due; False: nothing is."""
        if not self.due:
            return False
        if self.in_parts:
            for band in bands(self._parts):
                self._within(band)
        else:
            Window.dispatch("on_draw")
        self._all, self._parts = False, []
        if self._kept is None:
            self._flip_and_look()
        else:
            Window.dispatch("on_flip")
        return True

    def _settle(self) -> None:
        """Take Kivy's flag down by a drawing that shows nothing: whatever else is changed raises it again."""
        gl.glEnable(_GL_SCISSOR_TEST)
        gl.glScissor(0, 0, 0, 0)
        try:
            Window.render_context.draw()
        finally:
            gl.glDisable(_GL_SCISSOR_TEST)

    def _within(self, rect: Rect) -> None:
        rect = rect.inset(-_MARGIN).whole()
        gl.glEnable(_GL_SCISSOR_TEST)
        gl.glScissor(int(rect.x), int(self._height - rect.bottom), int(rect.w), int(rect.h))
        try:
            Window.on_draw()
        finally:
            gl.glDisable(_GL_SCISSOR_TEST)

    def _flip_and_look(self) -> None:
        """Show a frame whose corner is a shade off, and see whether the corner is still there."""
        if not any(name in (gl.glGetString(_GL_RENDERER) or b"") for name in _SOFTWARE):
            self._kept = False
            Window.dispatch("on_flip")
            return
        mark = tuple(value ^ 1 for value in _corner())
        gl.glEnable(_GL_SCISSOR_TEST)
        gl.glScissor(0, 0, 1, 1)
        gl.glClearColor(*(value / 255 for value in mark), 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        gl.glDisable(_GL_SCISSOR_TEST)
        Window.dispatch("on_flip")
        self._kept = _corner() == mark
        self._all = not self._kept
        self._parts = [Rect(0, self._height - 1, 1, 1)]


def _corner() -> tuple[int, ...]:
    return tuple(gl.glReadPixels(0, 0, 1, 1, gl.GL_RGB, gl.GL_UNSIGNED_BYTE))


def bands(parts: Iterable[Rect]) -> list[Rect]:
    """A few rectangles, one above the other, that cover all of these."""
    found: list[Rect] = []
    for rect in sorted(parts, key=lambda one: one.y):
        if found and rect.y <= found[-1].bottom + _NEAR:
            found[-1] = _both(found[-1], rect)
        else:
            found.append(rect)
    while len(found) > _BANDS:
        gaps = [two.y - one.bottom for one, two in pairwise(found)]
        at = gaps.index(min(gaps))
        found[at : at + 2] = [_both(found[at], found[at + 1])]
    return found


def _both(one: Rect, two: Rect) -> Rect:
    x, y = min(one.x, two.x), min(one.y, two.y)
    return Rect(x, y, max(one.right, two.right) - x, max(one.bottom, two.bottom) - y)
