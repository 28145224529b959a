"""How a command ends where something is amiss: one sentence on standard error, and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_one_sentence(command: str, *errors: type[Exception]) -> Iterator[None]:
    """Any of `errors` ends `command` (`kiosk sandbox import`) with its own words. Raises `SystemExit`."""
    try:
        yield
    except BrokenPipeError:  # of whoever reads our output: not about what the command does
        raise
    except errors as error:
        raise SystemExit(f"{command}: {words(error)}") from error


def words(error: Exception) -> str:
    """What an error says, without its number and without quotes around the file."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
