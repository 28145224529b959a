"""What is done on one's own telephone (医保电子凭证, 电子身份证) is read about here; nothing pretends to do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalogue.load import load
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.reading import PlaceView
from kiosk.visit.views.search import SearchView
from kiosk.words import say
from provisioning.sandbox.directory import generate
from tests.kiosk.stand import Stand, stand

CODES = ("医保电子凭证", "电子身份证", "居民身份电子凭证", "健康码", "渝康码")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kiosk.directory.build import build

    home = tmp_path_factory.mktemp("home")
    generate(home / "parts", 39 * 4)
    build(home / "parts", index_of(home))
    return index_of(home)


def test_no_item_pretends_to_issue_or_to_show_either_code() -> None:
    for item in load().items:
        said = (item.name.zh, item.title.zh, item.plain.zh, *item.aliases, *(name for name in item.outputs))
        assert not [code for code in CODES if any(code in one for one in said)], item.short


@pytest.mark.parametrize(
    ("typed", "name", "used"),
    [
        ("医保电子凭证", "医保电子凭证激活和使用", "看病"),
        ("yibaodianzi", "医保电子凭证激活和使用", "买药"),
        ("居民身份电子凭证", "居民身份电子凭证申领和使用", "住酒店"),
        ("jmsfdz", "居民身份电子凭证申领和使用", "住酒店"),
    ],
)
async def test_a_guide_says_how_it_is_activated_and_there_is_no_way_to_begin(
    tmp_path: Path, index: Path, typed: str, name: str, used: str
) -> None:
    def prepare(one: Stand) -> None:
        one.directory = DirectoryIndex(index, "500107")

    async with stand(tmp_path, prepare=prepare) as one:
        await one.sees(v.HomeView)
        one.touch(i.Search(typed))
        found = await one.sees(SearchView, lambda view: view.query == typed)
        while not any(say(tile.title, "zh") == name for tile in found.others):
            assert found.page + 1 < found.pages, "it is found"
            one.touch(i.TurnPage(1))
            found = await one.sees(SearchView, lambda view, page=found.page: view.page > page)
        one.touch(i.ChooseMatter(next(tile.number for tile in found.others if say(tile.title, "zh") == name)))
        guide = await one.sees(PlaceView)
        rows = {say(row.label, "zh"): say(row.value, "zh") for row in guide.rows}
        assert "刷脸" in rows["怎么激活"] and used in rows["怎么用"] and "照常用" in rows["没有手机"]
        one.touch(i.Next())  # there is nothing that could be begun
        one.touch(i.Print())
        await one.sees(PlaceView, lambda view: view.paper == "printed")
