"""Going through the directory: by department, topic or event in life to a main item, and from there to its matters;
in the whole city or in one district. Every page is a few rows of the index, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.directory.facets import DEPARTMENT, EVERYWHERE
from kiosk.directory.index import DirectoryIndex
from kiosk.text import Localized


@dataclass(frozen=True)
class Where:
    """`way` of `facets.WAYS`, the `value` of a heap, a district of GB/T 2260 or the whole city."""

    way: str
    value: str
    district: str = EVERYWHERE


@dataclass(frozen=True)
class Heap:
    """A department, a topic or an event: `names` matters of it are done there; `items` of this terminal's own belong
    to it (implementation codes)."""

    value: str
    title: Localized
    icon: str
    items: tuple[str, ...]
    names: int


@dataclass(frozen=True)
class Group:
    """A main item with so many matters. Its name is empty for those that have none."""

    number: int
    name: str
    names: int


def heaps(index: DirectoryIndex, way: str, district: str = EVERYWHERE) -> tuple[Heap, ...]:
    """In the order in which they were published. Empty where the index is one that is only searched."""
    if not index.can_be_browsed:
        return ()
    rows = index.rows(
        "SELECT value, zh, en, icon, items,"
        " (SELECT ifnull(sum(names), 0) FROM cells WHERE way = ?1 AND district = ?2 AND value = facets.value)"
        " FROM facets WHERE way = ?1 ORDER BY place",
        way,
        district,
    )
    return tuple(
        Heap(value, Localized(zh, en), icon, tuple(items.split()), n) for value, zh, en, icon, items, n in rows
    )


def heap(index: DirectoryIndex, where: Where) -> Heap | None:
    return next((one for one in heaps(index, where.way, where.district) if one.value == where.value), None)


def groups(index: DirectoryIndex, where: Where) -> tuple[Group, ...]:
    """The main items of a heap, in the order in which they were published; those without a name at the end."""
    if not index.can_be_browsed:
        return ()
    rows = index.rows(
        "SELECT main, ifnull(mains.name, ''), names FROM cells LEFT JOIN mains ON mains.id = main"
        " WHERE way = ? AND district = ? AND value = ? ORDER BY main = 0, main",
        where.way,
        where.district,
        where.value,
    )
    return tuple(Group(*row) for row in rows)


def group(index: DirectoryIndex, number: int) -> str:
    """The name of a main item; empty: there is none of this number."""
    rows = index.rows("SELECT name FROM mains WHERE id = ?", number) if index.can_be_browsed else []
    return str(rows[0][0]) if rows else ""


_LISTED = (
    " FROM listed WHERE main = ?1 AND (?2 = '' OR kind = ?2)"
    " AND (?3 = '' OR EXISTS (SELECT 1 FROM entries WHERE entries.name = listed.name AND entries.district = ?3))"
)


def matters(index: DirectoryIndex, where: Where, main: int, pages: slice) -> tuple[tuple[int, ...], int]:
    """Numbers of the matters of a main item, the most general first, those within `pages`; and how many there are.
    By department only those of that kind of organ: two may do something of the same main item."""
    if not index.can_be_browsed:
        return (), 0
    kind = where.value if where.way == DEPARTMENT else ""
    counted = index.rows("SELECT count(DISTINCT name)" + _LISTED, main, kind, where.district)
    count = int(counted[0][0]) if counted else 0
    start, stop, _ = pages.indices(count)
    rows = index.rows(
        "SELECT DISTINCT name" + _LISTED + " ORDER BY name LIMIT ?4 OFFSET ?5",
        main,
        kind,
        where.district,
        max(0, stop - start),
        start,
    )
    return tuple(number for (number,) in rows), count


def districts(index: DirectoryIndex) -> dict[str, int]:
    """Names by district (GB/T 2260), where the directory has any."""
    if not index.can_be_browsed:
        return {}
    rows = index.rows(
        "SELECT district, sum(names) FROM cells WHERE way = ? AND district <> ? GROUP BY district ORDER BY district",
        DEPARTMENT,
        EVERYWHERE,
    )
    return {str(code): int(names) for code, names in rows}
