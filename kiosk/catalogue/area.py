"""通办范围: the area in which an item may be done, from single districts to the whole country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.catalogue import regions
from kiosk.text import Localized, Message, message

NAMED = 3  # districts that a tile or a banner can name; of more it names the first and their number


class Scope(StrEnum):
    """How far; the words are those of the national item list (通办范围)."""

    DISTRICTS = "districts"  # 区县: those that are named
    CITY = "city"  # 全市: a municipality, or a city with its districts
    SICHUAN_CHONGQING = "sichuan_chongqing"  # 川渝通办
    COUNTRY = "country"  # 全国通办


BOTH = ("500000", "510000")
"""Chongqing and Sichuan."""


@dataclass(frozen=True)
class Area:
    """`regions`: codes of GB/T 2260, 6 digits; empty where the scope says it all."""

    scope: Scope
    regions: tuple[str, ...] = ()

    def covers(self, district: str) -> bool:
        """Whether a terminal in this district lies within. A code covers every one that it is the beginning of."""
        if self.scope is Scope.COUNTRY:
            return True
        within = BOTH if self.scope is Scope.SICHUAN_CHONGQING else self.regions
        return any(district.startswith(_stem(code)) for code in within)

    @property
    def title(self) -> Message:
        """The guide's words: every place is named."""
        return message(f"areas.{self.scope}", places=named(self.regions))

    @property
    def only(self) -> Message:
        """Short, for a terminal that lies outside: where it may be done."""
        if self.scope is Scope.DISTRICTS and len(self.regions) > NAMED:
            return message("areas.only.many", place=named(self.regions[:1]), count=len(self.regions))
        return message(f"areas.only.{self.scope}", places=named(self.regions))


def area_of(raw: Mapping[str, Any]) -> Area:
    """From an item of a document that has the catalogue's form."""
    return Area(Scope(raw["scope"]), tuple(raw.get("regions", ())))


def named(codes: Sequence[str]) -> Localized:
    """`渝中区、江北区`, `Yuzhong, Jiangbei`; a code that nobody knows stands for itself."""
    found = [one.title if (one := regions.region(code)) is not None else Localized(code, code) for code in codes]
    return Localized("、".join(one.zh for one in found), ", ".join(one.en for one in found))


def _stem(code: str) -> str:
    """`500000` → `50`, `510100` → `5101`, `500107` → itself: what codes within begin with."""
    stem = code
    while stem.endswith("00"):
        stem = stem[:-2]
    return stem
