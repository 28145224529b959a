"""Training, switched on and off at the terminal itself: a file in the real `KIOSK_HOME`, as the maintenance flag is.

Window and agent read it when they start, so whoever changes it has them started anew: the window ends by itself, the
agent notices. What is real and what is practised never share a process, a folder or a connection.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.text import Message, message

if TYPE_CHECKING:
    from kiosk.settings import Settings

NAME = "training-now"
LEFT = "training-left"  # in KIOSK_HOME: the window that comes next says that it is over
FOLDER = "training"


def is_on(real_home: Path) -> bool:
    return (real_home / NAME).exists()


def real_home(settings: Settings) -> Path:
    return settings.home.parent if settings.training else settings.home


def switch(settings: Settings) -> None:
    """Into training, or out of it; it holds from the next start on. Raises `OSError`."""
    home = real_home(settings)
    if settings.training:
        (home / NAME).unlink(missing_ok=True)
        (home / LEFT).touch()
    else:
        (home / LEFT).unlink(missing_ok=True)
        (home / NAME).touch()


def was_switched(settings: Settings) -> bool:
    """The file says something else than when these settings were read."""
    return is_on(real_home(settings)) != settings.training_switch


def just_left(settings: Settings) -> bool:
    """Once after training is over."""
    if settings.training or not (settings.home / LEFT).exists():
        return False
    (settings.home / LEFT).unlink(missing_ok=True)
    return True


def can_switch(settings: Settings) -> bool:
    """There is a platform to train with, and training was not settled by whoever set the machine up."""
    if settings.training:
        return settings.training_switch
    return (settings.home / FOLDER / "terminal.env").is_file()


def hindrance(settings: Settings, waiting: int, unpaid: int, errands: int) -> Message | None:
    """Why it cannot be switched now: nothing real may be left behind, and no real platform be trained with.

    `waiting`: records that were not uploaded yet; `unpaid`: orders that are not final; `errands`: what the platform
    must still be told. Leaving is always possible: training's own records stay in its own folder.
    """
    if settings.training:
        return None
    for name, count in (("waiting", waiting), ("unpaid", unpaid), ("errands", errands)):
        if count:
            return message(f"technician.train.{name}", count=count)
    return None if is_sound(settings.home) else message("technician.train.not_sound")


def is_sound(home: Path) -> bool:
    """The training's own file leads to a platform that is not the real one."""
    from kiosk.settings import BadSettings, Settings  # noqa: PLC0415  (settings ask this module)

    try:
        return Settings.load(str(home), training=True).training
    except BadSettings:
        return False
