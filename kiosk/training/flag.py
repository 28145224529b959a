"""Training was switched on at the terminal itself: a file in the real `KIOSK_HOME`, as the maintenance flag is."""

from __future__ import annotations

from pathlib import Path

NAME = "training-now"
LEFT = "training-left"  # the window that comes next says that it is over


def is_on(real_home: Path) -> bool:
    return (real_home / NAME).exists()


def begin(real_home: Path) -> None:
    """Raises `OSError`."""
    (real_home / LEFT).unlink(missing_ok=True)
    (real_home / NAME).touch()


def leave(real_home: Path) -> None:
    """Raises `OSError`."""
    (real_home / NAME).unlink(missing_ok=True)
    (real_home / LEFT).touch()


def just_left(real_home: Path) -> bool:
    """Once after it was left."""
    if not (real_home / LEFT).exists():
        return False
    (real_home / LEFT).unlink(missing_ok=True)
    return True
