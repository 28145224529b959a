"""How a command ends where something is amiss: one sentence on standard error, and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_one_sentence(command: str, *errors: type[Exception]) -> Iterator[None]:
    """Any of `errors` ends `command` (`kiosk sandbox import`) with its own words. Raises `SystemExit`."""
    try:
        yield
    except errors as error:
        raise SystemExit(f"{command}: {error}") from error
