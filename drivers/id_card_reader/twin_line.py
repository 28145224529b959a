"""The two ends of a pseudo terminal: what stands for the serial line of a virtual module."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import threading
import tty
from collections.abc import Callable

from drivers.id_card_reader.frames import Parser


class FarEnd:
    """One plugged-in device. `answer`: a request's body -> the pieces of its answer; `pause`: seconds before it."""

    def __init__(self, answer: Callable[[bytes], list[bytes]], pause: Callable[[], float]) -> None:
        self._pieces = answer
        self._pause = pause
        # The near end is held open, so that the far end outlives a driver that closes it and opens it again.
        self._far, self._near = pty.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)
        self._unplugged, self._wake = os.pipe()
        self._closed = threading.Event()

    def close(self) -> None:
        self._closed.set()
        os.write(self._wake, b"x")

    def run(self) -> None:
        parser = Parser()
        try:
            while self._unplugged not in (ready := select.select([self._far, self._unplugged], [], [])[0]):
                if self._far in ready:
                    self._answer(parser.feed(os.read(self._far, 4096)))
        except OSError:
            pass
        finally:
            for end in (self._far, self._near, self._unplugged, self._wake):
                with contextlib.suppress(OSError):
                    os.close(end)

    def _answer(self, requests: list[bytes]) -> None:
        for body in requests:
            if self._closed.wait(self._pause()):
                return
            for number, piece in enumerate(self._pieces(body)):
                if number and self._closed.wait(0.005):  # pieces that the driver does read apart
                    return
                os.write(self._far, piece)
