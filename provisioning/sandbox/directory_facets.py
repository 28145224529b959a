"""What the synthetic directory is browsed by: kinds of organ, topics, events in life, and which main item has which."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.catalogue.load import load
from kiosk.catalogue.model import Catalogue
from kiosk.directory.entries import Facet, MainItem


@dataclass(frozen=True)
class Facets:
    """The lists of a part; `kind_of` has the kind's id by an organ's name without its place."""

    kinds: list[Facet]
    topics: list[Facet]
    events: list[Facet]
    kind_of: dict[str, str]


@cache
def facets() -> Facets:
    raw = _raw()
    kinds, topics, events = ([_facet(one) for one in raw[name]] for name in ("kinds", "topics", "events"))
    return Facets(kinds, topics, events, {one["zh"]: one["id"] for one in raw["kinds"]})


@cache
def main_item(subject: str, organ: str) -> MainItem:
    """A subject names its topics; where none does, it has those of its organ's kind."""
    raw = _raw()
    kind = facets().kind_of[organ]
    topics = [one["id"] for one in raw["topics"] if subject in one["subjects"]]
    topics = topics or [one["id"] for one in raw["topics"] if kind in one["kinds"]]
    return MainItem(subject, topics, [one["id"] for one in raw["events"] if subject in one["subjects"]])


def _facet(raw: dict[str, Any]) -> Facet:
    shorts, categories = raw.get("items", ()), raw.get("categories", ())
    items = [one.code for one in _catalogue().items if one.short in shorts or one.category in categories]
    return Facet(raw["id"], raw["zh"], raw["en"], raw["icon"], items)


@cache
def _catalogue() -> Catalogue:
    return load()


@cache
def _raw() -> dict[str, Any]:
    path = Path(__file__).parent / "data/directory_facets.json"
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return raw
