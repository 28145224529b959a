"""One virtual device at the bench: its plug, its knobs as its twin declares them, and what else hands do at it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from drivers.twin import Knob, Panel, Twin
from provisioning.bench.orders import Clumsy

Choice = dict[str, str]
Settings = Mapping[str, str]
"""Knobs by name, and the option that each is turned to; all others stand where nothing is wrong."""


class Station(ABC):
    """`panel` works the knobs of its twin. Subclasses add `actions`, each for an order of that name."""

    PLIGHTS: ClassVar[Mapping[str, Settings]] = {}
    """What goes wrong most often, by one word: a setting of several knobs."""

    def __init__(self, device: str, twin: object, knobs: tuple[Knob, ...]) -> None:
        self.device = device
        self.panel = Panel(twin, knobs)
        self.plight = next(iter(self.PLIGHTS), "")
        """Empty once a knob was turned by itself."""
        self.actions: dict[str, Callable[[str], None]] = {
            "plug": lambda _: self.plug(),
            "unplug": lambda _: self.unplug(),
            "knob": self._turn,
            "reset": lambda _: self.reset(),
        }

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def plug(self) -> None: ...

    @abstractmethod
    def unplug(self) -> None: ...

    @property
    @abstractmethod
    def plugged_in(self) -> bool: ...

    def do(self, action: str, value: str) -> None:
        """Raises `Clumsy` for what cannot be done."""
        act = self.actions.get(action)
        if act is None:
            raise Clumsy(f"{self.device} 不能这样 · {self.device} cannot {action}")
        act(value)

    def reset(self) -> None:
        self.panel.reset()
        self.plight = next(iter(self.PLIGHTS), "")

    def suffer(self, plight: str) -> None:
        """All knobs as this plight has them. Raises `Clumsy`."""
        if plight not in self.PLIGHTS:
            raise Clumsy(f"没有这种情况 · There is no such thing as {plight!r}")
        self.panel.reset()
        for name, option in self.PLIGHTS[plight].items():
            self.panel.turn(name, option)
        self.plight = plight

    def rearm(self) -> None:
        """What acts once acts again: for the next card."""
        for knob in self.panel.knobs():
            if knob.once and (now := self.panel.now(knob.name)) != knob.options[0].id:
                self.panel.turn(knob.name, now)

    def state(self) -> dict[str, Any]:
        """What the page shows beyond the plug and the knobs."""
        return {}

    def knobs(self) -> list[dict[str, Any]]:
        return [
            {
                "name": knob.name,
                "zh": knob.zh,
                "en": knob.en,
                "once": knob.once,
                "now": self.panel.now(knob.name),
                "options": [{"id": option.id, "zh": option.zh, "en": option.en} for option in knob.options],
            }
            for knob in self.panel.knobs()
        ]

    def _turn(self, value: str) -> None:
        """`value`: "NAME=OPTION"."""
        name, _, option = value.partition("=")
        try:
            self.panel.turn(name, option)
            self.plight = ""  # none of those that have a word
        except KeyError:
            raise Clumsy(f"没有这个旋钮 · There is no knob {value!r}") from None


class TwinStation(Station):
    """A device that is its twin and nothing beside it: plugging is the twin's."""

    def __init__(self, device: str, twin: Twin) -> None:
        self._whole = twin
        super().__init__(device, twin, twin.KNOBS)

    def start(self) -> None:
        self._whole.start()

    def close(self) -> None:
        self._whole.close()

    def plug(self) -> None:
        self._whole.replug()

    def unplug(self) -> None:
        self._whole.unplug()

    @property
    def plugged_in(self) -> bool:
        return self._whole.plugged_in
