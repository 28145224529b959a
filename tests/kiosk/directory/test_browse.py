"""Guards against a directory of which a part cannot be reached by going through it, against counts that lie, against a
district that is shown what another has, and against a release that cannot open what the one before or after it made."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.catalogue.load import load
from kiosk.directory import browse, keeping
from kiosk.directory.browse import Where
from kiosk.directory.build import build
from kiosk.directory.entries import BadDirectory, Part, parts_of, read_part
from kiosk.directory.facets import DEPARTMENT, EVENT, TOPIC, WAYS, Gathered
from kiosk.directory.index import DirectoryIndex, index_of
from provisioning.sandbox.directory import generate

EACH = 290
COUNT = 39 * EACH + 7  # the city and the first six districts have one matter more
HERE, FIRST, LAST = "500107", "500101", "500243"
FRESH = frozenset({"kinds", "topics", "events", "mains", "main_of"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("parts")
    generate(where, COUNT)
    return where


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    where = tmp_path_factory.mktemp("home")
    build(folder, index_of(where), "one")
    return where


@pytest.fixture
def index(home: Path) -> Iterator[DirectoryIndex]:
    index = DirectoryIndex(index_of(home), HERE)
    yield index
    index.close()


def scanned(folder: Path, way: str, district: str) -> dict[str, dict[str, set[str]]]:
    """Names by value and main item, read from the parts themselves."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in parts_of(folder):
        if district and part.district != district:
            continue
        for (_, name, department, _), place in zip(part.entries, part.main_of, strict=True):
            main = part.mains[place]
            values = {
                DEPARTMENT: [part.departments[department].kind],
                TOPIC: main.topics,
                EVENT: main.events,
            }[way]
            for value in values:
                found[value][main.name].add(name)
    return found


@pytest.mark.parametrize("district", ["", HERE, FIRST])
@pytest.mark.parametrize("way", WAYS)
def test_every_matter_is_reached_by_every_way_and_the_counts_are_true(
    index: DirectoryIndex, folder: Path, way: str, district: str
) -> None:
    there = scanned(folder, way, district)
    heaps = browse.heaps(index, way, district)
    assert {heap.value: heap.names for heap in heaps if heap.names} == {
        value: sum(len(names) for names in mains.values()) for value, mains in there.items()
    }
    for heap in heaps:
        where = Where(way, heap.value, district)
        shown = {}
        for group in browse.groups(index, where):
            numbers, count = browse.matters(index, where, group.number, slice(0, 1000))
            names = {matter.name for number in numbers if (matter := index.matter(number)) is not None}
            assert len(names) == count == group.names
            shown[group.name] = names
        assert shown == dict(there.get(heap.value, {})), heap.value


def test_the_generated_directory_has_the_city_s_nineteen_areas_and_no_matter_is_without_one(
    index: DirectoryIndex, folder: Path
) -> None:
    assert len(browse.heaps(index, TOPIC)) == 19, "as the newspaper's review says"
    assert all(main.topics for part in parts_of(folder) for main in part.mains)
    codes = {item.code for item in load().items}
    named = {code for way in (TOPIC, EVENT) for heap in browse.heaps(index, way) for code in heap.items}
    assert named and named <= codes


def test_pages_of_matters_hold_each_once_in_order(index: DirectoryIndex) -> None:
    where = Where(DEPARTMENT, "civil", HERE)
    main = max(browse.groups(index, where), key=lambda one: one.names).number
    whole, count = browse.matters(index, where, main, slice(0, 1000))
    pages = [browse.matters(index, where, main, slice(at, at + 2))[0] for at in range(0, count, 2)]
    assert [one for page in pages for one in page] == list(whole)
    assert browse.matters(index, where, main, slice(count, count + 2)) == ((), count)


def test_a_search_that_is_narrowed_finds_what_is_there_and_nothing_else(index: DirectoryIndex, folder: Path) -> None:
    names = {
        district: {entry[1] for entry in read_part(folder / f"d{district}.json").entries} for district in (HERE, FIRST)
    }
    (rare,) = names[FIRST] - names[HERE]
    found = {district: index.find(rare, district) for district in ("", HERE, FIRST)}
    assert found[""] == found[FIRST] and found[FIRST]
    assert found[HERE] == ()
    for typed in ("sfz", "身份证", "申领身份证", "gongjj", "z"):
        assert index.find(typed, HERE), typed
        matters = [index.matter(number, HERE) for number in index.find(typed, HERE)]
        assert all(one is not None and one.name in names[HERE] for one in matters), typed
    assert index.find("身份证", "999999") == ()


def test_the_organ_and_the_first_place_are_those_of_the_district_that_it_is_narrowed_to(index: DirectoryIndex) -> None:
    number = index.find("居民身份证首次申领", FIRST)[0]
    matter = index.matter(number, FIRST)
    assert matter is not None and matter.organ == "万州区公安局"
    assert [entry.district for entry in index.entries(number, FIRST)][:3] == [FIRST, HERE, "500000"]
    assert set(browse.districts(index)) == {part.removeprefix("d").removesuffix(".json") for part in _names(index)}


