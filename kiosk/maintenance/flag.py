"""Whether the terminal is taken out of service: a file in `KIOSK_HOME`, so that it outlives every process.

Whoever may stop a terminal puts it there (the technician's page, `kiosk maintenance`); citizens then see a page that
says so. A visit that is under way is not interrupted.
"""

from __future__ import annotations

from pathlib import Path

NAME = "maintenance"


def is_on(home: Path) -> bool:
    return (home / NAME).exists()


def switch(home: Path, on: bool) -> None:
    """Raises `OSError`."""
    if on:
        (home / NAME).touch()
    else:
        (home / NAME).unlink(missing_ok=True)
