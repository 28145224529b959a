"""Guards against a package that asks for a paper which none of its cases wants, or lets one go that a case insists on;
and against a paper that follows and is asked for by the wrong case, or twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import lay_on_desk, page
from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import shaped
from kiosk.text import Localized
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.form import RemarksView
from kiosk.visit.views.packages import PackageView
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.cases.filing import Filing
from provisioning.sandbox.cases.seen import public
from provisioning.sandbox.cases.store import Cases
from provisioning.sandbox.contents import check_marks
from provisioning.sandbox.packages import parts_of
from tests.kiosk.catalogue.test_packages import EVERY
from tests.kiosk.handing_in import sign
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import Stand, sample
from tests.kiosk.test_materials_instead import printed, submitted
from tests.kiosk.walker import Walker


# ---- the rule ------------------------------------------------------------------------------------------------------
def marks(short: str, paper: str, **answers: Any) -> tuple[str | None, int | None]:
    item = sample().find(short)
    assert item is not None
    found = next(one for one in shaped(item, answers).materials if one.name == paper)
    return (found.declaration.zh if found.declaration else None), found.later_days


def test_where_two_cases_disagree_the_stricter_one_counts() -> None:
    shop = {"operator": "individual", "sells_food": False, "sign_board": False}
    own, _ = marks("YS03", "premises_proof", **shop, sells_tobacco=False)
    assert own is not None and "合法使用权" in own
    assert marks("YS03", "premises_proof", **shop, sells_tobacco=True) == (None, None), "tobacco wants to see it"
    assert marks("YS02", "drawings", pipes=True) == (None, 15), "20, 30 and 15 days: the fewest"
    both, days = marks("YS10", "premises_proof", seals=False)
    assert both is not None and both.startswith(own) and "人力资源服务" in both, "each organ in its own words"
    assert days is None, "one of the two lets nothing follow"


@pytest.mark.parametrize(("item", "answers"), EVERY, ids=lambda one: one.short if isinstance(one, Item) else "")
def test_no_case_is_bound_by_another_s_leniency(item: Item, answers: dict[str, Any]) -> None:
    package = item.package
    assert package is not None
    children = package.wanted(answers)
    for material in shaped(item, answers).materials:
        for child in package.askers(material.name, children):
            mark = child.mark_of(package.materials[material.name])
            own = mark.declaration or Localized("", "")
            if material.declaration is not None:
                assert mark.declaration is not None and own.zh in material.declaration.zh
            if material.later_days is not None:
                assert mark.later_days is not None and material.later_days <= mark.later_days


LIFT = ["lift_review", "lift_pipes", "lift_permit"]


@pytest.mark.parametrize(
    ("short", "answers", "material"),
    [
        ("YS02", {"pipes": True}, {"name": "drawings", "later": "2026-12-01", "parts": LIFT[:2]}),
        ("YS02", {"pipes": True}, {"name": "drawings", "later": "2026-12-01"}),
        ("YS02", {"pipes": True}, {"name": "drawings", "later": "2026-12-20", "parts": LIFT}),
        ("YS02", {"pipes": True}, {"name": "agreement", "later": "2026-12-01", "parts": LIFT[:1]}),
        ("YS03", {"operator": "individual", "sells_tobacco": True}, {"name": "premises_proof", "parts": ["trader"]}),
    ],
)
def test_the_platform_takes_no_less_than_every_case_asks(
    short: str, answers: dict[str, Any], material: dict[str, Any]
) -> None:
    item = sample().find(short)
    assert item is not None
    if "later" not in material:
        declared, _ = marks(short, "premises_proof", operator="individual")
        material = {**material, "declared": declared}
    content = {"captured_at": "2026-11-22T02:24:05Z", "answers": answers, "materials": [material | {"pages": []}]}
    with pytest.raises(Problem):
        check_marks(content, item)
    good = {"name": "drawings", "pages": [], "later": "2026-12-05", "parts": LIFT}
    check_marks({**content, "answers": {"pipes": True}, "materials": [good]}, sample().find("YS02"))
    shop = {"operator": "individual", "sells_tobacco": False}
    words, _ = marks("YS03", "premises_proof", **shop)
    own = {"name": "premises_proof", "pages": [], "declared": words, "parts": ["trader"]}
    check_marks({**content, "answers": shop, "materials": [own]}, sample().find("YS03"))  # nobody sells tobacco here


# ---- the visit -----------------------------------------------------------------------------------------------------
def states(platform: LoopbackPlatform, number: str) -> dict[str, str]:
    return {child["part"]: child["state"] for child in platform.sandbox.desk.cases.children(number)}


async def complete(one: Stand, platform: LoopbackPlatform, number: str, part: str) -> None:
    """The citizen hands in at once what one case of the package waits for."""
    own = next(child["number"] for child in platform.sandbox.desk.cases.children(number) if child["part"] == part)
    one.touch(i.AnotherItem())
    await one.sees(v.HomeView)
    one.touch(i.OpenService("progress"))
    await one.answer("progress", "card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    await one.sees(CaseView, lambda view: view.parts)
    one.touch(i.ChooseCase(own))
    await one.sees(CaseView, lambda view: "correct" in [action.name for action in view.actions])
    one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
    one.touch(i.Do("correct"))
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)
    await one.sees(v.DoneView, lambda view: view.paper == "printed")


def test_a_paper_that_three_cases_wait_for_is_asked_for_once_and_comes_for_all() -> None:
    later = {"name": "drawings", "pages": [], "later": "2026-12-06", "parts": LIFT}
    item = sample().find("YS02")
    assert item is not None
    whole, children = parts_of(item, {"answers": {"pipes": True}, "materials": [later]})
    cases, now = Cases(sqlite3.connect(":memory:", isolation_level=None)), clock.now()
    cases.database.row_factory = sqlite3.Row
    numbers = iter("abcd")
    cases.open(Filing("key", "own", "somebody", whole, children), "whole", now, lambda item: next(numbers))

    def states() -> dict[str, str]:
        return {child["part"]: child["state"] for child in cases.children("whole")}

    assert states() == dict.fromkeys(LIFT, "correction") | {"lift_notice": "received"}, "the others go on"
    (notice,) = {json.loads(child["correction"])["notice"] for child in cases.children("whole") if child["correction"]}
    assert notice, "one notice for all three"
    row = cases.row("whole")
    assert row is not None and public(cases, row).correction_until == "2026-12-06", "told to whoever has the receipt"
    asked = next(child["number"] for child in cases.children("whole") if child["part"] == "lift_pipes")
    cases.correct(asked, "other", now, frozenset({"contract"}))
    assert states()["lift_review"] == "correction", "another paper is not the one"
    (mine,) = [child["number"] for child in cases.children("whole") if child["part"] == "lift_review"]
    cases.correct(mine, "third", now, frozenset({"drawings"}))
    assert states() == dict.fromkeys(LIFT, "accepted") | {"lift_notice": "received"}


async def test_declared_and_following_papers_go_with_their_own_cases(tmp_path: Path) -> None:
    said = {"material.premises_proof": "declare", "material.articles": "later", "material.qualifications": "later"}
    async with sandbox_stand(tmp_path, second=0.2) as (one, platform):
        walked = await Walker(one, said).walk("YS10")
        told = next(view for view in one.seen if isinstance(view, PackageView))
        assert told.instead == 3, "of the papers, so many need not be brought"
        content = {material["name"]: material for material in submitted(platform)["materials"]}
        assert content["premises_proof"]["parts"] == ["company", "agency"]
        assert content["articles"]["parts"] == ["company"]
        receipt = printed(one)
        assert "以承诺代替的材料：场地使用证明（用于“企业设立登记、人力资源服务许可”）" in receipt
        assert "补交：职业资格证书（用于“人力资源服务许可”）" in receipt
        assert walked.done is not None and walked.done.heed is not None
        assert walked.done.heed.title.key == "materials.done.several", "both stand on the receipt"
        cases, number = platform.sandbox.desk.cases, walked.done.number
        begun = {child["part"]: cases.steps(child["number"])[0]["note"] or "" for child in cases.children(number)}
        assert {part: "以承诺代替材料：场地使用证明" in note for part, note in begun.items()} == {
            "company": True, "seal_cutting": False, "agency": True,
        }  # fmt: skip
        assert states(platform, number) == {
            "company": "correction", "seal_cutting": "received", "agency": "correction",
        }  # fmt: skip
        await complete(one, platform, number, "agency")
        assert states(platform, number)["agency"] == "accepted"
        assert states(platform, number)["company"] == "correction", "its own paper has not come"


async def test_another_situation_that_wants_to_see_the_paper_asks_for_it_again(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.2) as (one, _):
        given = {"operator": "individual", "sells_food": False, "sells_tobacco": False, "sign_board": False}
        await Walker(one, given | {"material.premises_proof": "declare"}, until=v.CheckView).walk("YS03")
        checked = await one.sees(v.CheckView)
        assert "material:premises_proof" in {row.name for row in checked.rows}
        one.touch(i.Edit("sells_tobacco"))
        await one.answer("sells_tobacco", True)
        await one.answer("area", "30")
        await one.sees(v.CheckView)
        one.touch(i.Next())
        said = await one.sees(RemarksView)
        assert [remark.row for remark in said.remarks if remark.must] == ["material:premises_proof"]
