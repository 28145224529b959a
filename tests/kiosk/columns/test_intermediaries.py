"""Guards against a list that prefers somebody, that shows whose licence has ended, or that nobody can be reached by."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.catalogue.load import load as load_catalogue
from kiosk.columns.intermediaries import FILE, Trade, check, load
from kiosk.columns.model import COLUMNS, BadColumns
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.reading import ArticleView, EntriesView
from kiosk.words import say
from provisioning.sandbox.columns import DATA
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.test_reading import fetched, prepare

DAY = date(2026, 11, 22)
HERE = "500107"


def trades() -> tuple[Trade, ...]:
    return load(DATA)


def trade(name: str) -> Trade:
    return next(one for one in trades() if one.id == name)


def test_what_is_published_has_nothing_to_find_fault_with() -> None:
    assert list(check(trades(), load_catalogue())) == []


def test_nobody_stands_first_for_more_than_chance() -> None:
    """The same order on every terminal of a day, another the next."""
    one = trade("bookkeeping")
    first = Counter(one.in_turn(DAY + timedelta(days=day), HERE)[0].uscc for day in range(1000))
    assert len(first) == len(one.providers)
    assert max(first.values()) < 260 and min(first.values()) > 140  # 200 of 1000 each; five deviations either way
    assert one.in_turn(DAY, HERE) == trade("bookkeeping").in_turn(DAY, HERE)


def test_whose_licence_has_ended_and_who_serves_elsewhere_is_not_listed() -> None:
    one = trade("surveying")
    ended = next(it for it in one.providers if it.valid_to < DAY.isoformat())
    local = next(it for it in one.providers if it.districts)
    assert ended not in one.in_turn(DAY, HERE)
    assert ended in one.in_turn(date.fromisoformat(ended.valid_to), HERE)
    assert local in one.in_turn(DAY, HERE)
    assert local not in one.in_turn(DAY, "500243")


def test_what_makes_no_sense_is_found() -> None:
    one = trade("surveying")
    twice = (one.providers[0], one.providers[0], msgspec.structs.replace(one.providers[1], uscc="91999999TE5T0000XX"))
    astray = msgspec.structs.replace(one.providers[2], districts=("599999",))
    wrong = msgspec.structs.replace(one, items=("XX99",), providers=(*twice, astray))
    found = [finding.path for finding in check((wrong,), load_catalogue())]
    assert found == ["items", "providers.0.uscc", "providers.1.uscc", "providers.2.uscc", "providers.3.districts"]


def test_a_platform_may_publish_none(tmp_path: Path) -> None:
    assert load(tmp_path) == ()
    (tmp_path / FILE).write_text('[{"id": 1}]')
    with pytest.raises(BadColumns):
        load(tmp_path)


async def test_from_the_columns_to_a_telephone_number_and_to_the_item(tmp_path: Path) -> None:
    """Offline as well: it is signed content."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await fetched(one, platform, COLUMNS)
        if one.kit.shelf is not None:
            await one.kit.shelf.look()
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView)
        one.touch(i.OpenService("columns"))
        await one.sees(EntriesView)
        one.touch(i.Choose("intermediaries"))
        kinds = await one.sees(EntriesView, lambda view: view.title == Message("intermediaries.title"))
        assert [row.value for row in kinds.rows] == [it.id for it in trades()]
        one.touch(i.Choose("surveying"))
        told = await one.sees(ArticleView)
        assert [link.value for link in told.links] == ["list", "YS07", "YS08"]
        one.touch(i.Choose("list"))
        listed = await one.sees(EntriesView, lambda view: view.hint == Message("intermediaries.order"))
        today = one.now().date()
        assert [row.value for row in listed.rows] == [it.uscc for it in trade("surveying").in_turn(today, HERE)]
        one.touch(i.Choose(listed.rows[0].value))
        shown = await one.sees(ArticleView, lambda view: not view.links)
        assert any("023-0000" in say(text, "zh") for text in shown.paragraphs)
        one.touch(i.Back())
        await one.sees(EntriesView)
        one.touch(i.Back())
        await one.sees(ArticleView)
        one.touch(i.Choose("YS08"))
        guide = await one.sees(v.GuideView)
        row = next(row for row in guide.rows if row.label == Message("intermediaries.row"))
        assert "施工图设计文件审查" in say(row.value, "zh")
