"""A virtual jack: a named pipe in place of `/dev/input/eventN`, with the events that a kernel would write."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import ClassVar

from drivers.headphones.switch_events import event
from drivers.twin import Knob, Twin, switch

AGAIN_S = 1.0  # a pipe cannot be asked for its state, so it is told again for whoever opens it later


class JackTwin(Twin):
    KNOBS: ClassVar[tuple[Knob, ...]] = (switch("inserted", "插上耳机", "headphones in"),)

    def __init__(self, path: Path) -> None:
        self.path = path
        self._inserted = False
        self._fd: int | None = None
        self._stop = threading.Event()

    @property
    def inserted(self) -> bool:
        return self._inserted

    @inserted.setter
    def inserted(self, inserted: bool) -> None:
        self._inserted = inserted
        self._tell()

    def replug(self) -> None:
        if self._fd is not None:
            return
        self.path.unlink(missing_ok=True)
        os.mkfifo(self.path, 0o600)
        self._fd = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        self._stop = threading.Event()
        threading.Thread(target=self._keep_telling, args=(self._stop,), name="jack-twin", daemon=True).start()

    def unplug(self) -> None:
        """The whole sound device goes."""
        self._stop.set()
        self.path.unlink(missing_ok=True)
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    @property
    def plugged_in(self) -> bool:
        return self._fd is not None

    def _tell(self) -> None:
        fd = self._fd
        if fd is not None:
            with contextlib.suppress(OSError):  # nobody reads: the pipe is full of the same
                os.write(fd, event(self._inserted))

    def _keep_telling(self, stop: threading.Event) -> None:
        while not stop.wait(AGAIN_S):
            self._tell()
