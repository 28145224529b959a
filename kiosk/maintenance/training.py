"""Training, switched on and off by a technician.

Window and agent read the flag when they start, so whoever changes it has them started anew: the window ends by itself,
the agent notices. What is real and what is practised never share a process, a folder or a connection.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.settings import BadSettings, Settings
from kiosk.text import Message, message
from kiosk.training import flag
from kiosk.training.variables import FOLDER


def real_home(settings: Settings) -> Path:
    return settings.home.parent if settings.training else settings.home


def switch(settings: Settings) -> None:
    """Into training, or out of it; it holds from the next start on. Raises `OSError`."""
    if settings.training:
        flag.leave(real_home(settings))
    else:
        flag.begin(real_home(settings))


def was_switched(settings: Settings) -> bool:
    """The file says something else than when these settings were read."""
    return flag.is_on(real_home(settings)) != settings.training_switch


def just_left(settings: Settings) -> bool:
    """Once after training is over."""
    return not settings.training and flag.just_left(settings.home)


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
    try:
        return Settings.load(str(home), training=True).training
    except BadSettings:
        return False
