"""The window's loop: it sleeps until a touch arrives, a snapshot is published or something is due, and draws at once.

Kivy's own loop looks for touches once a frame and hands what it found on with the frame after: up to two frames
(66 ms at 30 a second) before anything is drawn, and thirty turns a second while nothing happens. Here the X
server's connection is watched by the same event loop that runs the visit.

Kivy's internals that are relied on: `runTouchApp(embedded=True)` ("event dispatching will be your job", and what
that job is: `kivy.base.EventLoopBase.async_idle`), and `CyClockBase.on_schedule`.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder

from screens.frames import Frames
from screens.kivy_setup import FRAMES_PER_S

_FRAME_S = 1 / FRAMES_PER_S
_SPACING_S = 1 / 60  # between two frames while a finger is dragged: no panel shows more
_LONGEST_S = 1.0  # what nobody announced is seen after this time at the latest
_ANSWER_TURNS = 12  # of the event loop: so many does a visit's answer to a touch take where it waits for nothing
_log = logging.getLogger(__name__)


class WindowLoop:
    """`run` draws until Kivy is stopped. `serial` gives another number for another snapshot; `shown` is told of each
    frame that has reached the window.
    """

    def __init__(self, frames: Frames, serial: Callable[[], int], shown: Callable[[], None]) -> None:
        self._frames = frames
        self._serial = serial
        self._shown = shown
        self._woken = asyncio.Event()
        self._thread = threading.get_ident()
        self._loop = asyncio.get_running_loop()
        self._answering = False
        self._turning = False

    def wake(self, *_: Any) -> None:
        """Something is to be drawn or done; from any thread."""
        if threading.get_ident() == self._thread:
            self._woken.set()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    def _scheduled(self, event: Any) -> None:
        """How long to sleep is looked up after a turn: what it schedules for later need not wake it."""
        if not (self._turning and event.timeout > 0 and threading.get_ident() == self._thread):
            self.wake()

    def meant(self) -> None:
        """A touch has sent an intent: the visit may answer before the next frame is drawn."""
        self._answering = True

    async def run(self) -> None:
        runTouchApp(embedded=True)
        Clock.woken_by(self._scheduled)
        connection = x_connection()
        if connection is not None:
            self._loop.add_reader(connection, self.wake)
        longest = _LONGEST_S if connection is not None else _FRAME_S
        try:
            while not EventLoop.quit and EventLoop.status == "started":
                begun = time.monotonic()
                self._woken.clear()
                self._turning = True
                try:
                    drawn = await self._turn()
                finally:
                    self._turning = False
                if drawn:
                    self._shown()
                    self._look_again()
                await self._sleep(begun, longest)
                if drawn and (rest := _SPACING_S - (time.monotonic() - begun)) > 0:
                    await asyncio.sleep(rest)
        finally:
            if connection is not None:
                self._loop.remove_reader(connection)
            Clock.woken_by(lambda event: None)
            stopTouchApp()

    async def _turn(self) -> bool:
        """Take what the X server says, do what is due, draw what has changed. True: something was drawn."""
        Window.mainloop()
        if EventLoop.quit:
            return False
        Clock.tick()
        EventLoop.dispatch_input()
        if self._answering:
            await self._answered()
        Builder.sync()
        Clock.tick_draw()
        Builder.sync()
        return not EventLoop.quit and self._frames.draw()

    def _look_again(self) -> None:
        """Xlib may have read, while something was drawn, what will not be announced on the connection again."""
        Window.mainloop()
        if any(getattr(provider, "waiting_event", ()) for provider in EventLoop.input_providers):
            self.wake()

    async def _answered(self) -> None:
        """One frame instead of two where the visit knows its next page at once."""
        self._answering = False
        before = self._serial()
        for _ in range(_ANSWER_TURNS):
            await asyncio.sleep(0)
            if self._serial() != before:
                return

    async def _sleep(self, begun: float, longest: float) -> None:
        due = Clock.get_min_timeout() - Clock.time()
        earliest = _FRAME_S - (time.monotonic() - begun)
        wait = max(min(due, longest), min(earliest, _FRAME_S), 0.0)
        waking = self._loop.call_later(wait, self._woken.set)
        try:
            await self._woken.wait()
        finally:
            waking.cancel()


def x_connection() -> int | None:
    """The file descriptor on which the X server speaks to this window; None: there is no X server behind it."""
    display = getattr(Window.get_window_info(), "display", None)
    if not display:
        return None
    try:
        number = ctypes.CDLL("libX11.so.6").XConnectionNumber  # the library that SDL has opened
    except (OSError, AttributeError):
        _log.warning("libX11 is missing; touches are looked for %d times a second", FRAMES_PER_S)
        return None
    number.argtypes = [ctypes.c_void_p]
    found = number(display)
    return found if found >= 0 else None
