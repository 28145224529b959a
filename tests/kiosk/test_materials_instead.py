"""Guards against a paper that is asked for though it need not be (告知承诺, 容缺后补), and one that is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import lay_on_desk, page
from drivers.receipt_printer.document import Line
from kiosk.catalogue.check import check
from kiosk.catalogue.files import SAMPLE, read
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.form import DeclareView
from kiosk.words import say
from provisioning.problem import Problem
from provisioning.sandbox.contents import check_marks
from tests.kiosk.handing_in import sign, take_card_and_receipt
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, Stand, sample


async def until_the_materials(one: Stand, short: str, answers: dict[str, Any]) -> v.QuestionView:
    await one.begin(short)
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    item = one.catalogue.find(short)
    assert item is not None
    if item.identity.face:
        await one.sees(v.FaceView)
        one.touch(i.Skip())
    for name, value in answers.items():
        await one.answer(name, value)
    view: v.QuestionView = await one.sees(v.QuestionView, lambda view: view.name.startswith("material."))
    return view


async def until_premises(one: Stand) -> v.QuestionView:
    answers = {"name": "测试小店", "scope": ["retail"], "address": "测试区测试路 1 号", "capital": "10000"}
    item = one.catalogue.find("SC01")
    assert item is not None
    answers["scope"] = item.form["properties"]["scope"]["items"]["enum"][:1]
    return await until_the_materials(one, "SC01", answers | {"phone": "13900000000"})


async def signed(one: Stand) -> None:
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)
    await take_card_and_receipt(one)


def submitted(platform: LoopbackPlatform) -> Any:
    rows = platform.sandbox.store.database.execute("SELECT envelope FROM records ORDER BY rowid DESC").fetchall()
    return json.loads(platform.sandbox.keys.open_envelope(rows[0]["envelope"])[1])


def printed(one: Stand) -> str:
    return "\n".join(block.text for block in one.printer.receipts[-1].blocks if isinstance(block, Line))


async def test_a_declaration_is_shown_agreed_to_signed_and_on_the_receipt(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path) as (one, platform):
        how = await until_premises(one)
        assert [option.value for option in how.options] == ["scan", "declare"]
        one.touch(i.Answer("declare"))
        declared = await one.sees(DeclareView)
        assert "合法使用权" in declared.statement.zh
        one.touch(i.Back())
        await one.sees(v.QuestionView, lambda view: view.name == how.name and view.value is None)
        one.touch(i.Answer("declare"))
        await one.sees(DeclareView)
        one.touch(i.Next())
        check_page = await one.sees(v.CheckView)
        row = next(row for row in check_page.rows if row.name == "material:premises")
        assert "合法使用权" in say(row.value, "zh"), "the words stand above the signature"
        await signed(one)
        content = submitted(platform)
        assert content["materials"] == [{"name": "premises", "pages": [], "declared": declared.statement.zh}]
        assert content["signature"]["strokes"]
        assert "以承诺代替的材料：经营场所使用证明" in printed(one)


async def test_the_choice_can_be_changed_until_it_is_signed(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.2) as (one, platform):
        one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
        await until_premises(one)
        one.touch(i.Answer("declare"))
        await one.sees(DeclareView)
        one.touch(i.Next())
        await one.sees(v.CheckView)
        one.touch(i.Edit("material:premises"))
        await one.sees(v.QuestionView, lambda view: view.value == "declare")
        one.touch(i.Answer("scan"))
        await one.sees(v.MaterialView, lambda view: view.phase == "review")
        one.touch(i.Next())
        await signed(one)
        (material,) = submitted(platform)["materials"]
        assert "declared" not in material and len(material["pages"]) == 1


async def test_what_follows_later_is_asked_for_with_its_day_and_handed_in_as_a_correction(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.2) as (one, platform):
        item = one.catalogue.find("SB10")
        assert item is not None
        reason = item.form["properties"]["reason"]["enum"][0]
        today = one.now().date()
        last = today + timedelta(days=10)
        answers = {"leave_date": (today - timedelta(days=9)).isoformat(), "reason": reason}
        how = await until_the_materials(
            one, "SB10", answers | {"bank_card": "6222021234567890128", "phone": "13900000000"}
        )
        words = f"{last.year} 年 {last.month} 月 {last.day} 日前补交"
        assert words in say(how.options[-1].title, "zh"), "the day is said before it is chosen"
        one.touch(i.Answer("later"))
        check_page = await one.sees(v.CheckView)
        row = next(row for row in check_page.rows if row.name == "material:termination")
        assert words in say(row.value, "zh")
        await signed(one)
        assert words in printed(one)
        assert words in say(one.snapshot.view.heed.title, "zh"), "and once more on the last page"
        (material,) = submitted(platform)["materials"]
        assert material == {"name": "termination", "pages": [], "later": last.isoformat()}

        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        one.touch(i.OpenService("progress"))
        await one.sees(v.QuestionView)
        one.touch(i.Answer("card"))
        listed = await one.sees(CasesView)
        one.touch(i.ChooseCase(listed.rows[0].number))
        await one.sees(CaseView, lambda view: "correct" in [action.name for action in view.actions])
        one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
        one.touch(i.Do("correct"))
        await one.sees(v.MaterialView, lambda view: view.phase == "review")
        one.touch(i.Next())
        await one.sees(v.CheckView)
        one.touch(i.Next())
        await sign(one)
        await one.sees(v.DoneView)
        (case,) = platform.sandbox.desk.cases.newest(1)
        assert case["state"] == "accepted", "complete, and it goes on"


@pytest.mark.parametrize(
    ("short", "material"),
    [
        ("SB10", {"name": "termination", "pages": [], "declared": "我承诺"}),
        ("SC01", {"name": "premises", "pages": [], "declared": "另一句话"}),
        ("SC01", {"name": "premises", "pages": [], "later": "2026-11-23"}),
        ("SB10", {"name": "termination", "pages": [], "later": "2027-03-01"}),
        ("SB10", {"name": "termination", "pages": [], "later": "2026-02-31"}),
        ("SB10", {"name": "other", "pages": [], "later": "2026-11-23"}),
    ],
)
def test_the_platform_takes_no_other_words_and_no_later_day(short: str, material: dict[str, Any]) -> None:
    item = sample().find(short)
    with pytest.raises(Problem):
        check_marks({"captured_at": "2026-11-22T02:24:05Z", "materials": [material]}, item)


def test_marks_stand_only_where_a_person_looks_at_them_later() -> None:
    raw = read(SAMPLE)
    assert check(raw) == []
    by_short = {item["short"]: item for item in raw["items"]}
    by_short["YB04"]["materials"][0]["later_days"] = 5  # decided at once
    by_short["SC01"]["signature"] = False
    found = [(finding.item, finding.path) for finding in check(raw)]
    assert ("YB04", "materials.0.later_days") in found
    assert any(item == "SC01" and path.endswith(".declaration") for item, path in found)
