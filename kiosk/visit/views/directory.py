"""The whole directory, gone through rather than searched: by event in life, department, topic and district."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import ItemTile, View
from kiosk.visit.views.search import MatterTile, Scope


@dataclass(frozen=True)
class Crumb:
    """A page above this one, in words. `path`: key for `OpenDirectory`."""

    label: Text
    path: tuple[str, ...]


@dataclass(frozen=True)
class HeapTile:
    """A way through the directory, a department, a topic, an event, a main item. `path`: key for `OpenDirectory`;
    None: it leads to the districts."""

    path: tuple[str, ...] | None
    title: Text
    detail: Text | None
    icon: str
    tint: str = "blue"


@dataclass(frozen=True)
class DirectoryView(View):
    """`layout`: "ways" (a few large rows), "tiles" (a grid) or "rows" (what can be done here, then what is read)."""

    title: Text
    trail: tuple[Crumb, ...]
    layout: str
    scope: Scope | None  # None: it is not narrowed, and another thing on the page narrows it
    hint: Text | None = None
    items: tuple[ItemTile, ...] = ()
    heaps: tuple[HeapTile, ...] = ()
    matters: tuple[MatterTile, ...] = ()
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class DistrictTile:
    code: str  # key for Narrow
    title: Text
    own: bool
    chosen: bool


@dataclass(frozen=True)
class DistrictsView(View):
    """Which district's entries are to be shown. `whole`: label of the way to all of them."""

    title: Text
    hint: Text
    tiles: tuple[DistrictTile, ...]
    page: int
    pages: int
    whole: Text
