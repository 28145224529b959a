"""The columns as values, and reading them from the published parts (docs/api.md, "Columns")."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from kiosk.contract.model import Day, Moment
from kiosk.text import Localized

COLUMNS = "columns"  # the document (docs/api.md, "Content")

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]{1,40}$")]


class BadColumns(Exception):
    """One sentence that names the part and what is wrong with it."""


class Article(msgspec.Struct, frozen=True):
    title: Localized
    text: tuple[Localized, ...]


class Policy(msgspec.Struct, frozen=True):
    """政策直通车: a policy, published together with its interpretation (解读) and the items that carry it out."""

    id: Name
    title: Localized
    organ: Localized
    number: str  # 发文字号
    issued: Day
    text: tuple[Localized, ...]
    interpretation: Article | None = None
    items: tuple[str, ...] = ()  # short or implementation codes


class Indicator(msgspec.Struct, frozen=True):
    """优化营商环境: one indicator with the organ that leads it (指标牵头单位)."""

    id: Name
    title: Localized
    lead: Localized
    icon: str
    text: tuple[Localized, ...]
    policies: tuple[Name, ...] = ()
    items: tuple[str, ...] = ()


class Feature(msgspec.Struct, frozen=True):
    title: Localized
    text: Localized


class District(msgspec.Struct, frozen=True):
    """区县特色: what one district has of its own. `code` of GB/T 2260."""

    code: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
    features: tuple[Feature, ...]


class Announcement(msgspec.Struct, frozen=True):
    """Shown from `begins` until `ends`; `districts`: only there, everywhere where empty. Higher `priority` first."""

    id: Name
    title: Localized
    text: tuple[Localized, ...]
    begins: Moment
    ends: Moment
    priority: int = 0
    districts: tuple[str, ...] = ()

    def holds(self, now: str, district: str) -> bool:
        """At `now` (RFC 3339, UTC), in this district."""
        return self.begins <= now < self.ends and (not self.districts or district in self.districts)


class Emergency(msgspec.Struct, frozen=True):
    """A column for an emergency. Being signed content it is switched on and off without a release."""

    enabled: bool
    column: Article
    functions: tuple[Feature, ...] = ()


class Columns(msgspec.Struct, frozen=True):
    policies: tuple[Policy, ...]
    indicators: tuple[Indicator, ...]
    districts: tuple[District, ...]
    announcements: tuple[Announcement, ...]
    emergency: Emergency

    def policy(self, name: str) -> Policy | None:
        return next((one for one in self.policies if one.id == name), None)

    def indicator(self, name: str) -> Indicator | None:
        return next((one for one in self.indicators if one.id == name), None)

    def feature(self, name: str) -> Feature | None:
        """By its district's code and its place there: `500107:3`."""
        code, _, place = name.partition(":")
        features = next((one.features for one in self.districts if one.code == code), ())
        return features[int(place)] if place.isdecimal() and int(place) < len(features) else None

    def current(self, now: str, district: str) -> tuple[Announcement, ...]:
        """Announcements that are valid at `now` (RFC 3339, UTC) in this district, the most important first."""
        valid = [one for one in self.announcements if one.holds(now, district)]
        return tuple(sorted(valid, key=lambda one: (-one.priority, one.begins)))


Read = TypeVar("Read")


def load(folder: Path) -> Columns:
    """Raises `BadColumns`."""
    return Columns(
        policies=_read(folder, "policies", tuple[Policy, ...]),
        indicators=_read(folder, "business", tuple[Indicator, ...]),
        districts=_read(folder, "districts", tuple[District, ...]),
        announcements=_read(folder, "announcements", tuple[Announcement, ...]),
        emergency=_read(folder, "emergency", Emergency),
    )


def _read(folder: Path, name: str, kind: type[Read]) -> Read:
    try:
        return msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=kind)
    except OSError as error:
        raise BadColumns(f"{name}.json: it cannot be read ({type(error).__name__})") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadColumns(f"{name}.json: {error}") from error
