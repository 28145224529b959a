"""What counts of two files of settings while a terminal trains: the training's own in all that is about trust."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = "training"
ASKED = ("KIOSK_PLATFORM_URL", "KIOSK_FLEET_URL")
TRUSTED = (
    *ASKED, "KIOSK_PLATFORM_CA", "KIOSK_TERMINAL_ID", "KIOSK_TERMINAL_CERT", "KIOSK_TERMINAL_KEY", "KIOSK_SEALING_KEY",
    "KIOSK_CONTENT_KEY", "KIOSK_PROXY", "KIOSK_RATING_URL", "KIOSK_GUIDE_URL", "KIOSK_CATALOGUE",
)  # fmt: skip
"""What the training's own file says, and neither the real one nor the environment."""
PLACES = ("KIOSK_VOICE", "KIOSK_FONTS", "KIOSK_TYPING")  # folders of the machine, relative to the real home


class NotTraining(Exception):
    """Why this terminal cannot train. One sentence."""


def variables(home: Path, real: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The variables of a terminal in training. `own`: of `training/terminal.env`. Raises `NotTraining`."""
    where = home / FOLDER / "terminal.env"
    if not own.get("KIOSK_PLATFORM_URL"):
        raise NotTraining(f"{where} names no KIOSK_PLATFORM_URL to train with")
    forbidden = {place for name in ASKED if (place := _place(real.get(name, "")))}
    if any(_place(own.get(name, "")) in forbidden for name in ASKED):
        raise NotTraining(f"{where} names the real platform")
    theirs, ours = _content(home, real), _content(home / FOLDER, own)
    if theirs is not None and theirs == ours:
        raise NotTraining(f"{where} trusts the authority of the real platform")
    kept = {name: value for name, value in real.items() if name not in TRUSTED}
    places = {name: str((home / kept[name]).absolute()) for name in PLACES if kept.get(name)}
    return kept | places | {name: value for name, value in own.items() if name in TRUSTED}


def _place(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        return (parts.hostname.lower(), parts.port or 443) if parts.hostname else None
    except ValueError:
        return None


def _content(folder: Path, named: Mapping[str, str]) -> bytes | None:
    """What the authority's file holds."""
    name = named.get("KIOSK_PLATFORM_CA")
    try:
        return (folder / name).read_bytes() if name else None
    except OSError:
        return None
