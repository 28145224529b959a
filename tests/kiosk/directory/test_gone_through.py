"""Going through the whole directory, by the real visit: guards against a page from which nobody finds back, a district
that stays chosen unseen, and a way that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.directory import browse as browse_index
from kiosk.directory.browse import Heap
from kiosk.directory.build import build
from kiosk.directory.facets import WAYS
from kiosk.directory.index import DIRECTORY, DirectoryIndex, index_of
from kiosk.shelf import Shelf
from kiosk.text import Localized, Text
from kiosk.visit import directory_pages
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.browsing import Browsing, browse, tile_of
from kiosk.visit.directory_pages import Directory
from kiosk.visit.views.directory import DirectoryView, DistrictsView
from kiosk.visit.views.reading import PlaceView
from kiosk.visit.views.search import SearchView
from kiosk.words import say
from provisioning.sandbox.directory import generate
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import Stand, sample, stand
from tests.kiosk.test_reading import fetched

EACH = 290
HERE, THERE, LACKS = "500107", "500116", "500118"  # 九龙坡, 江津, and 永川, which has no entries in this directory


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    generate(home / "parts", 39 * EACH)
    part = home / "parts" / f"d{LACKS}.json"
    part.unlink()
    build(home / "parts", index_of(home))
    return index_of(home)


def prepared(path: Path) -> Callable[[Stand], None]:
    def prepare(one: Stand) -> None:
        one.settings = replace(one.settings, district=HERE)
        one.directory = DirectoryIndex(path, HERE)

    return prepare


def zh(text: Text | None) -> str:
    return say(text, "zh") if text is not None else ""


def path_of(view: DirectoryView, title: str) -> tuple[str, ...]:
    path = next(one.path for one in view.heaps if zh(one.title) == title)
    assert path is not None
    return path


async def test_from_home_to_a_guide_by_department_in_five_touches_and_back_as_it_was_left(
    tmp_path: Path, path: Path
) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        home = await one.sees(v.HomeView)
        assert home.directory == 38 * EACH
        one.touch(i.OpenDirectory())
        front = await one.sees(DirectoryView)
        assert [one.path for one in front.heaps] == [("event",), ("department",), ("topic",), None]
        one.touch(i.OpenDirectory(path_of(front, "按部门找")))
        departments = await one.sees(DirectoryView, lambda view: view.layout == "tiles")
        one.touch(i.OpenDirectory(path_of(departments, "公安局")))
        police = await one.sees(DirectoryView, lambda view: zh(view.title) == "公安局")
        assert [zh(crumb.label) for crumb in police.trail] == ["全市指南", "按部门找"]
        assert zh(police.heaps[0].title) == "本机能办的", "what can be done at this terminal stands first"
        one.touch(i.TurnPage(1))
        police = await one.sees(DirectoryView, lambda view: view.page == 1)
        one.touch(i.OpenDirectory(path_of(police, zh(police.heaps[0].title))))
        matters = await one.sees(DirectoryView, lambda view: view.matters)
        assert [zh(crumb.label) for crumb in matters.trail] == ["全市指南", "按部门找", "公安局"]
        one.touch(i.ChooseMatter(matters.matters[0].number))
        place = await one.sees(PlaceView)
        assert "九龙坡区公安局" in zh(place.department)
        one.touch(i.Back())
        assert (await one.sees(DirectoryView)).title == matters.title, "from the guide to where it was found"
        one.touch(i.Back())
        assert (await one.sees(DirectoryView, lambda view: zh(view.title) == "公安局")).page == 1, "on its page"
        one.touch(i.OpenDirectory(("department",)))  # the crumb
        await one.sees(DirectoryView, lambda view: view.layout == "tiles")
        one.touch(i.Back())
        await one.sees(DirectoryView, lambda view: view.layout == "ways")
        one.touch(i.Back())
        await one.sees(v.HomeView)


async def test_an_own_item_is_begun_from_where_it_was_found_and_leads_back_there(tmp_path: Path, path: Path) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory(("event", "retirement")))
        event = await one.sees(DirectoryView)
        one.touch(i.OpenDirectory(path_of(event, "本机能办的")))
        event = await one.sees(DirectoryView, lambda view: view.items)
        assert [zh(crumb.label) for crumb in event.trail] == ["全市指南", "按人生大事找", "退休养老"]
        assert event.scope is None, "it is done here, wherever somebody lives"
        shorts = {tile.short for tile in event.items}
        one.touch(i.TurnPage(1))
        shorts |= {tile.short for tile in (await one.sees(DirectoryView, lambda view: view.page == 1)).items}
        assert shorts == {"SB02", "SB04", "SB05", "SB09", "GJ05", "MZ03", "YJ02"}
        one.touch(i.TurnPage(-1))
        await one.sees(DirectoryView, lambda view: view.page == 0)
        one.touch(i.ChooseItem(next(tile.code for tile in event.items if tile.short == "SB04")))
        await one.sees(v.GuideView)
        one.touch(i.Back())
        assert (await one.sees(DirectoryView)).title == event.title


async def test_a_district_is_chosen_shown_on_every_page_and_undone_with_one_touch(tmp_path: Path, path: Path) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory(("event", "illness")))
        event = await one.sees(DirectoryView)
        assert event.scope is not None and event.scope.district is None and event.scope.own_code == HERE
        one.touch(i.OpenDistricts())
        districts = await one.sees(DistrictsView)
        assert districts.tiles[0].code == HERE and districts.tiles[0].own, "the terminal's own first"
        codes = {tile.code for tile in districts.tiles}
        for _ in range(1, districts.pages):
            one.touch(i.TurnPage(1))
            districts = await one.sees(DistrictsView, lambda view, page=districts.page: view.page > page)
            codes |= {tile.code for tile in districts.tiles}
        assert len(codes) == 38, "all that the directory has, and the city's own"
        one.touch(i.Narrow(THERE))
        narrowed = await one.sees(DirectoryView, lambda view: view.scope.district is not None)
        assert narrowed.title == event.title and zh(narrowed.scope.district) == "江津区"
        one.touch(i.OpenDirectory(()))
        front = await one.sees(DirectoryView, lambda view: view.layout == "ways")
        assert zh(front.scope.district) == "江津区", "it is shown wherever one goes"
        one.touch(i.OpenSearch())
        search = await one.sees(SearchView)
        assert zh(search.scope.district) == "江津区"
        one.touch(i.Search("首次申领"))
        found = await one.sees(SearchView, lambda view: view.others)
        assert all("江津区" in zh(other.detail) for other in found.others)
        one.touch(i.ChooseMatter(found.others[0].number))
        place = await one.sees(PlaceView)
        assert "江津区" in zh(place.department) and place.queue is None, "its guide is that of the district"
        one.touch(i.Back())
        await one.sees(SearchView)
        one.touch(i.Narrow(""))
        whole = await one.sees(SearchView, lambda view: view.scope.district is None)
        assert whole.query == "首次申领", "and what was typed stays"
        one.touch(i.OpenHome())
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory())
        assert (await one.sees(DirectoryView)).scope is None


async def test_what_a_district_does_not_have_is_said_and_the_whole_city_is_one_touch_away(
    tmp_path: Path, path: Path
) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory(("topic", "law")))
        law = await one.sees(DirectoryView)
        assert law.heaps
        one.touch(i.Narrow(LACKS))
        empty = await one.sees(DirectoryView, lambda view: view.scope.district is not None)
        assert empty.title == law.title and not empty.heaps and not empty.items
        one.touch(i.OpenDistricts())
        await one.sees(DistrictsView)
        one.touch(i.Back())
        assert (await one.sees(DirectoryView)).title == law.title, "choosing none changes nothing"
        one.touch(i.Narrow(""))
        assert (await one.sees(DirectoryView, lambda view: view.heaps)).title == law.title


@pytest.mark.parametrize("mode", ["standard", "senior"])
async def test_every_way_leads_to_a_guide_page_by_page(tmp_path: Path, path: Path, mode: str) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.SetMode(mode))
        for way in WAYS:
            one.touch(i.OpenDirectory((way,)))
            tiles = await one.sees(DirectoryView, lambda view: view.layout == "tiles")
            found = [*tiles.heaps]
            while tiles.page + 1 < tiles.pages:
                one.touch(i.TurnPage(1))
                tiles = await one.sees(DirectoryView, lambda view, page=tiles.page: view.page > page)
                found += tiles.heaps
            assert len({heap.path for heap in found}) == len(found) >= 13
            for heap in found:
                assert heap.path is not None
                one.touch(i.OpenDirectory(heap.path))
                page = await one.sees(DirectoryView, lambda view, title=heap.title: view.title == title)
                assert page.items or page.heaps, heap.path
            one.touch(i.OpenHome())
            await one.sees(v.HomeView)


async def test_an_organ_of_the_own_items_that_the_directory_lacks_is_there_all_the_same(
    tmp_path: Path, path: Path
) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory(("department", "organ:中国人民银行重庆市分行")))
        bank = await one.sees(DirectoryView)
        assert [tile.short for tile in bank.items] == ["RH01"] and not bank.heaps


@pytest.mark.parametrize(
    "wrong",
    [
        ("nowhere",),
        ("topic", "nothing"),
        ("topic", "law", "999999"),
        ("topic", "law", "-1"),
        ("topic", "law", "1", "2"),
        ("topic", "law", "٣"),
        ("topic", "law", "9" * 5000),
        ("topic", "law", "9" * 20),
        ("topic", "law\x00' OR 1"),
    ],
)
async def test_a_path_of_another_directory_leads_to_a_page_and_never_to_a_fault(
    tmp_path: Path, path: Path, wrong: tuple[str, ...]
) -> None:
    async with stand(tmp_path, prepare=prepared(path)) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenDirectory(wrong))
        assert await one.sees(DirectoryView)


async def test_the_platform_publishes_it_the_agent_indexes_it_and_it_is_gone_through_offline(tmp_path: Path) -> None:
    def prepare(one: Stand) -> None:
        one.settings = replace(one.settings, content_key=one.home / "sandbox/content.pub", district=HERE)
        one.directory = DirectoryIndex(index_of(one.home), HERE)
        one.shelf = Shelf(one.settings)

    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        home = await one.sees(v.HomeView)
        assert home.directory == 0, "no door to what is not there"
        for touch in (i.OpenDirectory(), i.OpenHome()):
            one.seen.clear()
            one.touch(touch)
            await one.eventually(lambda: one.seen)
            assert {type(view) for view in one.seen} == {v.HomeView}
        generate(tmp_path / "sandbox" / DIRECTORY, 39 * 60)
        await fetched(one, platform, DIRECTORY)
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView, lambda view: view.directory == 39 * 60)
        one.touch(i.OpenDirectory(("department", "housing_fund", "own")))
        assert {tile.short for tile in (await one.sees(DirectoryView)).items} >= {"GJ01"}


def test_a_main_item_that_is_gone_leads_to_the_page_above_and_one_that_a_district_lacks_to_its_own(path: Path) -> None:
    """An empty page says that there is nothing here, of something that another directory no longer has."""
    index = DirectoryIndex(path, HERE)
    pages = Directory(index, sample(), "standard", lambda item: tile_of(item, None, plain=False))
    heap = pages.page(("department", "civil"), 0)
    assert isinstance(heap, DirectoryView)
    for gone in ("987654321", "0"):
        assert pages.page(("department", "civil", gone), 0) == heap
    main = next(tile.path for tile in heap.heaps if tile.path is not None and tile.path[-1] != "own")
    lacking = replace(pages, district=LACKS).page(main, 0)
    assert isinstance(lacking, DirectoryView)
    assert lacking.title != heap.title and not lacking.matters
    index.close()


def test_the_kind_of_an_item_s_organ_is_looked_for_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where departments have no kind there are hundreds of heaps: looked for in each of them for each of them, a page
    holds up the whole window for seconds."""
    kinds = tuple(Heap(f"局{number}", Localized.alike(f"局{number}"), "", (), 1) for number in range(900))
    monkeypatch.setattr(browse_index, "heaps", lambda *_: kinds)
    asked: list[str] = []
    monkeypatch.setattr(directory_pages, "_kind_of", lambda organ, heaps: asked.append(organ.zh))
    index = DirectoryIndex(path, HERE)
    catalogue = sample()
    pages = Directory(index, catalogue, "standard", lambda item: tile_of(item, None, plain=False))
    pages.page(("department",), 0)
    organs = {item.department.zh for item in catalogue.items}
    assert len(asked) <= len(catalogue.of(None)) + len(organs)
    index.close()


def test_pages_above_are_as_they_were_left_and_a_new_page_begins_at_its_first() -> None:
    at = browse(Browsing(), i.OpenDirectory(("topic",)))
    at = browse(at, i.TurnPage(1))
    at = browse(at, i.OpenDirectory(("topic", "law")))
    at = browse(browse(at, i.TurnPage(1)), i.TurnPage(1))
    at = browse(at, i.OpenDirectory(("topic", "law", "4")))
    assert (at.page, at.pages) == (0, (0, 1, 2))
    assert browse(at, i.Back()).page == 2
    assert browse(browse(at, i.Back()), i.Back()).page == 1
    assert browse(at, i.OpenDirectory(())).page == 0
    assert browse(at, i.OpenDirectory(("event", "birth"))).page == 0
    assert browse(at, i.Narrow(THERE)).pages == (0, 0, 0), "another number of things stands there"


@pytest.mark.parametrize("wrong", ['5" OR "4公安', "999999", "5001", "500107 "])
def test_a_district_that_is_none_changes_nothing(wrong: str) -> None:
    at = Browsing("search", query="社保", district=THERE)
    assert browse(at, i.Narrow(wrong)) == at
