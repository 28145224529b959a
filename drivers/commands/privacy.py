"""Personal fields in a command's answer: shown on a bench, masked on a terminal that serves citizens.

A terminal is enrolled when it has a certificate of its own (`KIOSK_TERMINAL_CERT`, in the environment or in
`KIOSK_HOME/terminal.env`). There, personal fields are masked, unless `KIOSK_TRAINING` is yes (or 1, or true).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Field -> how many characters stay at the beginning and at the end.
_SHOWN: Mapping[str, tuple[int, int]] = {
    "name": (1, 0),
    "name_en": (1, 0),
    "sex": (0, 0),
    "nation": (0, 0),
    "birth": (0, 0),
    "address": (0, 0),
    "newest_address": (0, 0),
    "number": (2, 2),
    "old_number": (2, 2),
    "pass_number": (1, 2),
    "card_number": (1, 2),
    "authority": (0, 0),
    "country": (0, 0),
    "valid_from": (0, 0),
    "valid_to": (4, 0),
    "issued": (4, 0),
    "expiry": (0, 0),
    "token": (0, 0),
    "uid": (0, 0),
    "holder_number": (2, 2),
}


_YES = frozenset({"1", "yes", "true"})  # as the terminal itself takes it


def is_masked(home: Path, environ: Mapping[str, str] = os.environ) -> bool:
    settings = _terminal_env(home) | {name: value for name, value in environ.items() if name.startswith("KIOSK_")}
    return bool(settings.get("KIOSK_TERMINAL_CERT")) and settings.get("KIOSK_TRAINING", "").lower() not in _YES


def mask(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields; of a personal one, at most its first and last characters."""
    return {
        name: masked(value, *_SHOWN[name]) if name in _SHOWN and isinstance(value, str) else value
        for name, value in fields.items()
    }


def masked(value: str, first: int, last: int) -> str:
    """`masked("999999199001010016", 2, 2)` -> `"99**************16"`; too short a value is masked whole."""
    hidden = len(value) - first - last
    if hidden <= 0:
        return "*" * len(value)
    return value[:first] + "*" * hidden + value[len(value) - last :]


def _terminal_env(home: Path) -> dict[str, str]:
    """`NAME=value` lines; a file that cannot be read leaves the terminal unenrolled only if it is not there."""
    try:
        lines = (home / "terminal.env").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        return {"KIOSK_TERMINAL_CERT": "unknown"}  # it is a terminal; which one, we may not see
    pairs = (line.strip().partition("=") for line in lines if not line.strip().startswith("#"))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign}
