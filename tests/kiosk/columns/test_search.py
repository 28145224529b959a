"""Guards against policies and announcements that nobody finds, or that are found when they are over."""

from __future__ import annotations

from time import thread_time

import msgspec
import pytest

from kiosk.columns.model import Columns, load
from kiosk.columns.search import ArticleIndex
from kiosk.text import Localized
from provisioning.sandbox.columns import column_parts

NOW, OVER = "2026-11-22T02:00:00Z", "2028-01-01T00:00:00Z"
HERE = Localized("九龙坡区", "Jiulongpo")


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    folder = tmp_path_factory.mktemp("columns")
    for name, content in column_parts(folder)[1].items():
        (folder / name).write_bytes(content)
    return load(folder)


@pytest.fixture(scope="module")
def index(columns: Columns) -> ArticleIndex:
    return ArticleIndex(columns, "500107", HERE)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("异地就医备案", "policy:out-of-area-treatment"),
        ("yidijiuyi", "policy:out-of-area-treatment"),
        ("ydjy", "policy:out-of-area-treatment"),
        ("yidijy", "policy:out-of-area-treatment"),
        ("registering elsewhere", "policy:out-of-area-treatment"),
        ("一图读懂：异地就医怎么备案", "policy:out-of-area-treatment"),  # by what explains it
        ("不用先垫付", "policy:out-of-area-treatment"),  # by its text
        ("测医保发〔2026〕1 号", "policy:out-of-area-treatment"),  # by its number
        ("年末自助服务", "announcement:year-end-hours"),
        ("nmzzfw", "announcement:year-end-hours"),
    ],
)
def test_an_article_is_found_by_characters_pinyin_initials_and_english(
    index: ArticleIndex, typed: str, value: str
) -> None:
    assert value == index.find(typed, NOW)[0].value


def test_an_announcement_is_found_while_it_holds_and_where(columns: Columns, index: ArticleIndex) -> None:
    assert not [one for one in index.find("年末自助服务", OVER) if one.kind == "announcement"]
    elsewhere = ArticleIndex(columns, "500103", HERE)
    local = next(one for one in columns.announcements if one.id == "jiulongpo-hall")
    values = [[one.value for one in each.find(local.title.zh, NOW)] for each in (index, elsewhere)]
    assert f"announcement:{local.id}" in values[0] and f"announcement:{local.id}" not in values[1]


def test_the_emergency_column_is_found_while_it_is_on(columns: Columns, index: ArticleIndex) -> None:
    on = msgspec.structs.replace(columns, emergency=msgspec.structs.replace(columns.emergency, enabled=True))
    assert "emergency" in {one.kind for one in ArticleIndex(on, "500107", HERE).find("渝康码", NOW)}
    assert "emergency" not in {one.kind for one in index.find("渝康码", NOW)}


def test_only_the_terminals_own_district_is_searched(index: ArticleIndex) -> None:
    features = {one.value.split(":")[1] for one in index.find("区", NOW) if one.kind == "feature"}
    assert features <= {"500107"}
    assert {one.kind for one in index.find("九龙坡", NOW)} >= {"feature"}


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "\x00", "😀", "䶮", "(", "x" * 400, "鿕" * 200])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(index: ArticleIndex, typed: str) -> None:
    assert index.find(typed, NOW) == ()


def test_a_keystroke_is_far_below_its_limit(index: ArticleIndex) -> None:
    """10 ms of the processor for items, directory and articles together: the articles take a small part of it."""
    typed = ("yidijiuyibeian", "gongjijintiqu", "异地就医备案", "registering for treatment")
    taken = []
    for word in typed:
        for end in range(1, len(word) + 1):
            begun = thread_time()
            index.find(word[:end], NOW)
            taken.append(thread_time() - begun)
    assert sorted(taken)[int(len(taken) * 0.95)] < 0.010
