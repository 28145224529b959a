"""Ready means painted: systemd hears of a start, and of life, only from frames that reached the glass."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.notify import notify, watchdog_interval

_WRITE_EVERY_S = 5.0
_STILL_S = 30.0  # a still screen is painted anew this often, so that its age means something


def boot_clock() -> float:
    """Seconds since the machine started, also while it slept: comparable between processes."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Painted:
    """`frame()` is called after each flip of the window, `tick()` about once a second.

    The file `KIOSK_HOME/run/painted` holds the boot-clock time of the last painted frame, for `kiosk agent`.
    """

    def __init__(
        self,
        run_folder: Path,
        repaint: Callable[[], None],
        clock: Callable[[], float] = boot_clock,
        tell: Callable[[str], bool] = notify,
    ) -> None:
        self._file = run_folder / "painted"
        self._repaint = repaint
        self._clock = clock
        self._tell = tell
        self._every = watchdog_interval()
        self._home_drawn = False
        self._ready = False
        self._last: float | None = None
        self._fed = self._written = float("-inf")

    @property
    def ready(self) -> bool:
        return self._ready

    @property
    def painted_s_ago(self) -> float | None:
        """Seconds since the last painted frame; None before the first."""
        return None if self._last is None else self._clock() - self._last

    def home_drawn(self) -> None:
        """The first page lies on the canvas: the next flip shows it."""
        self._home_drawn = True

    def frame(self) -> None:
        """A frame has reached the window."""
        now = self._last = self._clock()
        if self._home_drawn and not self._ready:
            self._ready = True
            self._tell("READY=1\nSTATUS=home painted")
        if self._every is not None and self._ready and now - self._fed >= self._every * 0.5:
            self._fed = now
            self._tell("WATCHDOG=1")
        if now - self._written >= _WRITE_EVERY_S:
            self._written = now
            self._write(now)

    def tick(self) -> None:
        """Ask for a repaint when the screen has stood still so long that the watchdog is due."""
        due = _STILL_S if self._every is None else min(_STILL_S, self._every * 0.75)
        due = min(due, _STILL_S)
        if self._last is None or self._clock() - self._last >= due:
            self._repaint()

    def _write(self, now: float) -> None:
        temporary = self._file.with_suffix(".new")
        with contextlib.suppress(OSError):  # a full disk must not stop the screen
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(f"{now:.1f}\n", encoding="ascii")
            os.replace(temporary, self._file)  # noqa: PTH105 - atomic, whole or not at all
