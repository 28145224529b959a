"""What all twins have in common: a life, a plug, and knobs that a person or a test turns.

A twin is the far end of a device's wire, in software. What can go wrong with it is declared as knobs, so that a page
can offer every one of them without knowing any.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Option:
    """One position of a knob. `arguments`: of the twin's method, or the one value of its attribute."""

    id: str
    zh: str
    en: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Knob:
    """`name`: of the twin's method or attribute. The first option is the one in which nothing is wrong.

    `once`: it acts a number of times, or at a later moment, and is then as if it had not been turned.
    """

    name: str
    zh: str
    en: str
    options: tuple[Option, ...]
    once: bool = False

    def turn(self, twin: object, option: str) -> None:
        """Raises `KeyError`: there is no such option."""
        chosen = next((each for each in self.options if each.id == option), None)
        if chosen is None:
            raise KeyError(option)
        if callable(member := getattr(twin, self.name)):
            member(*chosen.arguments)
        else:
            setattr(twin, self.name, chosen.arguments[0])


def switch(name: str, zh: str, en: str) -> Knob:
    """A knob that is off or on."""
    return Knob(name, zh, en, (Option("off", "否", "off", (False,)), Option("on", "是", "on", (True,))))


def amount(name: str, zh: str, en: str, *, unit: str, values: tuple[float, ...], once: bool = False) -> Knob:
    """A knob of numbers; the first is the one in which nothing is wrong."""
    options = (Option(f"{value:g}", f"{value:g} {unit}", f"{value:g} {unit}", (value,)) for value in values)
    return Knob(name, zh, en, tuple(options), once)


class Panel:
    """The knobs of one twin, and where each stands."""

    def __init__(self, twin: object, knobs: tuple[Knob, ...]) -> None:
        self._twin = twin
        self._knobs: Mapping[str, Knob] = {knob.name: knob for knob in knobs}
        self._now = {knob.name: knob.options[0].id for knob in knobs}

    def knobs(self) -> tuple[Knob, ...]:
        return tuple(self._knobs.values())

    def now(self, name: str) -> str:
        """Of a knob that acts once this is what it was turned to last."""
        return self._now[name]

    def turn(self, name: str, option: str) -> None:
        """Raises `KeyError`: no such knob, or no such option."""
        self._knobs[name].turn(self._twin, option)
        self._now[name] = option

    def reset(self) -> None:
        """All knobs that were turned are where nothing is wrong."""
        for name, knob in self._knobs.items():
            if self._now[name] != knob.options[0].id:
                self.turn(name, knob.options[0].id)


class Twin(ABC):
    """Use as a context manager, or `start` and `close`. All methods may be called from any thread."""

    KNOBS: ClassVar[tuple[Knob, ...]] = ()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        self.replug()

    def close(self) -> None:
        self.unplug()

    @abstractmethod
    def unplug(self) -> None:
        """The cable is pulled."""

    @abstractmethod
    def replug(self) -> None:
        """It is there again; does nothing if it is."""

    @property
    @abstractmethod
    def plugged_in(self) -> bool: ...
