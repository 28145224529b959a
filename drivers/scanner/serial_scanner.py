"""A scanner on a serial line or USB-CDC."""

from __future__ import annotations

import contextlib
import os
import termios

import serial

from drivers.scanner.records import Wording
from drivers.scanner.wire_scanner import IDLE, WireScanner


class SerialScanner(WireScanner):
    """`start` and `stop`: trigger commands of this model, empty for one that looks by itself (presentation mode)."""

    source = "serial"

    def __init__(
        self,
        path: str,
        baud: int = 9600,
        *,
        start: bytes = b"",
        stop: bytes = b"",
        idle: float = IDLE,
        wording: Wording | None = None,
    ) -> None:
        super().__init__(path, idle, wording)
        self._baud = baud
        self._trigger_commands = {True: start, False: stop}
        self._line: serial.Serial | None = None

    def _open(self) -> int:
        try:
            line = serial.Serial(self.path, self._baud, timeout=0, exclusive=True)
        except (serial.SerialException, termios.error, ValueError) as error:
            raise OSError(f"the serial line does not open: {type(error).__name__}") from error
        fd = line.fileno()
        try:
            os.set_blocking(fd, False)
            settings = termios.tcgetattr(fd)
            settings[6][termios.VMIN] = 1  # else a silent line reads as one that has ended
            termios.tcsetattr(fd, termios.TCSANOW, settings)
            termios.tcflush(fd, termios.TCIFLUSH)
        except (OSError, termios.error) as error:
            line.close()
            raise OSError("the serial line went while it was opened") from error
        self._line = line
        return fd

    def _close(self, fd: int) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError, serial.SerialException):
                line.close()

    def _is_triggered(self) -> bool:
        return bool(self._trigger_commands[True])

    def _trigger(self, on: bool) -> None:
        if self._fd >= 0 and self._trigger_commands[on]:
            with contextlib.suppress(OSError):  # what is wrong with the line is seen where it is read
                os.write(self._fd, self._trigger_commands[on])
