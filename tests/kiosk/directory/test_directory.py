"""Guards against a directory that is indexed wrongly, half, or not at all, and against searches that mislead."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from kiosk.catalogue.check_digits import implementation_code_fault
from kiosk.directory import keeping
from kiosk.directory.build import build
from kiosk.directory.entries import BadDirectory, read_part
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.directory.spelling import cut, plain, questions, readings
from provisioning.sandbox.directory import generate

COUNT = 39 * 600 + 7
HERE = "500107"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("parts")
    assert generate(where, COUNT) == COUNT
    return where


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    where = tmp_path_factory.mktemp("home")
    assert build(folder, index_of(where), "one") == COUNT
    return where


@pytest.fixture
def index(home: Path) -> DirectoryIndex:
    return DirectoryIndex(index_of(home), HERE)


def names(index: DirectoryIndex, typed: str) -> list[str]:
    found = [index.matter(number) for number in index.find(typed)]
    return [one.name for one in found if one is not None]


def test_every_entry_is_there_with_a_code_that_holds(index: DirectoryIndex) -> None:
    assert index.size() == COUNT
    for entry in index.entries(index.find("居民身份证首次申领")[0]):
        assert implementation_code_fault(entry.code) is None


def test_names_are_read_phrase_by_phrase_as_the_dictionary_reads_them_whole(folder: Path) -> None:
    """A character's reading depends on its phrase: 重庆 is chong qing, 银行 yin hang."""
    from pypinyin import Style, lazy_pinyin

    odd = [
        "重庆市长寿区银行行长",
        "2026年abc重庆ab12",
        "〇二三",
        "䶮字",
        "",
        "5g基站设置",
        "𠮷野家",
        "还款还贷",
        "绿色旅行",
    ]
    names = {plain(name) for _, name, *_ in read_part(next(folder.glob("d500107.json"))).entries}
    for name in (*odd, *names):
        whole = lazy_pinyin(plain(name), style=Style.NORMAL, errors=list, v_to_u=False)  # type: ignore[arg-type]
        assert readings(plain(name)) == [one.lower() for one in whole], name
    assert readings("重庆银行")[:2] == ["chong", "qing"] and readings("重庆银行")[3] == "hang"


def test_the_same_directory_is_made_every_time(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, COUNT)
    for part in folder.iterdir():
        assert (tmp_path / part.name).read_bytes() == part.read_bytes()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("居民身份证", "居民身份证首次申领"),
        ("身份证", "居民身份证首次申领"),
        ("怎么办居民身份证首次申领", "居民身份证首次申领"),
        ("申领居民身份证", "居民身份证首次申领"),  # in another order
        ("jmsfz", "居民身份证首次申领"),
        ("sfz", "居民身份证首次申领"),
        ("jumin", "居民身份证首次申领"),
        ("shenfenzheng", "居民身份证首次申领"),
        ("shenfz", "居民身份证首次申领"),
        ("shen fen zhe", "居民身份证首次申领"),
        ("SFZ", "居民身份证首次申领"),
    ],
)
def test_it_is_found_by_characters_pinyin_and_initials(index: DirectoryIndex, typed: str, wanted: str) -> None:
    assert wanted in names(index, typed)


def test_what_is_found_fits(index: DirectoryIndex) -> None:
    for typed in ("sfz", "gongjj", "yanglao", "bzbt"):
        for name in names(index, typed):
            said = " ".join(readings(plain(name)))
            assert any(question.fits(plain(name), said) is not None for question in questions(typed)), (typed, name)


def test_as_a_scan_would_find_it(index: DirectoryIndex, home: Path) -> None:
    """The index against `LIKE` over every name, for pieces of names."""
    database = sqlite3.connect(index_of(home))
    every = [name for (name,) in database.execute("SELECT plain FROM names")]
    for name in every[::97]:
        piece = name[1:4]
        scanned = {n for (n,) in database.execute("SELECT name FROM names WHERE plain LIKE ?", (f"%{piece}%",))}
        found = set(names(index, piece))
        assert found & scanned and (len(found) == 40 or found >= scanned), piece


def test_the_terminal_s_own_district_comes_first(index: DirectoryIndex) -> None:
    entries = index.entries(index.find("居民身份证首次申领")[0])
    assert [entry.district for entry in entries][:2] == [HERE, "500000"]
    assert len(entries) == 39


@pytest.mark.parametrize(
    "typed",
    ["", " ", "'", '"', '" OR "', "a*", "NEAR(", "😀", "𠀀", "\x00", "%", "_", "x" * 500, "身" * 500, "1gjj", "i", "v"],
)
def test_nothing_that_is_typed_breaks_the_search(index: DirectoryIndex, typed: str, caplog: object) -> None:
    index.find(typed)
    assert index.size() == COUNT
    assert not getattr(caplog, "records")  # noqa: B009


def test_letters_are_read_as_syllables_and_initials() -> None:
    assert ("gong", "j", "j") in cut("gongjj")
    assert ("xi", "an") in cut("xian") and ("xian",) in cut("xian")
    assert cut("iii") == ()


def test_a_missing_or_damaged_index_finds_nothing_and_is_made_anew(folder: Path, tmp_path: Path) -> None:
    index = DirectoryIndex(index_of(tmp_path), HERE)
    assert index.find("身份证") == () and index.size() == 0
    index_of(tmp_path).parent.mkdir()
    index_of(tmp_path).write_bytes(b"SQLite format 3\x00" + os.urandom(5000))
    assert index.find("身份证") == ()
    assert not keeping.is_current(tmp_path, "two")
    keeping.make(tmp_path, folder, "two")
    assert keeping.is_current(tmp_path, "two")
    assert index.find("身份证"), "the window goes on with the index that came meanwhile"


def test_a_part_that_is_none_leaves_the_index_as_it_is(folder: Path, home: Path, tmp_path: Path) -> None:
    for part in folder.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    (tmp_path / "d500101.json").write_text('{"format": "KSD1"}', encoding="utf-8")
    with pytest.raises(BadDirectory):
        read_part(tmp_path / "d500101.json")
    with pytest.raises(keeping.NotBuilt):
        keeping.make(home, tmp_path, "three")
    assert keeping.is_current(home, "one")
    assert [path.name for path in index_of(home).parent.iterdir()] == ["index.sqlite"]
