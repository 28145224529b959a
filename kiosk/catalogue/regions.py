"""Provinces, cities and districts with their codes of GB/T 2260, and below them towns and villages with their
statistical codes (统计用区划代码, 12 digits), chosen level by level.

A code is cut down to what it names: province `500000` and district `500107` of 6 digits, town `500107901` of 9, village
`500107901901` of 12. Which places have towns and villages is data: `regions_below.json`, a sample, or the city's own
list of that name in `KIOSK_HOME` (`kiosk catalogue regions` makes it).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.text import Localized

FILE = Path(__file__).with_name("regions.json")
BELOW = Path(__file__).with_name("regions_below.json")
OWN = "regions_below.json"  # in KIOSK_HOME
DEEPEST = 4
"""Levels down to the village: province, district, town (镇街), village (村社)."""


_log = logging.getLogger(__name__)
_lists = [BELOW]  # the first that can be read serves


@dataclass(frozen=True)
class Region:
    code: str
    title: Localized
    within: tuple[Region, ...] = ()


@cache
def provinces() -> tuple[Region, ...]:
    """Down to cities, and to districts in Chongqing."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(map(_read, raw["provinces"]))


@cache
def _towns() -> dict[str, tuple[Region, ...]]:
    """By the code of their district; read only when somebody goes so deep."""
    for path in _lists:
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            return {code: tuple(map(_read, towns)) for code, towns in raw["districts"].items()}
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            _log.error("%s cannot be used: %s", path, type(error).__name__)
    return {}


def use(home: Path) -> None:
    """The city's own list, where there is one in this folder, goes before the sample."""
    _lists[:] = [home / OWN, BELOW]
    _towns.cache_clear()
    _deep_by_code.cache_clear()


def _read(raw: dict[str, Any]) -> Region:
    return Region(raw["code"], Localized(raw["zh"], raw["en"]), tuple(map(_read, raw.get("within", ()))))


@cache
def _by_code() -> dict[str, Region]:
    return {one.code: one for province in provinces() for one in (province, *province.within)}


@cache
def _deep_by_code() -> dict[str, Region]:
    towns = [town for found in _towns().values() for town in found]
    return {one.code: one for town in towns for one in (town, *town.within)}


def region(code: str) -> Region | None:
    return _by_code().get(code) or (_deep_by_code().get(code) if len(code) > 6 else None)


def below(path: Sequence[str], *, root: str | None = None, levels: int = 2) -> tuple[Region, ...]:
    """What may be chosen after `path`; nothing where the choice is complete or the path leads nowhere.

    `root` starts below a province: with "500000" the first level is its districts.
    """
    if len(path) >= levels:
        return ()
    at = provinces()
    for code in ([root] if root else []) + list(path):
        found = next((one for one in at if one.code == code), None)
        if found is None:
            return ()
        at = found.within or (_towns().get(code, ()) if len(code) == 6 else ())
    return at


def is_complete(path: Sequence[str], *, root: str | None = None, levels: int = 2) -> bool:
    """Whether every code lies within the one before, down to the last level that there is."""
    if not path or len(path) > levels:
        return False
    for depth, code in enumerate(path):
        if code not in {one.code for one in below(path[:depth], root=root, levels=levels)}:
            return False
    return not below(path, root=root, levels=levels)


def show(path: Sequence[str]) -> Localized:
    """`四川省成都市`, `Chengdu, Sichuan`."""
    found = [one.title for one in map(region, path) if one is not None]
    return Localized("".join(one.zh for one in found), ", ".join(one.en for one in reversed(found)))
