"""Virtual scanners: one on a pty, and one that writes into a pipe what a kernel's node would give."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import tty
from pathlib import Path

from drivers.scanner.hidpos import reports
from drivers.scanner.keys import events
from drivers.twin import Knob, Option, Twin, switch


class SerialScannerTwin(Twin):
    """`link`: the path by which the driver knows it; it points to another node after each replug.

    `started_by`: it answers only between this command and `stopped_by`; empty: it always looks.
    Knobs: `suffix` (what ends a record), `before` (what comes before it), `silent` (it sees nothing any more).
    """

    KNOBS = (
        Knob(
            "suffix",
            "结尾",
            "a record ends with",
            (
                Option("crlf", "CR LF", "CR LF", (b"\r\n",)),
                Option("cr", "CR", "CR", (b"\r",)),
                Option("lf", "LF", "LF", (b"\n",)),
                Option("none", "没有", "nothing", (b"",)),
            ),
        ),
        Knob(
            "before",
            "开头",
            "a record begins with",
            (
                Option("none", "没有", "nothing", (b"",)),
                Option("aim", "AIM 标识 ]Q1", "AIM identifier ]Q1", (b"]Q1",)),
                Option("nul", "NUL 杂音", "NUL noise", (b"\0\0",)),
            ),
        ),
        switch("silent", "扫不出来", "sees nothing"),
    )

    def __init__(self, link: Path, started_by: bytes = b"", stopped_by: bytes = b"") -> None:
        self.link = link
        self.received = bytearray()
        self.suffix, self.before, self.silent = b"\r\n", b"", False
        self._commands = (started_by, stopped_by)
        self._changed = threading.Condition()
        self._looking = not started_by
        self._fds: tuple[int, int] | None = None

    def replug(self) -> None:
        if self._fds is not None:
            return
        self._fds = master, slave = os.openpty()
        tty.setraw(slave)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(slave))
        threading.Thread(target=self._listen, args=(master,), name="scanner-twin", daemon=True).start()

    def unplug(self) -> None:
        fds, self._fds = self._fds, None
        self.link.unlink(missing_ok=True)
        for fd in fds or ():
            os.close(fd)

    @property
    def plugged_in(self) -> bool:
        return self._fds is not None

    @property
    def looking(self) -> bool:
        return self._looking

    def wait_looking(self, looking: bool = True, limit: float = 3.0) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._looking == looking, limit)

    def show(self, payload: bytes, suffix: bytes | None = None, before: bytes | None = None) -> bool:
        """A code is held before it; False: it does not look. `suffix` and `before`: for this once."""
        if self._fds is None or not self._looking or self.silent:
            return False
        head, tail = self.before if before is None else before, self.suffix if suffix is None else suffix
        os.write(self._fds[0], head + payload + tail)
        return True

    def _listen(self, master: int) -> None:
        with contextlib.suppress(OSError, ValueError):
            while self._fds is not None and self._fds[0] == master:
                if not select.select([master], [], [], 0.05)[0]:
                    continue
                data = os.read(master, 256)
                with self._changed:
                    self.received += data
                    start, stop = self._commands
                    if start and self.received.endswith(start):
                        self._looking = True
                    elif stop and self.received.endswith(stop):
                        self._looking = False
                    self._changed.notify_all()


class PipeScannerTwin(Twin):
    """A named pipe in place of `/dev/input/eventN` or `/dev/hidrawN`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def replug(self) -> None:
        if self._fd is not None:
            return
        os.mkfifo(self.path)
        self._fd = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self) -> None:
        self.path.unlink(missing_ok=True)
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    @property
    def plugged_in(self) -> bool:
        return self._fd is not None

    def send(self, data: bytes) -> None:
        assert self._fd is not None
        with contextlib.suppress(BlockingIOError):  # nobody reads: as in the kernel's own buffer, the newest is lost
            os.write(self._fd, data)

    def type(self, text: str) -> None:
        """As a keyboard; "\\r" is Enter."""
        self.send(events(text))

    def report(self, data: bytes, aim: bytes = b"]Q1") -> None:
        """As HID POS reports."""
        for one in reports(data, aim):
            self.send(one)
