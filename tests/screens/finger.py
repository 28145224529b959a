"""A finger on the X server's glass (XTEST, as `xdotool` uses it), without a process for every touch."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence


class Finger:
    """A connection of its own to the display that DISPLAY names."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display, "DISPLAY names no X server"

    def down(self, x: float, y: float) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, int(x), int(y), ctypes.c_ulong(0))
        self._test.XTestFakeButtonEvent(self._display, 1, 1, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def slide(self, points: Sequence[tuple[float, float]]) -> None:
        for x, y in points:
            self._test.XTestFakeMotionEvent(self._display, -1, int(x), int(y), ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def up(self) -> None:
        self._test.XTestFakeButtonEvent(self._display, 1, 0, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def key(self, name: str) -> None:
        """A key of a keyboard or keypad, by its name in keysymdef.h (XK_Return: `Return`); down and up."""
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode())))
        for down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)
