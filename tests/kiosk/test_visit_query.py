"""A query from home to farewell, by resident card and by social security card."""

from __future__ import annotations

from pathlib import Path

from drivers.receipt_printer.document import Line, Pair, QrCode
from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, SOCIAL_CARD, Stand, stand


def paper_of(one: Stand) -> str:
    words = []
    for block in one.printer.receipts[-1].blocks:
        match block:
            case Line():
                words.append(block.text)
            case Pair():
                words.append(f"{block.label} {block.value}")
            case QrCode():
                words.append(f"[{block.payload}] {block.caption}")
    return "\n".join(words)


async def test_a_query_by_resident_card(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await one.answer("insurance", "pension")
        view = await one.sees(v.QuestionView, lambda view: view.name == "start_month")
        assert view.value == "2025-12"  # the data's default: today-11m
        one.touch(i.Next())
        await one.answer("end_month", "2026-11")
        result = await one.sees(v.ResultView)
        assert (result.pages, len(result.rows), result.headline) == (2, 8, "12")
        one.touch(i.TurnPage(1))
        assert len((await one.sees(v.ResultView, lambda view: view.page == 1)).rows) == 3
        one.touch(i.Next())
        await one.sees(v.TakeCardView)
        assert one.printer.receipts == []  # the card first, then the paper
        one.id_cards.take()
        done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert done.outcome == "answered"
        paper = paper_of(one)
        assert "查询结果" in paper
        assert "已提交" not in paper
        assert ID_NUMBER not in paper
        assert NAME not in paper
        assert "测**甲" in paper
        assert f"[{done.number}]" in paper
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Rate("satisfied"))
        tags = await one.sees(v.RateView, lambda view: view.level == "satisfied")
        assert [tag.code for tag in tags.tags] == [str(code) for code in range(406, 414)]
        one.touch(i.ToggleTag("412"))
        await one.sees(v.RateView, lambda view: any(tag.chosen for tag in view.tags))
        one.touch(i.Next())
        await one.sees(v.FarewellView)
        one.touch(i.Next())
        await one.sees(v.HomeView)
        ((lane, rating),) = one.waiting()
        assert (lane, rating["level"], rating["tags"]) == ("ratings", "satisfied", ["412"])
        await one.eventually(lambda: one.far_platform.closed == ["session-0001"])


async def test_a_query_by_social_security_card(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("YB03")
        await one.sees(v.IdentifyView, lambda view: view.means == "social_security_card")
        one.cards.lay(SOCIAL_CARD)
        await one.answer("start_month", "2026-09")
        await one.answer("end_month", "2026-11")
        await one.sees(v.ResultView)
        session = dict(one.far_platform.bodies)["/v1/identity/sessions"]
        assert session["method"] == "social_security_card"
        one.touch(i.Next())
        await one.sees(v.TakeCardView)
        one.cards.take()
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        ((_, rating),) = one.waiting()
        assert rating["level"] == "not_rated"  # somebody who does not rate is never counted as content
