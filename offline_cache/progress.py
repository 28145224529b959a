"""A progress bar on stderr, where a person is watching."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

BAR = 20  # characters: with its numbers it is shorter than any sentence, which then covers it

Progress = Callable[[int, int], None]


def bar(what: str) -> Progress:
    """`show(done, total)`; nothing is shown to a file or a pipe.

    Until all is done the next output begins where the bar does: what is said meanwhile has a line of its own.
    """
    if not sys.stderr.isatty():
        return lambda done, total: None
    longest = 0

    def show(done: int, total: int) -> None:
        nonlocal longest
        filled = BAR * done // total if total else BAR
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total} {what}"[-_columns() + 1 :]  # the numbers stay
        longest = max(longest, len(line))
        sys.stderr.write(line.ljust(longest) + ("\n" if done >= total else "\r"))
        sys.stderr.flush()

    return show


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80  # 0: nobody has told the terminal
    except OSError:
        return 80
