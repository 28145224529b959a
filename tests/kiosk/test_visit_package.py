"""A package from home to home before the real platform: situations, one form, cases under one number, one state."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from drivers.camera.scene import lay_on_desk, page
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.form import GatherView
from kiosk.visit.views.packages import PackageView
from tests.kiosk.handing_in import sign, take_card_and_receipt
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, Stand


@pytest.fixture
async def stands(tmp_path: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform, httpx.AsyncClient]]:
    async with sandbox_stand(tmp_path) as (one, platform), operator(platform.sandbox) as office:
        yield one, platform, office


async def sign_and_submit(one: Stand) -> str:
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)
    done = await take_card_and_receipt(one)
    assert done.outcome == "submitted"
    one.touch(i.AnotherItem())
    await one.sees(v.HomeView)
    return done.number


async def land(one: Stand, survey: bool) -> PackageView:
    """To the page that tells everything of YS07."""
    await one.begin("YS07")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.answer("survey", survey)
    told: PackageView = await one.sees(PackageView)
    return told


async def do(office: httpx.AsyncClient, number: str, what: str, **more: Any) -> int:
    return (await office.post(f"/office/{number}", json={"do": what, **more})).status_code


async def test_one_form_for_cases_that_wait_for_each_other(
    stands: tuple[Stand, LoopbackPlatform, httpx.AsyncClient],
) -> None:
    one, platform, office = stands
    told = await land(one, survey=False)
    assert [part.title.zh for part in told.parts] == ["企业投资项目备案", "建设用地规划许可"]
    one.touch(i.Back())
    await one.answer("survey", True)
    told = await one.sees(PackageView)
    assert len(told.parts) == 3
    assert [paper.zh for paper in told.papers] == ["用地范围图"]  # two parts need it; it is given once
    one.touch(i.Next())
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    await one.sees(v.QuestionView, lambda view: view.name == "premises_region")
    for code in ("500107", "500107901", "500107901901"):
        await one.sees(v.QuestionView, lambda view, code=code: code in {option.value for option in view.options})
        one.touch(i.Answer(code))
    for name, value in (
        ("premises", "测试路 1 号"),
        ("area", "800"),
        ("project", "测试小型项目"),
        ("project_code", "2026-500107-01"),
        ("investment", "1000000"),
        ("phone", "13800001234"),
    ):
        await one.answer(name, value)
    await give_page(one)
    check = await one.sees(v.CheckView)
    names = [row.name for row in check.rows]
    assert len(names) == len(set(names))
    number = await sign_and_submit(one)

    cases = platform.sandbox.desk.cases
    register, survey, permit = cases.children(number)
    assert {one["holder"] for one in (register, survey, permit)} == {cases.row(number)["holder"]}  # type: ignore[index]
    assert await do(office, permit["number"], "approve") == 409  # what it waits for comes before
    assert await do(office, register["number"], "approve") == 200
    assert cases.row(number)["state"] == "deciding"  # type: ignore[index]
    assert await do(office, survey["number"], "refuse", reasons=["测绘范围不清楚"]) == 200
    states = {child["part"]: child["state"] for child in cases.children(number)}
    assert states == {"project_register": "decided", "land_survey": "refused", "land_permit": "refused"}

    one.touch(i.OpenService("progress"))
    await one.answer("progress", "card")
    listed = await one.sees(CasesView)
    assert [row.number for row in listed.rows] == [number]  # one number, one line
    one.touch(i.ChooseCase(number))
    whole = await one.sees(CaseView, lambda view: view.parts)
    assert [part.state.key for part in whole.parts] == [
        "cases.state.decided",
        "cases.state.refused",
        "cases.state.refused",
    ]
    one.touch(i.ChooseCase(permit["number"]))
    part = await one.sees(CaseView, lambda view: not view.parts)
    assert any("没有办成" in getattr(line.note, "zh", "") for line in part.lines)


async def give_page(one: Stand) -> None:
    await one.sees(v.MaterialView, lambda view: view.phase == "placing")
    one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())


async def retire(one: Stand) -> str:
    """YJ02 with the housing fund; the case number."""
    await one.begin("YJ02")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.answer("gjj", True)
    await one.answer("medical", False)
    told = await one.sees(PackageView)
    assert len(told.parts) == 2
    one.touch(i.Next())
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    await one.sees(v.QuestionView, lambda view: view.name == "retire_date")
    one.touch(i.Next())
    await one.answer("bank_card", "6222020000000000000")
    await one.answer("phone", "13800001234")
    await one.sees(v.MaterialView)
    await one.eventually(lambda: sum(isinstance(view, v.MaterialView) for view in one.seen) > 1)
    one.touch(i.Capture())
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await one.eventually(lambda: type(one.snapshot.view).__name__ == "RemarksView")  # nobody was before the camera
    one.touch(i.Next())
    await sign(one)
    done = await take_card_and_receipt(one)
    one.touch(i.AnotherItem())
    return done.number


async def test_a_part_is_corrected_by_itself(stands: tuple[Stand, LoopbackPlatform, httpx.AsyncClient]) -> None:
    """What is asked for belongs to one part; the others go on meanwhile."""
    one, platform, office = stands
    number = await retire(one)
    cases = platform.sandbox.desk.cases
    grant, fund = cases.children(number)
    wanted = [{"kind": "answer", "name": "bank_card", "why": "账号已经注销"}]
    assert await do(office, fund["number"], "ask", wanted=wanted) == 200
    assert cases.row(number)["state"] == "correction"  # type: ignore[index]
    await one.sees(v.HomeView)
    one.touch(i.OpenService("progress"))
    await one.answer("progress", "card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    await one.sees(CaseView, lambda view: view.parts)
    one.touch(i.ChooseCase(fund["number"]))
    await one.sees(CaseView, lambda view: not view.parts)
    one.touch(i.Do("correct"))
    await one.answer("bank_card", "6222020000000000000")
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)
    await one.sees(v.DoneView, lambda view: view.paper == "printed")
    assert [child["state"] for child in cases.children(number)] == ["received", "received"]
    assert cases.row(grant["number"])["version"] == 1  # type: ignore[index]


async def test_a_situation_that_is_changed_at_the_end_changes_the_form(
    stands: tuple[Stand, LoopbackPlatform, httpx.AsyncClient],
) -> None:
    """What another answer calls for is asked, and what it makes needless is not sent."""
    one, _, _ = stands
    await one.begin("YS05")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.answer("first_insured", False)
    await one.sees(PackageView)
    one.touch(i.Next())
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    await one.answer("bank", "ccb")
    await one.answer("phone", "13800001234")
    await one.sees(v.MaterialView)
    await one.eventually(lambda: sum(isinstance(view, v.MaterialView) for view in one.seen) > 1)
    one.touch(i.Capture())
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())
    check = await one.sees(v.CheckView)
    assert "material:household_book" not in {row.name for row in check.rows}
    one.touch(i.Edit("first_insured"))
    await one.answer("first_insured", True)
    check = await one.sees(v.CheckView, lambda view: "material:household_book" in {row.name for row in view.rows})
    one.touch(i.Next())
    await one.eventually(lambda: type(one.snapshot.view).__name__ == "RemarksView")
    must = [remark.row for remark in one.snapshot.view.remarks if remark.must]  # type: ignore[attr-defined]
    assert must == ["material:household_book"]
    assert not isinstance(one.snapshot.view, GatherView)
