"""What the keys of the keypad do: they move the focus, press, go back, and adjust the voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.visit.intents import CallHelp, Intent, SetRate, SetVolume
from kiosk.visit.snapshot import Preferences
from screens.focus import Focus
from screens.keypad import Keypad
from screens.speech.narrator import Narrator
from screens.speech.voice import VOLUMES, WORDS_PER_MINUTE
from screens.touch import Target

BACK = ("intent:back", "trail:back", "intent:home", "intent:still_here")
"""What the key "back" presses, the first that the page has. Never the exit: that is pressed on purpose only."""
MOVES = ("next", "previous", "up", "down")
CHARACTERS = ("key", "digit")  # a letter or digit typed stands for the page's own key of this name


class Hands:
    def __init__(
        self,
        keypad: Keypad,
        focus: Focus,
        narrator: Narrator,
        targets: Callable[[], Sequence[Target]],
        press: Callable[[Target], None],
        send: Callable[[Intent], None],
    ) -> None:
        self._keypad = keypad
        self._focus = focus
        self._narrator = narrator
        self._targets = targets
        self._press = press
        self._send = send
        self._down: set[str] = set()

    def released(self, key: str) -> None:
        self._down.discard(key)

    def pressed(self, key: str, character: str, preferences: Preferences) -> bool:
        """True: the focus may have moved. A key that is held counts once (EN 301 549 5.8)."""
        if key in self._down:
            return False
        self._down.add(key)
        self._narrator.touched()
        command = self._keypad.command(key)
        if command is None:
            self._type(character)
            return False
        self._focus.shown = True
        if command in MOVES:
            self._focus.move(command)
            self._narrator.moved(self._focus)
        elif command == "press":
            if (target := self._focus.target) is not None:
                self._do(target)
        elif command == "back":
            self._back()
        elif command == "repeat":
            self._narrator.repeat(self._focus)
        elif command == "help":
            self._send(CallHelp())
        else:
            self._adjust(command, preferences)
        return True

    def _do(self, target: Target) -> None:
        if not target.enabled:
            self._narrator.moved(self._focus)  # says that it cannot be used
            return
        self._narrator.pressed(target)
        self._press(target)

    def _back(self) -> None:
        by_name = {target.name: target for target in self._targets()}
        target = next((by_name[name] for name in BACK if name in by_name), None)
        if target is None:
            self._narrator.tell("no_back")
        else:
            self._do(target)

    def _type(self, character: str) -> None:
        for one in (character, character.lower(), character.upper()):
            for target in self._targets():
                if target.name in {f"{kind}:{one}" for kind in CHARACTERS} and target.key:
                    self._do(target)
                    return

    def _adjust(self, command: str, now: Preferences) -> None:
        if command in ("louder", "softer"):
            by = 1 if command == "louder" else -1
            self._send(SetVolume(min(len(VOLUMES) - 1, max(0, now.volume + by))))
        else:
            by = 1 if command == "faster" else -1
            self._send(SetRate(min(len(WORDS_PER_MINUTE) - 1, max(0, now.rate + by))))
        self._narrator.tell(command)
