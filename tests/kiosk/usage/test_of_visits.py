"""The end of a visit, whichever it is, becomes one count of the right kind; nothing of the citizen comes with it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.accounting import Ending, account, trips_saved
from kiosk.visit.context import Visit
from tests.kiosk.licences.test_visit import INK, until_consent, with_licence
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand, sample, stand
from tests.kiosk.test_visit_application import decline_face, fill_in, hand_in_a_page, sign_and_submit

QUERY = "SB03"


def counted(home: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((home / "usage/open.json").read_bytes())
    return content


async def answered(one: Stand) -> None:
    """A query, up to its receipt."""
    await one.begin(QUERY)
    await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
    one.id_cards.lay(CARD)
    await one.answer("insurance", "pension")
    await one.sees(v.QuestionView, lambda view: view.name == "start_month")
    one.touch(i.Next())
    await one.answer("end_month", "2026-11")
    await one.sees(v.ResultView)
    one.touch(i.Next())
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    await one.sees(v.DoneView, lambda view: view.paper == "printed")


async def test_a_finished_query(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.sees(v.HomeView)
        one.touch(i.SetMode("senior"))
        await answered(one)
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Rate("satisfied"))
        await one.sees(v.RateView, lambda view: view.level == "satisfied")
        one.touch(i.Next())
        await one.sees(v.FarewellView)
        assert not (tmp_path / "usage/open.json").exists()  # it is counted once, when it is over
        one.touch(i.Next())
        await one.sees(v.HomeView)
        day = counted(tmp_path)
        item = one.catalogue.find(QUERY)
        assert item is not None
        assert (day["ends"], day["ratings"]) == ({"done": 1}, {"satisfied": 1})
        assert list(day["items"]) == [item.code]
        assert list(day["modes"]) == ["senior"]
        assert day["hours"] == {"10": 1}
        total = day["total"]
        assert (total["visits"], total["finished"], total["trips_saved"]) == (1, 1, trips_saved(item))
        assert total["touches"] == 11  # mode, item, guide, three answers, result, receipt, level, rated, farewell
        assert 8 <= total["pages"] <= 16
        assert ID_NUMBER not in json.dumps(day)
        assert NAME not in json.dumps(day, ensure_ascii=False)


async def test_an_application_counts_its_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.visit.steps.submit.ANSWER_S", 0.1)
    async with stand(tmp_path, second=0.05) as one:
        await one.begin("YB04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await decline_face(one)
        await fill_in(one)
        one.id_cards.take()
        await hand_in_a_page(one)
        await sign_and_submit(one)
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Skip())
        await one.sees(v.HomeView)
        day = counted(tmp_path)
        assert day["ends"] == {"held": 1}  # nobody acknowledged it: it is not filed, and not called so
        assert (day["total"]["papers_asked"], day["total"]["papers_saved"]) == (1, 0)
        assert day["ratings"] == {}  # not rated is no level


async def test_a_licence_in_place_of_a_paper_is_a_paper_spared(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=with_licence) as (one, _):
        await one.begin("MZ04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await until_consent(one)
        one.touch(i.Next())
        await one.sees(v.CheckView)
        one.touch(i.Next())
        await one.sees(v.SignView)
        one.touch(i.Signed(INK))
        await one.sees(v.CheckView, lambda view: view.strokes)
        one.touch(i.Next())
        one.id_cards.take()
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        one.touch(i.Exit())
        await one.eventually((tmp_path / "usage/open.json").exists)
        day = counted(tmp_path)
        assert day["ends"] == {"done": 1}  # whoever leaves at the rating has what they came for
        assert (day["total"]["papers_asked"], day["total"]["papers_saved"]) == (1, 1)


async def test_who_leaves_and_where(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin(QUERY)
        await one.sees(v.IdentifyView)
        one.touch(i.Exit())
        await one.sees(v.HomeView)
        await one.eventually((tmp_path / "usage/open.json").exists)
        day = counted(tmp_path)
        assert (day["ends"], day["left_at"], day["total"]["finished"]) == ({"left": 1}, {"IdentifyView": 1}, 0)
        assert day["total"]["trips_saved"] == 0  # a visit that was broken off spares nobody a way


async def test_a_time_out_is_counted_up_to_the_last_touch(tmp_path: Path, pages_run_out: None) -> None:
    """Else an empty terminal's waiting would be its citizens' time."""
    async with stand(tmp_path, second=0.01) as one:
        begun = time.monotonic()
        await one.begin(QUERY)
        touched = (time.monotonic() - begun) / 0.01
        await one.sees(v.IdentifyView)
        await one.eventually((tmp_path / "usage/open.json").exists)
        day = counted(tmp_path)
        assert day["ends"] == {"timed-out": 1}
        assert day["total"]["seconds"] <= touched + 1  # the limit of the page alone is 60 more


async def test_reading_is_no_visit_that_failed(tmp_path: Path, pages_run_out: None) -> None:
    async with stand(tmp_path, second=0.01) as one:
        await one.sees(v.HomeView)
        one.touch(i.ChooseItem(sample().items[0].code))
        await one.sees(v.GuideView)
        await one.eventually((tmp_path / "usage/open.json").exists)
        assert counted(tmp_path)["ends"] == {"read": 1}


async def test_nobody_there_is_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.001) as one:
        await one.sees(v.HomeView)
        assert account(Visit(one.kit), Ending.EXIT, 0.0) is None
        one.touch(i.SetLow(True))
        assert account(Visit(one.kit), Ending.EXIT, 1e9) is not None
        assert account(Visit(one.kit), Ending.RENEWED, 1e9) is None


async def test_another_item_is_counted_by_itself(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await answered(one)
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        await one.eventually((tmp_path / "usage/open.json").exists)
        assert counted(tmp_path)["total"]["visits"] == 1
        first = counted(tmp_path)["total"]["touches"]
        one.touch(i.ChooseItem(sample().items[0].code))
        await one.sees(v.GuideView)
        one.touch(i.Exit())
        await one.eventually(lambda: counted(tmp_path)["total"]["visits"] == 2)
        day = counted(tmp_path)
        assert day["ends"] == {"done": 1, "read": 1}
        assert day["total"]["touches"] == first + 2
