"""Provinces, cities and districts with their codes of GB/T 2260, chosen level by level."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.text import Localized

FILE = Path(__file__).with_name("regions.json")


@dataclass(frozen=True)
class Region:
    code: str
    title: Localized
    within: tuple[Region, ...] = ()


@cache
def provinces() -> tuple[Region, ...]:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Region(
            one["code"],
            Localized(one["zh"], one["en"]),
            tuple(Region(part["code"], Localized(part["zh"], part["en"])) for part in one["within"]),
        )
        for one in raw["provinces"]
    )


@cache
def _by_code() -> dict[str, Region]:
    return {one.code: one for province in provinces() for one in (province, *province.within)}


def region(code: str) -> Region | None:
    return _by_code().get(code)


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
        at = found.within
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
