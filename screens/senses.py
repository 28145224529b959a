"""The voice and the keypad of this terminal, as its folder configures them."""

from __future__ import annotations

from collections.abc import Callable

from drivers.sound.output import Sound
from kiosk.settings import Settings
from screens.attendant import KNOWN_KEYS
from screens.keypad import Keypad, load
from screens.speech.clips import Clips
from screens.speech.voice import Voice


def senses(settings: Settings, sound: Callable[[], Sound | None]) -> tuple[Voice, Keypad]:
    """`sound` gives the card once it is open. Raises `BadKeypad`."""
    keypad = load(settings.home / "keypad.toml", KNOWN_KEYS)
    return Voice(sound, Clips((settings.home / "voice", settings.voice))), keypad
