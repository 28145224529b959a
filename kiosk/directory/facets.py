"""What the directory is browsed by, counted while its parts are read: kinds of organ (部门), topics (主题), events in
life (人生事件), and below each the main items (主项) that entries are listed under.

A count is a number of names, for the whole city (`EVERYWHERE`) and for each district, so that a page of the kiosk
reads a few rows however large the directory is.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.catalogue import regions
from kiosk.directory.entries import Facet, Part

DEPARTMENT, TOPIC, EVENT = "department", "topic", "event"
WAYS = (EVENT, DEPARTMENT, TOPIC)  # in the order in which they are offered
EVERYWHERE = ""  # instead of a district
# Of the index: 1 had nothing to browse by, 2 a kind of organ a district. What an older release reads is still there.
REVISION = 3
UNNAMED = 0  # the main item of entries that name none

SCHEMA = """
CREATE TABLE made (revision INTEGER);
CREATE TABLE facets (way TEXT, value TEXT, place INTEGER, zh TEXT, en TEXT, icon TEXT, items TEXT,
    PRIMARY KEY (way, value)) WITHOUT ROWID;
CREATE TABLE mains (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE cells (way TEXT, district TEXT, value TEXT, main INTEGER, names INTEGER,
    PRIMARY KEY (way, district, value, main)) WITHOUT ROWID;
CREATE TABLE listed (main INTEGER, kind TEXT, name INTEGER, PRIMARY KEY (main, kind, name)) WITHOUT ROWID;
"""

Pair = tuple[int, str]
"""Where a name is listed: its main item and the kind of its organ."""


@dataclass(repr=False)
class Gathered:
    """From all parts: `organs` has every name with the organ that it was first seen at, `districts` those that have
    it, as bits in the order of `district_codes`."""

    organs: dict[str, str] = field(default_factory=dict)
    districts: dict[str, int] = field(default_factory=dict)
    district_codes: list[str] = field(default_factory=list)
    _pairs: dict[str, tuple[Pair, ...]] = field(default_factory=dict)
    _where: dict[str, tuple[int, ...]] = field(default_factory=dict)  # each pair's districts, of names with several
    _facets: dict[tuple[str, str], Facet] = field(default_factory=dict)
    _mains: dict[str, int] = field(default_factory=dict)
    _of_main: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # topics and events
    _cells: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)

    def add(self, part: Part) -> None:
        if part.district not in self.district_codes:
            self.district_codes.append(part.district)
        bit = 1 << self.district_codes.index(part.district)
        for way, facets in ((DEPARTMENT, part.kinds), (TOPIC, part.topics), (EVENT, part.events)):
            for one in facets:
                self._facets.setdefault((way, one.id), one)
        kinds = [one.kind or self._kind_by_name(one.name, part.district) for one in part.departments]
        mains = self._numbers(part)
        pairs: dict[tuple[int, str], tuple[Pair, ...]] = {}
        for (_, name, department, _), main in zip(part.entries, mains, strict=True):
            pair = (main, kinds[department])
            self.organs.setdefault(name, part.departments[department].name)
            before = self.districts.get(name, 0)
            self.districts[name] = before | bit
            known = self._pairs.get(name)
            if known is None:
                self._pairs[name] = pairs.setdefault(pair, (pair,))
            elif known != (pair,):
                where = self._where.get(name, (before,))
                if pair not in known:
                    known, where = (*known, pair), (*where, 0)
                self._pairs[name] = known
                self._where[name] = tuple(
                    bits | bit if one == pair else bits for one, bits in zip(known, where, strict=True)
                )

    def _numbers(self, part: Part) -> Sequence[int]:
        """The main item of each entry, by its number in the index; the same name is the same in every district."""
        if not part.main_of:
            return [UNNAMED] * len(part.entries)
        numbers = []
        for one in part.mains:
            number = self._mains.setdefault(one.name, len(self._mains) + 1)
            marks = [*((TOPIC, topic) for topic in one.topics), *((EVENT, event) for event in one.events)]
            self._of_main[number] = tuple(dict.fromkeys([*self._of_main.get(number, ()), *marks]))
            numbers.append(number)
        return [numbers[place] for place in part.main_of]

    def _kind_by_name(self, organ: str, district: str) -> str:
        """`重庆市九龙坡区民政局` is a `民政局`: what does not say it is browsed by department all the same."""
        region = regions.region(district)
        short = _without(_without(organ, "重庆市"), region.title.zh if region is not None else "")
        if short == organ and not organ.startswith("市场"):  # 市民政局 is the city's, 市场监督管理局 anybody's
            short = _without(organ, "市")
        self._facets.setdefault((DEPARTMENT, short), Facet(short, short, short))
        return short

    def _count(self) -> None:
        """When all parts are there: a later one of a district may name the same once more, and a later one of any may
        know of a main item's topics."""
        alike = Counter((pairs, self._where.get(name, (self.districts[name],))) for name, pairs in self._pairs.items())
        for (pairs, where), names in alike.items():
            self._count_in(EVERYWHERE, pairs, names)
            for place, district in enumerate(self.district_codes):
                there = [pair for pair, bits in zip(pairs, where, strict=True) if bits >> place & 1]
                self._count_in(district, there, names)

    def _count_in(self, district: str, pairs: Iterable[Pair], names: int) -> None:
        """So many names that are listed at these pairs. By topic and event a name that two organs have is one."""
        for main, kind in pairs:
            self._cells[DEPARTMENT, district, kind, main] += names
        for main in {main for main, _ in pairs}:
            for way, value in self._of_main.get(main, ()):
                self._cells[way, district, value, main] += names

    def write(self, database: sqlite3.Connection, numbers: dict[str, int]) -> None:
        """`numbers` of the names in the index. Raises `sqlite3.Error`."""
        self._count()
        database.executemany(
            "INSERT INTO facets VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (way, one.id, place, one.zh, one.en, one.icon, " ".join(one.items))
                for place, ((way, _), one) in enumerate(self._facets.items())
            ),
        )
        database.executemany(
            "INSERT INTO mains VALUES (?, ?)", ((number, name) for name, number in self._mains.items())
        )
        database.executemany("INSERT INTO cells VALUES (?, ?, ?, ?, ?)", ((*at, n) for at, n in self._cells.items()))
        database.executemany(
            "INSERT INTO listed VALUES (?, ?, ?)",
            sorted((main, kind, numbers[name]) for name, pairs in self._pairs.items() for main, kind in pairs),
        )
        database.execute("INSERT INTO made VALUES (?)", (REVISION,))

    def tokens_of(self, name: str) -> Iterator[str]:
        """A word for every district that has it (`5500107`), so that a search is narrowed by the full-text index."""
        bits = self.districts[name]
        return (district_token(code) for place, code in enumerate(self.district_codes) if bits >> place & 1)


def _without(organ: str, place: str) -> str:
    return organ.removeprefix(place) or organ


def district_token(code: str) -> str:
    return f"5{code}"
