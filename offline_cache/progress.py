"""A progress bar on stderr, where a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable

BAR = 30  # characters

Progress = Callable[[int, int], None]


def bar(what: str) -> Progress:
    """`show(done, total)`; nothing is shown to a file or a pipe."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        filled = BAR * done // total if total else BAR
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total} {what}{end}")
        sys.stderr.flush()

    return show
