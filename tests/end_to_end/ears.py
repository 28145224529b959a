"""A citizen who does not see: hears what the terminal said and presses the keys of the keypad; knows nothing else."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass

from tests.end_to_end.terminal import Terminal, TookTooLong, eventually
from tests.limits import LIMIT_S

KEYS = {"next": "Right", "previous": "Left", "down": "Down", "press": "Return", "back": "Escape", "repeat": "F2",
        "help": "F1", "louder": "F4", "faster": "F6"}  # fmt: skip
MOST_CONTROLS = 60


@dataclass(frozen=True)
class Heard:
    serial: int
    text: str
    seconds: float
    where: str


class Ears:
    """Only `said` and `speaking` of the outline are read: what went to the synthesiser and came back as sound."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._mark = 0  # serial of the last line before the last key

    def put_on(self) -> None:
        self._mark = self._last()
        self._terminal.bench("headphones", "jack", "in")

    def everything(self) -> list[Heard]:
        return [
            Heard(one["serial"], one["text"], one["seconds"], one["where"]) for one in self._terminal.outline()["said"]
        ]

    def since(self) -> str:
        """What was said since the last key, once it is quiet."""

        def quiet() -> str | None:
            outline = self._terminal.outline()
            fresh = [one["text"] for one in outline["said"] if one["serial"] > self._mark]
            return "\n".join(fresh) if fresh and not outline["speaking"] else None

        return eventually("a voice", quiet)

    def hear(self, *words: str, limit: float = LIMIT_S) -> str:
        """Wait until all the words were said since the last key."""
        heard = ""

        def met() -> bool:
            nonlocal heard
            fresh = [one.text for one in self.everything() if one.serial > self._mark]
            heard = "\n".join(fresh)
            return all(word in heard for word in words)

        try:
            eventually(f"the words {words} by voice", met, limit)
        except TookTooLong as late:
            raise TookTooLong(f"{late}; it said: {heard}{self._terminal.logs(5)}") from None
        return self.since()

    def key(self, name: str) -> None:
        self._mark = self._last()
        environment = os.environ | {"DISPLAY": self._terminal.display}
        subprocess.run(["xdotool", "key", KEYS.get(name, name)], check=True, env=environment)

    def choose(self, words: str) -> None:
        """Go on from control to control until one says this, and press it."""
        heard = self.since().split("\n")[-4:]  # the page ends with the control that one is at
        tried = []
        for _ in range(MOST_CONTROLS):
            if any(words in line for line in heard):
                time.sleep(0.5)  # a hand takes its time; two presses within half a second count as one
                self.key("press")
                return
            tried.append(heard[0])
            self.key("next")
            heard = self.since().split("\n")
        raise TookTooLong(f"no control says {words!r}; they said {tried}")

    def _last(self) -> int:
        return max((one.serial for one in self.everything()), default=0)
