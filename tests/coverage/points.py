"""The 46 points of the two source documents, as points/*.toml says how the terminal meets each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("points")


@dataclass(frozen=True)
class Point:
    """`tests`: `file::function`, those that fail when the point is broken. `platforms_duty`: the platform's alone, so
    that `terminal` says what is left for the terminal. `falls_short`: what is not met or not proven; empty: nothing."""

    number: int
    asked: str
    document: str  # A: the newspaper's review of 2020's data; B: the city's work plan for 2020
    terminal: str
    screens: tuple[str, ...]
    tests: tuple[str, ...]
    platforms_duty: bool
    falls_short: str


@dataclass(frozen=True)
class Section:
    title: str
    points: tuple[Point, ...]


def sections() -> tuple[Section, ...]:
    """In the order of the files' names. Raises `KeyError` and `TypeError` for a table of another form."""
    return tuple(_section(path) for path in sorted(FOLDER.glob("*.toml")))


def _section(path: Path) -> Section:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Section(raw["section"], tuple(_point(**one) for one in raw["point"]))


def _point(
    *,
    number: int,
    asked: str,
    document: str,
    terminal: str,
    screens: list[str] | None = None,
    tests: list[str] | None = None,
    platforms_duty: bool = False,
    falls_short: str = "",
) -> Point:
    return Point(
        number, asked, document, terminal, tuple(screens or ()), tuple(tests or ()), platforms_duty, falls_short
    )
