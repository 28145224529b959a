"""What is wrong with the areas in which items may be done (通办范围)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.catalogue import regions
from kiosk.catalogue.area import Scope
from kiosk.catalogue.finding import Finding


def check_areas(items: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """A catalogue that says it of one item says it of all: silence would be read as "everywhere"."""
    said = any("area" in item for item in items)
    for item in items:
        if "area" in item:
            yield from _area(item["short"], item["area"])
        elif said:
            yield Finding(item["short"], "area", "the others say where they may be done (通办范围), this one does not")


def _area(short: str, area: Mapping[str, Any]) -> Iterator[Finding]:
    scope, codes = Scope(area["scope"]), area.get("regions", [])
    if scope in (Scope.COUNTRY, Scope.SICHUAN_CHONGQING):
        if codes:
            yield Finding(short, "area.regions", f"{scope} says it all: no regions belong to it")
        return
    if scope is Scope.CITY and len(codes) != 1:
        yield Finding(short, "area.regions", "a city is one region")
    if scope is Scope.DISTRICTS and not codes:
        yield Finding(short, "area.regions", "there is no district in which it may be done")
    for place, code in enumerate(codes):
        path = f"area.regions.{place}"
        if regions.region(code) is None:
            yield Finding(short, path, f"no region has the code {code}")
        elif (scope is Scope.CITY) != code.endswith("00"):
            yield Finding(short, path, f"{code} is {'no city' if scope is Scope.CITY else 'no district'}")
