"""How a programming error is written to the log: what and where, never with which data."""

from __future__ import annotations

import traceback
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def describe(error: BaseException) -> str:
    """`ValueError at kiosk/visit/steps/form.py:31 in form < kiosk/visit/conductor.py:80 in _serve`.

    The exception's own text is left out: it often repeats the value that was wrong, and that may be a citizen's.
    """
    places = []
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        name = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
        places.append(f"{name}:{frame.lineno} in {frame.name}")
    return f"{type(error).__name__} at {' < '.join(places) or 'an unknown place'}"
