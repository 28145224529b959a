"""A parser that takes arbitrary bytes, and how a run hands them out. `TARGETS` of every `…_targets.py` are found."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tests.fuzz


@dataclass(frozen=True)
class Target:
    """`run` takes any bytes; whatever it raises is a fault. `seeds`: real inputs to begin from.

    `runs`: inputs of a long run; fewer than a million only for what is slow and not at the end of a wire.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    runs: int = 1_000_000


def all_targets() -> dict[str, Target]:
    names = [module.name for module in pkgutil.iter_modules(tests.fuzz.__path__) if module.name.endswith("_targets")]
    found = [target for name in names for target in importlib.import_module(f"tests.fuzz.{name}").TARGETS]
    assert len({target.name for target in found}) == len(found)
    return {target.name: target for target in found}


class Memory:
    """How much a process holds (its resident set, in MB) at each tenth of a run, noted in a file as it goes on.

    The fuzzer ends its process at once, so nothing could be told afterwards.
    """

    def __init__(self, file: Path, runs: int) -> None:
        self._file, self._every = file, max(1, runs // 10)
        self._inputs = 0

    def watched(self, run: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def counted(data: bytes) -> None:
            run(data)
            self._inputs += 1
            if self._inputs % self._every == 0:
                with self._file.open("a") as noted:
                    noted.write(f"{resident_mb()}\n")

        return counted

    @staticmethod
    def noted(file: Path) -> Growth:
        held = [float(line) for line in file.read_text().split()] if file.exists() else [0.0]
        return Growth(max(held), max(held) - held[0])


@dataclass(frozen=True)
class Growth:
    peak_mb: float
    growth_mb: float  # from the first tenth of the inputs to the most that was held later


def resident_mb() -> float:
    """Linux: /proc/self/statm, second number, in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


class Pieces:
    """One input as many: each piece is a length byte and what follows. Empty when all is handed out."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def next(self) -> bytes:
        length = self._data[0] if self._data else 0
        piece, self._data = self._data[1 : 1 + length], self._data[1 + length :]
        return piece

    @property
    def left(self) -> bool:
        return bool(self._data)


def pieces(*parts: bytes) -> bytes:
    """The input from which `Pieces` hands out these parts (at most 255 bytes each)."""
    return b"".join(bytes((len(part),)) + part for part in parts)
