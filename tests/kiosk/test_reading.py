"""What is read at the terminal, by the real visit before the real sandbox: columns, directory, guides on paper."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kiosk import clock
from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.check import check as findings_of
from kiosk.catalogue.files import SAMPLE, read
from kiosk.catalogue.source import content_of
from kiosk.columns.model import COLUMNS
from kiosk.columns.reads import Reads
from kiosk.columns.source import kept
from kiosk.directory.index import DIRECTORY, DirectoryIndex, index_of
from kiosk.shelf import Shelf
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.reading import ArticleView, EntriesView, PlaceView
from kiosk.visit.views.search import SearchView
from kiosk.words import say
from offline_cache.content import CATALOGUE
from provisioning.sandbox.columns import switch_emergency
from provisioning.sandbox.directory import generate
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import Stand, stand


def prepare(one: Stand) -> None:
    from dataclasses import replace

    key = one.home / "sandbox/content.pub"
    one.settings = replace(one.settings, content_key=key, district="500107")
    one.directory = DirectoryIndex(index_of(one.home), "500107")
    one.shelf = Shelf(one.settings)


async def fetched(one: Stand, platform: LoopbackPlatform, *names: str) -> None:
    """As the agent brings it."""
    content = content_of(one.settings)
    assert content is not None
    async with httpx.AsyncClient() as client:
        keeper = ContentKeeper(one.settings, content, client)
        for name in names:
            assert await keeper._fetch(name)
        await keeper._index()
    if one.shelf is not None:
        await one.shelf.look()


async def test_a_policy_leads_to_its_explanation_and_to_its_item(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        front = await one.sees(EntriesView)
        names = ["announcements", "policies", "business", "district", "intermediaries"]
        assert [row.value for row in front.rows] == names
        assert "内容更新于" in say(front.kept, "zh")
        one.touch(i.Choose("policies"))
        listed = await one.sees(EntriesView, lambda view: view.rows[0].value == "out-of-area-treatment")
        one.touch(i.Choose(listed.rows[0].value))
        policy = await one.sees(ArticleView)
        assert [link.value for link in policy.links] == ["interpretation", "YB04"]
        one.touch(i.Choose("interpretation"))
        await one.sees(ArticleView, lambda view: view.title != policy.title)
        one.touch(i.Choose("YB04"))
        guide = await one.sees(v.GuideView)
        assert guide.title == one.catalogue.find("YB04").name  # type: ignore[union-attr]


async def test_the_emergency_column_appears_and_goes_with_what_is_signed(tmp_path: Path) -> None:
    """On the home page that is on show, too: nobody has to look for it."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await one.sees(v.HomeView, lambda view: view.emergency is None)
        for on in (True, False):
            switch_emergency(tmp_path / "sandbox", on)
            await fetched(one, platform, COLUMNS)
            home = await one.sees(v.HomeView, lambda view, on=on: (view.emergency is not None) is on)
            if on:
                one.touch(i.ChooseArticle("emergency"))
                article = await one.sees(ArticleView)
                assert article.title == home.emergency and len(article.links) == 3
                one.touch(i.Back())
                await one.sees(v.HomeView)
            one.touch(i.OpenService("columns"))
            front = await one.sees(EntriesView)
            assert (front.rows[0].value == "emergency") is on
            one.touch(i.Back())
            await one.sees(v.HomeView)


