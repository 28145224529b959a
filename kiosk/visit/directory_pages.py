"""The pages of the whole directory: which way, which heap of it, which main item, which matter; and which district."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.catalogue import regions
from kiosk.catalogue.icons import KNOWN
from kiosk.catalogue.model import Catalogue, Item
from kiosk.directory import browse
from kiosk.directory.browse import Group, Heap, Where
from kiosk.directory.facets import DEPARTMENT, EVENT, TOPIC, UNNAMED, WAYS
from kiosk.directory.index import DirectoryIndex
from kiosk.text import Localized, Text, message
from kiosk.visit.paging import cut, number_of
from kiosk.visit.views import ItemTile, View
from kiosk.visit.views.directory import Crumb, DirectoryView, DistrictsView, DistrictTile, HeapTile
from kiosk.visit.views.search import MatterTile, Scope

CITY = "500000"
ORGAN = "organ:"  # before the name of an organ of this terminal's items that has no kind in the directory
EXAMPLES = {"standard": 3, "contrast": 3, "senior": 2}  # heaps that are named for what a way means, in one line
SHORT = 5  # characters of each
TILES = {"standard": 14, "contrast": 14, "senior": 8}  # a grid that needs no scrolling
ROWS = {"standard": 8, "contrast": 8, "senior": 4}
OWN = "own"  # instead of a main item: what can be done at this terminal
INLINE = {
    "standard": 3,
    "contrast": 3,
    "senior": 1,
}  # more of them would hide the guides behind pages: they get their own
ROWS_WITH_ITEMS = {"standard": 6, "contrast": 6, "senior": 3}  # an item says what one needs, and takes more room
DISTRICTS = {"standard": 20, "contrast": 20, "senior": 12}
ICONS = {EVENT: "heart", DEPARTMENT: "building-bank", TOPIC: "category"}
TINTS = {EVENT: "good", DEPARTMENT: "blue", TOPIC: "violet"}


@dataclass(frozen=True)
class Directory:
    """What its pages are made of. `tile` makes the row of an item of this terminal."""

    index: DirectoryIndex
    catalogue: Catalogue
    mode: str
    tile: Callable[[Item], ItemTile]
    district: str = ""  # narrowed to; empty: the whole city
    _heaps: dict[str, tuple[Heap, ...]] = field(default_factory=dict, compare=False)

    # ---- pages ------------------------------------------------------------------------------
    def page(self, path: tuple[str, ...], page: int) -> View:
        """Where `path` leads to nothing (another directory came meanwhile), the page above it."""
        match path:
            case (way, value, main) if way in WAYS and (main == OWN or _NUMBER.fullmatch(main)):
                return self._below(way, value, main, page) or self.page(path[:2], 0)
            case (way, value) if way in WAYS:
                return self._heap(way, value, page) or self.page(path[:1], 0)
            case (way,) if way in WAYS:
                return self._way(way, page)
            case _:
                return self._front()

    def _front(self) -> DirectoryView:
        ways = [self._way_row(way) for way in WAYS if self._of(way)]
        key = "district" if not self.district else "other_district"
        detail = message("directory.way.district_hint", own=title_of(self.index.district))
        ways.append(HeapTile(None, message(f"directory.way.{key}"), detail, "map-pin", "warn"))
        scope = self.scope() if self.district else None
        hint = message("directory.hint", count=f"{self.index.size():,}")
        return DirectoryView(message("directory.title"), (), "ways", scope, hint, heaps=tuple(ways))

    def _way_row(self, way: str) -> HeapTile:
        heaps = self._of(way)
        first = [one.title for one in heaps if len(one.title.zh) <= SHORT][: EXAMPLES[self.mode]]
        examples = Localized("、".join(one.zh for one in first), ", ".join(one.en for one in first))
        detail = message(f"directory.way.{way}_hint", examples=examples, count=len(heaps))
        return HeapTile((way,), message(f"directory.way.{way}"), detail, ICONS[way], TINTS[way])

    def _way(self, way: str, page: int) -> DirectoryView:
        shown, page, pages = cut(self._of(way), page, TILES[self.mode])
        tiles = tuple(self._tile(way, one) for one in shown)
        title = message(f"directory.way.{way}")
        return DirectoryView(title, self._trail(), "tiles", self.scope(), heaps=tiles, page=page, pages=pages)

    def _heap(self, way: str, value: str, page: int) -> DirectoryView | None:
        heap = next((one for one in self._all(way) if one.value == value), None)
        if heap is None:
            return None
        groups = browse.groups(self.index, Where(way, value, self.district))
        if [one.number for one in groups] == [UNNAMED]:
            return self._listed(heap.title, way, heap, UNNAMED, page)
        items = self._items(way, heap)
        if value.startswith(ORGAN):
            return self._own(heap.title, self._trail(way), items, page)
        inline = items if len(items) <= INLINE[self.mode] else ()
        own = [self._own_row(way, value, items)] if len(items) > len(inline) else []
        rows = [*own, *(self._group_row(way, value, one) for one in groups)]
        shown, page, pages = cut([*inline, *rows], page, self._rows(inline))
        return DirectoryView(
            heap.title,
            self._trail(way),
            "rows",
            self.scope(),
            items=tuple(self.tile(one) for one in shown if isinstance(one, Item)),
            heaps=tuple(one for one in shown if isinstance(one, HeapTile)),
            page=page,
            pages=pages,
        )

    def _below(self, way: str, value: str, main: str, page: int) -> DirectoryView | None:
        heap = next((one for one in self._all(way) if one.value == value), None)
        if heap is None:
            return None
        if main == OWN:
            return self._own(message("directory.own"), self._trail(way, heap), self._items(way, heap), page)
        everywhere = browse.groups(self.index, Where(way, value))  # a district in which it is not says so
        group = next((one for one in everywhere if one.number == int(main)), None)
        return self._listed(_name_of(group), way, heap, group.number, page) if group is not None else None

    def _own(self, title: Text, trail: tuple[Crumb, ...], items: Sequence[Item], page: int) -> DirectoryView:
        """What can be done at this terminal, wherever somebody lives: no district is asked about."""
        shown, page, pages = cut(items, page, ROWS_WITH_ITEMS[self.mode])
        return DirectoryView(title, trail, "rows", None, items=tuple(map(self.tile, shown)), page=page, pages=pages)

    def _own_row(self, way: str, value: str, items: Sequence[Item]) -> HeapTile:
        first = [item.title for item in items[: EXAMPLES[self.mode]]]
        examples = Localized("、".join(one.zh for one in first), ", ".join(one.en for one in first))
        detail = message("directory.own_hint", examples=examples, count=len(items))
        return HeapTile((way, value, OWN), message("directory.own"), detail, "circle-check", "good")

    def _listed(self, title: Text, way: str, heap: Heap, main: int, page: int) -> DirectoryView:
        """The matters of a main item; where none is named, those of the heap itself, behind its items."""
        trail = self._trail(way, heap) if main != UNNAMED else self._trail(way)
        items = self._items(way, heap) if main == UNNAMED else ()
        where, size = Where(way, heap.value, self.district), self._rows(items)
        _, count = browse.matters(self.index, where, main, slice(0, 0))
        page, pages = number_of(len(items) + count, page, size)
        own = items[page * size : (page + 1) * size]
        first = max(0, page * size - len(items))
        numbers, _ = browse.matters(self.index, where, main, slice(first, first + size - len(own)))
        return DirectoryView(
            title,
            trail,
            "rows",
            self.scope(),
            items=tuple(self.tile(one) for one in own),
            matters=matters(self.index, numbers, self.district),
            page=page,
            pages=pages,
        )

    def districts(self, page: int) -> DistrictsView:
        """The terminal's own first, then the city's own organs, then the others by their codes."""
        own = self.index.district
        there = browse.districts(self.index) or dict.fromkeys(every_district(), 0)
        listed = sorted(there, key=lambda code: (code != own, code != CITY, code))
        shown, page, pages = cut(listed, page, DISTRICTS[self.mode])
        tiles = tuple(DistrictTile(code, title_of(code), code == own, code == self.district) for code in shown)
        hint = message("directory.districts.hint", own=title_of(own))
        whole = message("directory.districts.whole")
        return DistrictsView(message("directory.districts.title"), hint, tiles, page, pages, whole)

    # ---- what stands on them ----------------------------------------------------------------
    def scope(self) -> Scope:
        return scope_of(self.index, self.district)

    def _trail(self, way: str = "", heap: Heap | None = None) -> tuple[Crumb, ...]:
        trail = [Crumb(message("directory.top"), ())]
        if way:
            trail.append(Crumb(message(f"directory.way.{way}"), (way,)))
        if heap is not None:
            trail.append(Crumb(heap.title, (way, heap.value)))
        return tuple(trail)

    def _rows(self, items: Sequence[Item]) -> int:
        return (ROWS_WITH_ITEMS if items else ROWS)[self.mode]

    def _group_row(self, way: str, value: str, group: Group) -> HeapTile:
        detail = message("directory.count", count=group.names)
        return HeapTile((way, value, str(group.number)), _name_of(group), detail, "book", "grey")

    def _tile(self, way: str, heap: Heap) -> HeapTile:
        items = self._items(way, heap)
        count = message("directory.count", count=heap.names or len(items))
        return HeapTile((way, heap.value), heap.title, count, _icon(heap, way), TINTS[way])

    def _of(self, way: str) -> tuple[Heap, ...]:
        """Those in which there is anything."""
        return tuple(one for one in self._all(way) if one.names or self._items(way, one))

    def _all(self, way: str) -> tuple[Heap, ...]:
        if way not in self._heaps:
            found = browse.heaps(self.index, way, self.district)
            own = self._own_organs(found) if way == DEPARTMENT and found else ()
            self._heaps[way] = (*found, *own)
        return self._heaps[way]

    def _own_organs(self, kinds: Sequence[Heap]) -> Iterator[Heap]:
        """Organs of this terminal's items that the directory has no kind for, such as the central bank."""
        organs = {item.department.zh: item.department for item in self.catalogue.items}
        for name, organ in organs.items():
            if _kind_of(organ, kinds) is None:
                yield Heap(f"{ORGAN}{name}", organ, "building", (), 0)

    def _items(self, way: str, heap: Heap) -> tuple[Item, ...]:
        """What belongs there and can be done at this terminal: by the directory's word, or by its own organ."""
        kinds = self._kinds if way == DEPARTMENT else {}
        return tuple(
            item for item in self.catalogue.of(None) if item.code in heap.items or kinds.get(item.code) == heap.value
        )

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Of the items of this terminal, by code. Once: each is looked for among all kinds, and each page asks for
        the items of every kind."""
        kinds = self._all(DEPARTMENT)
        found = {item.code: _kind_of(item.department, kinds) for item in self.catalogue.of(None)}
        return {code: kind.value for code, kind in found.items() if kind is not None}


_NUMBER = re.compile(r"[0-9]{1,9}")  # of a main item in the index


def _kind_of(organ: Localized, heaps: Sequence[Heap]) -> Heap | None:
    """`市公安局交通管理总队` belongs to `公安局`: the longest name that is a part of the organ's."""
    fitting = [one for one in heaps if one.title.zh in organ.zh]
    return max(fitting, key=lambda one: len(one.title.zh), default=None)


def _name_of(group: Group) -> Text:
    return Localized.chinese(group.name) if group.name else message("directory.others")


def _icon(heap: Heap, way: str) -> str:
    return heap.icon if heap.icon in KNOWN else ICONS[way]


def scope_of(index: DirectoryIndex, district: str) -> Scope:
    return Scope(title_of(district) if district else None, title_of(index.district), index.district)


def matters(index: DirectoryIndex, numbers: Sequence[int], district: str) -> tuple[MatterTile, ...]:
    """With the organ of this district, or of the terminal's own."""
    found = [index.matter(number, district) for number in numbers]
    return tuple(
        MatterTile(
            one.number,
            Localized.chinese(one.name),
            message("reading.matter.detail", organ=Localized.chinese(one.organ), places=one.places),
        )
        for one in found
        if one is not None
    )


def title_of(district: str) -> Text:
    if district == CITY:
        return message("directory.city")
    region = regions.region(district)
    return region.title if region is not None else Localized.chinese(district)


def every_district() -> tuple[str, ...]:
    return tuple(one.code for one in regions.below((), root=CITY))
