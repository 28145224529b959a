"""Guards against an item that is offered where it may not be done, and against one that is refused where it may."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.area import Area, Scope, area_of
from kiosk.catalogue.check import check
from kiosk.catalogue.files import SAMPLE, read
from kiosk.catalogue.load import load
from kiosk.text import Localized, Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.words import say
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import Stand

RAW = read(SAMPLE)
HERE = "500107"  # 九龙坡区
CITY = Area(Scope.CITY, ("500000",))


@pytest.mark.parametrize(
    ("area", "inside", "outside"),
    [
        (Area(Scope.COUNTRY), ["500107", "510104", "110105", "999999"], []),
        (Area(Scope.SICHUAN_CHONGQING), ["500107", "500243", "510104", "513401"], ["110105", "520102"]),
        (CITY, ["500107", "500243"], ["510104", "050107"]),
        (Area(Scope.CITY, ("510100",)), ["510104"], ["510302", "500107"]),
        (Area(Scope.DISTRICTS, ("500103", "500107")), ["500103", "500107"], ["500105", "510104", "500000"]),
        (Area(Scope.DISTRICTS, ("500110",)), ["500110"], ["500101", "500111"]),
    ],
)
def test_what_lies_within(area: Area, inside: list[str], outside: list[str]) -> None:
    assert all(area.covers(district) for district in inside)
    assert not any(area.covers(district) for district in outside)


def test_where_it_may_be_done_is_said_in_words() -> None:
    three = Area(Scope.DISTRICTS, ("500103", "500105", "500107"))
    nine = Area(Scope.DISTRICTS, tuple(f"5001{last:02}" for last in (3, 4, 5, 6, 7, 8, 9, 12, 13)))
    assert say(three.only, "zh") == "只能在渝中区、江北区、九龙坡区的终端办理"
    assert say(nine.only, "zh") == "只能在渝中区等 9 个区县办理"
    assert "巴南区" in say(nine.title, "zh")  # the guide names every one
    assert say(CITY.only, "en") == "Only at terminals in Chongqing"
    assert say(Area(Scope.SICHUAN_CHONGQING).only, "zh") == "只能在四川、重庆的终端办理"


def changed(**areas: Any) -> list[tuple[str, str]]:
    """Item and path of what is found where these items have these areas (None: none) and all others theirs."""
    raw = copy.deepcopy({**RAW, "sample": False, "items": [one for one in RAW["items"] if one["category"] == "tax"]})
    raw["categories"] = [one for one in raw["categories"] if one["name"] == "tax"]
    for item in raw["items"]:
        if item["short"] in areas:
            item["area"] = areas[item["short"]]
            if item["area"] is None:
                del item["area"]
                item["verify_before_use"].remove("area")
    return [(finding.item, finding.path) for finding in check(raw)]


@pytest.mark.parametrize(
    ("area", "path"),
    [
        ({"scope": "galaxy"}, "area.scope"),
        ({"scope": "country", "regions": ["500000"]}, "area.regions"),
        ({"scope": "city"}, "area.regions"),
        ({"scope": "city", "regions": ["500000", "510000"]}, "area.regions"),
        ({"scope": "city", "regions": ["500107"]}, "area.regions.0"),
        ({"scope": "districts", "regions": []}, "area.regions"),
        ({"scope": "districts", "regions": ["500107", "500199"]}, "area.regions.1"),
        ({"scope": "districts", "regions": ["510100"]}, "area.regions.0"),
        ({"scope": "districts", "regions": ["九龙坡"]}, "area.regions.0"),
        ({"scope": "country", "note": "x"}, "area"),
    ],
)
def test_an_area_that_makes_no_sense_is_found(area: dict[str, Any], path: str) -> None:
    assert changed(SW01=area) == [("SW01", path)]


def test_a_catalogue_says_it_of_all_its_items_or_of_none() -> None:
    """So that older catalogues go on, and that nobody forgets one once they have begun."""
    names = [item["short"] for item in RAW["items"] if item["category"] == "tax"]
    assert changed() == []
    assert changed(SW02=None) == [("SW02", "area")]
    assert changed(**dict.fromkeys(names)) == []


def test_the_sample_is_offered_whole_where_it_belongs() -> None:
    catalogue = load()
    items = (*catalogue.items, *(one for one in catalogue.further))
    assert all(item.area is not None and item.area.covers(HERE) for item in items)
    assert {item.area.scope for item in items if item.area is not None} == set(Scope)


async def test_outside_its_area_an_item_is_grey_and_says_where_it_is_done(tmp_path: Path) -> None:
    def in_chengdu(stand: Stand) -> None:
        stand.settings = replace(stand.settings, district="510104")

    async with sandbox_stand(tmp_path, prepare=in_chengdu) as (stand, platform):
        await stand.sees(v.HomeView)
        stand.touch(i.OpenCategory("household"))
        listed: v.ListView = await stand.sees(v.ListView)
        why = {tile.short: tile.unavailable for tile in listed.tiles}
        assert why["HZ02"] is None  # the whole country
        assert why["HZ04"] is None  # Sichuan and Chongqing
        assert isinstance(why["HZ05"], Message)
        assert say(why["HZ05"], "zh") == "只能在渝中区等 9 个区县办理"
        item = stand.catalogue.find("HZ05")
        assert item is not None
        stand.touch(i.ChooseItem(item.code))
        guide: v.GuideView = await stand.sees(v.GuideView)
        assert guide.unavailable == why["HZ05"]
        row = next(row for row in guide.rows if row.label == Message("areas.label"))
        assert "九龙坡区" in say(row.value, "zh")
        stand.touch(i.Back())
        await stand.sees(v.ListView)
        assert not any(call.startswith("POST /v1/identity") for call in platform.calls)


def test_what_nobody_knows_stands_for_itself() -> None:
    area = area_of({"scope": "districts", "regions": ["999999"]})
    assert area.only.params["places"] == Localized("999999", "999999")