async def test_another_district_on_demand(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        await one.sees(EntriesView)
        one.touch(i.Choose("district"))
        here = await one.sees(EntriesView, lambda view: view.rows[0].value == "districts")
        assert "九龙坡" in say(here.title, "zh")
        one.touch(i.Choose("districts"))
        listed = await one.sees(EntriesView, lambda view: view.rows[0].value == "500107")
        one.touch(i.Choose(listed.rows[0].value))
        await one.sees(EntriesView, lambda view: view.rows[0].value == "districts")


async def test_what_is_read_is_found_beside_the_items_and_marked_as_what_it_is(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        await one.sees(v.HomeView)
        for typed, kind in (("异地就医备案", "policy"), ("kaibanqiye", "indicator"), ("九龙坡", "feature")):
            one.touch(i.Search(typed))
            found = await one.sees(SearchView, lambda view, typed=typed: view.query == typed and view.articles)
            article = found.articles[0]
            assert found.page == 0, "also where more items fit than a page shows"
            assert article.mark.key == f"reading.article.{kind}"
            one.touch(i.ChooseArticle(article.value))
            read = await one.sees(ArticleView)
            assert read.title == article.title and "内容更新于" in say(read.kept, "zh")
            one.touch(i.Back())
            assert (await one.sees(SearchView)).query == typed


async def test_the_business_environment_from_home_by_indicator_to_an_item_that_can_be_begun(tmp_path: Path) -> None:
    """Every indicator: who leads it, its policies, and a way on to an item's guide; also offline."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        one.online = False
        one.health.refresh()
        have = kept(one.settings)
        assert have is not None
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        await one.sees(EntriesView, lambda view: view.rows[0].value == "announcements")
        one.touch(i.Choose("business"))
        listed = await one.sees(EntriesView, lambda view: view.rows[0].value == have.columns.indicators[0].id)
        rows = list(listed.rows)
        while listed.page + 1 < listed.pages:
            one.touch(i.TurnPage(1))
            listed = await one.sees(EntriesView, lambda view, page=listed.page: view.page > page)
            rows += listed.rows
        assert [row.value for row in rows] == [one.id for one in have.columns.indicators]
        assert all("牵头" in say(row.detail, "zh") for row in rows)
        one.touch(i.Exit())
        for indicator in have.columns.indicators:
            await one.sees(v.HomeView)
            one.touch(i.ChooseArticle(f"indicator:{indicator.id}"))
            article = await one.sees(ArticleView, lambda view, title=indicator.title: view.title == title)
            ways = [link.value for link in article.links]
            policies = [way for way in ways if way.startswith("policy:")]
            items = [way for way in ways if way not in policies]
            assert len(policies) == len(indicator.policies) and items, "an indicator leads to something to be done"
            one.touch(i.Choose(items[0]))
            guide = await one.sees(v.GuideView)
            assert guide.title == one.catalogue.find(items[0]).name  # type: ignore[union-attr]
            one.touch(i.Back())


async def test_the_district_s_services_stand_by_what_is_read_here_and_still_within_a_visit(tmp_path: Path) -> None:
    def own(view: EntriesView) -> list[str]:
        return [row.value for row in view.rows if row.value != "districts"]

    async def open_district(one: Stand) -> EntriesView:
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        await one.sees(EntriesView, lambda view: view.rows[0].value == "announcements")
        one.touch(i.Choose("district"))
        view: EntriesView = await one.sees(EntriesView, lambda view: view.rows[0].value == "districts")
        return view

    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        assert own(await open_district(one))[:4] == ["0", "1", "2", "3"], "nothing was read: as it was published"
        for wanted in ("3", "3", "1"):
            one.touch(i.Choose(wanted))
            await one.sees(ArticleView)
            one.touch(i.Back())
            again = await one.sees(EntriesView)
            assert own(again)[:4] == ["0", "1", "2", "3"], "nothing moves under a citizen's finger"
        one.touch(i.Exit())
        assert own(await open_district(one))[:4] == ["3", "1", "0", "2"]
        assert one.shelf is not None
        one.shelf.reads.save()
        later = Reads(one.home)
        columns = kept(one.settings)
        assert columns is not None
        here = next(district for district in columns.columns.districts if district.code == "500107")
        assert [place for place, _ in later.ordered(here.features)][:3] == [3, 1, 0]
        for damaged in (b"", b"[1]", b'{"a": -1}', b"\xff", b"[" * 10_000):
            (one.home / "reads.json").write_bytes(damaged)
            assert [place for place, _ in Reads(one.home).ordered(here.features)][:3] == [0, 1, 2]


async def test_the_item_s_guide_says_how_old_its_copy_is_on_screen_and_on_paper(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, CATALOGUE)
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView)
        item = one.catalogue.find("YB04")
        assert item is not None
        one.touch(i.ChooseItem(item.code))
        guide = await one.sees(v.GuideView)
        kept_rows = [row for row in guide.rows if getattr(row.label, "key", "") == "reading.guide.kept"]
        today = clock.now().strftime("%m-%d")
        assert next(say(row.value, "zh") for row in kept_rows).startswith(f"内容更新于 {today}")
        version = next(row for row in guide.rows if getattr(row.label, "key", "") == "reading.guide.version")
        assert item.guide.updated in say(version.value, "zh"), "and when it was last changed"
        one.touch(i.Print())
        await one.sees(v.GuideView, lambda view: view.paper == "printed")
        lines = [getattr(block, "text", "") for block in one.printer.receipts[0].blocks]
        assert any("内容更新于" in line for line in lines)


async def test_columns_that_never_came_say_so(tmp_path: Path) -> None:
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        await one.sees(v.NoticeView)
        one.touch(i.Back())
        await one.sees(v.HomeView)


async def test_the_whole_directory_is_found_read_and_printed_offline(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        generate(tmp_path / "sandbox" / DIRECTORY, 39 * 300)
        await fetched(one, platform, DIRECTORY)
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView)
        one.touch(i.Search("社会保障卡"))
        found = await one.sees(SearchView)
        assert [tile.short for tile in found.tiles], "the terminal's own items come first"
        while not found.others:
            one.touch(i.TurnPage(1))
            found = await one.sees(SearchView, lambda view, before=found.page: view.page > before)
        one.touch(i.ChooseMatter(found.others[0].number))
        place = await one.sees(PlaceView)
        assert "九龙坡" in say(place.department, "zh") and place.code
        one.touch(i.Print())
        await one.sees(PlaceView, lambda view: view.paper == "printed")
        assert len(one.printer.receipts) == 1
        one.touch(i.Choose("more"))
        await one.sees(EntriesView)
        one.touch(i.Choose("1"))
        elsewhere = await one.sees(PlaceView, lambda view: view.department != place.department)
        assert elsewhere.paper == ""
        one.touch(i.Back())
        await one.sees(SearchView)


async def test_a_guide_has_every_element_and_is_printed_once_a_touch(tmp_path: Path) -> None:
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        item = one.catalogue.find("YB04")
        assert item is not None
        one.touch(i.ChooseItem(item.code))
        view = await one.sees(v.GuideView)
        labels = [getattr(row.label, "key", "").rpartition(".")[2] for row in view.rows]
        assert set(labels) >= {
            "who", "bring", "how", "elsewhere", "time", "legal_time", "fee", "fee_basis", "result", "visits",
            "basis", "consult", "complain", "code", "version",
        }  # fmt: skip
        one.touch(i.Print())
        await one.sees(v.GuideView, lambda view: view.paper == "printed")
        assert len(one.printer.receipts) == 1
        assert item.code in view.code, "without a platform's address the telephone gets the text"


async def test_the_code_of_a_guide_is_the_platform_s_address_where_there_is_one(tmp_path: Path) -> None:
    from dataclasses import replace

    def addressed(one: Stand) -> None:
        one.settings = replace(one.settings, guide_url="https://guide.test.invalid/i/{code}")

    async with stand(tmp_path, prepare=addressed) as one:
        await one.sees(v.HomeView)
        item = one.catalogue.find("YB04")
        assert item is not None
        one.touch(i.ChooseItem(item.code))
        assert (await one.sees(v.GuideView)).code == f"https://guide.test.invalid/i/{item.code}"


@pytest.mark.parametrize("element", ["who", "bring", "how", "legal_time", "fee_basis", "consult_phone", "updated"])
def test_a_guide_without_an_element_is_found(element: str) -> None:
    raw = read(SAMPLE)
    del raw["items"][0]["guide"][element]
    assert [one for one in findings_of(raw) if element in one.sentence or element in one.path]
