"""A virtual receipt printer at the end of a serial line: a pty, behind a link as udev makes for a real one."""

from __future__ import annotations

import contextlib
import os
import select
import tty
from pathlib import Path

from drivers.receipt_printer.machine import Machine


class SerialPrinterTwin(Machine):
    """`link`: the path by which the driver knows it; it points to another node after each replug."""

    def __init__(self, link: Path, rows_per_second: int = 0, fonts: Path | None = None) -> None:
        super().__init__(rows_per_second, fonts)
        self.link = link
        self._line: _Pty | None = None
        self._last_node = ""

    @property
    def plugged_in(self) -> bool:
        return self._line is not None

    def replug(self) -> None:
        if self._line is not None:
            return
        self._line = self._another_node()
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(self._line.node)
        self._connect(self._line)

    def _another_node(self) -> _Pty:
        line = _Pty()
        if line.node == self._last_node:  # the kernel gives the lowest free number: keep it taken for a moment
            line, same = _Pty(), line
            same.hang_up()
        self._last_node = line.node
        return line

    def unplug(self) -> None:
        self._line = None
        self.link.unlink(missing_ok=True)
        self._drop_wires()


class _Pty:
    def __init__(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.node = os.ttyname(slave)
        self._kept_open = slave  # else the master reads as hung up whenever the driver closes its side
        self._wake, self._woken = os.pipe()
        self._gone = False

    def receive(self) -> bytes:
        ready, _, _ = select.select([self._master, self._wake], [], [])
        if self._wake not in ready:
            return os.read(self._master, 512)
        os.close(self._wake)
        os.close(self._woken)
        return b""

    def send(self, data: bytes) -> None:
        if not self._gone:
            os.write(self._master, data)

    def is_broken(self) -> bool:
        return self._gone

    def hang_up(self) -> None:
        """The descriptors are closed once, by whoever comes first; the reading thread is woken by the pipe."""
        if self._gone:
            return
        self._gone = True
        os.write(self._woken, b"x")
        for fd in (self._master, self._kept_open):
            with contextlib.suppress(OSError):
                os.close(fd)
