"""The keys of an accessible keypad beside the screen: it plays keyboard (USB HID). What each does is configuration.

`KIOSK_HOME/keypad.toml`, where the keypad sends other keys than these:

    [keys]
    next = ["right", "tab"]
    press = ["enter", "numpadenter"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "next": ("right", "tab"),
    "previous": ("left",),
    "up": ("up",),
    "down": ("down",),
    "press": ("enter", "numpadenter"),
    "back": ("escape",),
    "help": ("f1",),
    "repeat": ("f2",),
    "softer": ("f3",),
    "louder": ("f4",),
    "slower": ("f5",),
    "faster": ("f6",),
}
"""Names of keys as Kivy has them (`kivy.core.window.Keyboard.keycodes`)."""


class BadKeypad(Exception):
    """One sentence that names the file and what is wrong with it."""


@dataclass(frozen=True)
class Keypad:
    commands: Mapping[str, str] = field(
        default_factory=lambda: {key: command for command, keys in COMMANDS.items() for key in keys}
    )

    def command(self, key: str) -> str | None:
        """What the key does; None: nothing, but it may be a character that stands on the page's keyboard."""
        return self.commands.get(key)


def load(path: Path, known: frozenset[str]) -> Keypad:
    """The file's keys in place of the usual ones, command by command. Raises `BadKeypad`."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Keypad()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadKeypad(f"{path} cannot be read: {error}") from None
    keys = written.get("keys", {})
    if set(written) - {"keys"} or not isinstance(keys, dict):
        raise BadKeypad(f"{path} takes one table, [keys]")
    commands: dict[str, str] = {}
    for command, usual in COMMANDS.items():
        chosen = keys.pop(command, usual)
        if not isinstance(chosen, (list, tuple)) or not all(isinstance(key, str) for key in chosen):
            raise BadKeypad(f"{path}: {command} takes a list of key names")
        for key in chosen:
            if key not in known:
                raise BadKeypad(f"{path}: {command}: there is no key {key!r}")
            if key in commands:
                raise BadKeypad(f"{path}: {key!r} is named for {commands[key]} and for {command}")
            commands[key] = command
    if keys:
        raise BadKeypad(f"{path}: unknown command {next(iter(keys))!r}; known are {', '.join(COMMANDS)}")
    return Keypad(commands)