def _names(index: DirectoryIndex) -> set[str]:
    return {f"d{district}.json" for (district,) in index.rows("SELECT DISTINCT district FROM entries")}


@pytest.fixture
def older(home: Path, tmp_path: Path) -> Path:
    """A home with the index that a release of before made: it had nothing to browse by, and no words for districts."""
    path = index_of(tmp_path)
    path.parent.mkdir(parents=True)
    shutil.copy(index_of(home), path)
    database = sqlite3.connect(path)
    for table in ("made", "facets", "mains", "cells", "listed"):
        database.execute(f"DROP TABLE {table}")
    words = [
        (number, f"{plain} {' '.join(plain[at : at + 2] for at in range(len(plain) - 1))}")
        for number, plain in database.execute("SELECT id, plain FROM names")
    ]
    database.execute("DROP TABLE words")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='unicode61')"
    )
    database.executemany("INSERT INTO words (rowid, tokens) VALUES (?, ?)", words)
    database.commit()
    database.close()
    return tmp_path


def test_an_older_index_is_searched_until_the_agent_has_made_it_anew(older: Path, folder: Path, caplog: object) -> None:
    index = DirectoryIndex(index_of(older), HERE)
    assert index.size() == COUNT and not index.can_be_browsed
    assert index.find("居民身份证首次申领") and index.find("居民身份证首次申领", HERE)
    (rare,) = {
        n
        for (n,) in index.rows(
            "SELECT name FROM names WHERE id NOT IN (SELECT name FROM entries WHERE district = ?)", HERE
        )
    }
    assert index.find(rare) and index.find(rare, HERE) == (), "narrowed without words for districts"
    assert [browse.heaps(index, way) for way in WAYS] == [(), (), ()]
    assert browse.matters(index, Where(TOPIC, "relief"), 1, slice(0, 9)) == ((), 0)
    assert not getattr(caplog, "records"), "nothing is amiss"  # noqa: B009
    assert index.document() == "one" and not keeping.is_current(older, "one")
    build(folder, index_of(older), "one")
    assert keeping.is_current(older, "one") and index.can_be_browsed, "the window goes on with the one that came"


class OlderPart(msgspec.Struct, frozen=True):
    """What a release of before read of a part."""

    format: str
    district: str
    departments: list[dict[str, str]]
    guides: list[str]
    entries: list[tuple[str, str, int, int]]


def test_a_release_of_before_reads_the_newer_content_and_opens_the_newer_index(folder: Path, home: Path) -> None:
    for path in folder.iterdir():
        part = msgspec.json.decode(path.read_bytes(), type=OlderPart)
        assert part.format == "KSD1" and len(part.entries) >= EACH
    database = sqlite3.connect(index_of(home))
    assert database.execute("SELECT format, document, entries FROM about").fetchone() == (1, "one", COUNT)
    asked = '"身份" AND "份证"'
    rows = database.execute(
        "SELECT names.id, plain, said, organ FROM words JOIN names ON names.id = words.rowid WHERE words MATCH ?",
        (asked,),
    ).fetchall()
    assert rows, "its search finds"


@pytest.fixture
def without(folder: Path, tmp_path: Path) -> Path:
    """The same directory as it was published before."""
    for path in folder.iterdir():
        raw = json.loads(path.read_text(encoding="utf-8"))
        kept = {key: value for key, value in raw.items() if key not in FRESH}
        kept["departments"] = [{k: v for k, v in one.items() if k != "kind"} for one in raw["departments"]]
        (tmp_path / path.name).write_text(json.dumps(kept), encoding="utf-8")
    return tmp_path


def test_older_content_is_searched_and_browsed_by_its_organs_names(without: Path, folder: Path, tmp_path: Path) -> None:
    build(without, tmp_path / "index.sqlite")
    index = DirectoryIndex(tmp_path / "index.sqlite", HERE)
    assert index.find("居民身份证首次申领", HERE)
    heaps = browse.heaps(index, DEPARTMENT, HERE)
    assert {heap.value for heap in heaps} >= {"公安局", "民政局", "住房公积金管理中心"}
    assert len(heaps) == 22, "an organ of the city and one of a district are of one kind"
    assert sum(heap.names for heap in heaps) == EACH
    groups = browse.groups(index, Where(DEPARTMENT, "公安局", HERE))
    assert [(one.name, one.names) for one in groups] == [("", heaps[[h.value for h in heaps].index("公安局")].names)]
    assert browse.heaps(index, EVENT) == browse.heaps(index, TOPIC) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"main_of": [0]},
        {"main_of": [10_000] * (EACH + 1)},
        {"mains": []},
        {"topics": []},
        {"events": []},
        {"kinds": []},
        {"kinds": [{"id": "Nicht Gut!", "zh": "局", "en": "office"}]},
        {"topics": [{"id": "relief", "zh": "", "en": "x"}]},
        {"events": "birth"},
    ],
)
def test_a_part_whose_marks_lead_nowhere_is_refused(folder: Path, tmp_path: Path, change: dict[str, object]) -> None:
    raw = json.loads((folder / f"d{FIRST}.json").read_text(encoding="utf-8")) | change
    (tmp_path / "d.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(BadDirectory):
        read_part(tmp_path / "d.json")


def test_a_name_at_two_organs_and_one_twice_in_a_district_is_counted_once_where_it_is_looked_for(
    folder: Path, tmp_path: Path
) -> None:
    """Counts are of names: a page that says 3 and shows 2 sends somebody to look for the third."""
    part = read_part(folder / f"d{FIRST}.json")
    code, name, department, guide = part.entries[0]
    other = (department + 1) % len(part.departments)
    more = [("4" + code[1:-1] + "9", name, other, guide), ("4" + code[1:-1] + "8", name, department, guide)]
    made = msgspec.structs.replace(part, entries=[*part.entries, *more], main_of=[*part.main_of, *part.main_of[:1] * 2])
    assert isinstance(made, Part)
    (tmp_path / "d.json").write_bytes(msgspec.json.encode(made))
    build(tmp_path, tmp_path / "index.sqlite")
    index = DirectoryIndex(tmp_path / "index.sqlite", FIRST)
    for kind in (part.departments[department].kind, part.departments[other].kind):
        for group in browse.groups(index, Where(DEPARTMENT, kind, FIRST)):
            assert browse.matters(index, Where(DEPARTMENT, kind, FIRST), group.number, slice(0, 0))[1] == group.names
    for topic in made.mains[made.main_of[0]].topics:
        for group in browse.groups(index, Where(TOPIC, topic, FIRST)):
            assert browse.matters(index, Where(TOPIC, topic, FIRST), group.number, slice(0, 0))[1] == group.names


def of_two_parts(folder: Path, tmp_path: Path, halve: slice, **more: object) -> DirectoryIndex:
    """The first district's entries, and a further part of it with those of `halve` once more."""
    part = read_part(folder / f"d{FIRST}.json")
    again = msgspec.structs.replace(part, entries=part.entries[halve], main_of=part.main_of[halve])
    (tmp_path / "a.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(part, **more)))  # type: ignore[arg-type]
    (tmp_path / "b.json").write_bytes(msgspec.json.encode(again))
    build(tmp_path, tmp_path / "index.sqlite")
    return DirectoryIndex(tmp_path / "index.sqlite", FIRST)


def test_what_two_parts_of_a_district_name_is_counted_once(folder: Path, tmp_path: Path) -> None:
    index = of_two_parts(folder, tmp_path, slice(0, 200))
    for way in WAYS:
        for heap in browse.heaps(index, way, FIRST):
            for group in browse.groups(index, Where(way, heap.value, FIRST)):
                count = browse.matters(index, Where(way, heap.value, FIRST), group.number, slice(0, 0))[1]
                assert count == group.names, (way, heap.value)


def test_a_topic_that_only_a_later_part_names_holds_what_came_before(folder: Path, tmp_path: Path) -> None:
    """Else a district's matters are reached by no topic, for the order in which the parts were read."""
    part = read_part(folder / f"d{FIRST}.json")
    bare = [msgspec.structs.replace(main, topics=[], events=[]) for main in part.mains]
    index = of_two_parts(folder, tmp_path, slice(0, 1), mains=bare)
    assert {heap.value: heap.names for heap in browse.heaps(index, TOPIC, FIRST) if heap.names} == {
        value: sum(map(len, mains.values())) for value, mains in scanned(tmp_path, TOPIC, FIRST).items() if mains
    } | {
        topic: len({e[1] for e, at in zip(part.entries, part.main_of, strict=True) if topic in part.mains[at].topics})
        for topic in {topic for main in part.mains for topic in main.topics}
    }


@pytest.mark.parametrize(
    ("organ", "district", "kind"),
    [
        ("重庆市九龙坡区民政局", HERE, "民政局"),
        ("九龙坡区市场监督管理局", HERE, "市场监督管理局"),
        ("重庆市市场监督管理局", "500000", "市场监督管理局"),
        ("市市场监督管理局", "500000", "市场监督管理局"),
        ("市场监督管理局", "500000", "市场监督管理局"),
        ("市民政局", "500000", "民政局"),
        ("国家税务总局重庆市税务局", "500000", "国家税务总局重庆市税务局"),
        ("九龙坡区", HERE, "九龙坡区"),
    ],
)
def test_an_organ_without_a_kind_is_of_the_same_in_every_district(organ: str, district: str, kind: str) -> None:
    """Else there are as many departments as organs: 800 tiles to turn through, and each page takes seconds."""
    assert Gathered()._kind_by_name(organ, district) == kind
