"""Forms in a visit before the real platform: lists, what the checks find before handing in, forms that are too new."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import lay_on_desk, page
from kiosk.catalogue.model import Catalogue
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.form import GatherView, RemarksView
from kiosk.words import say
from tests.kiosk.handing_in import sign, take_card_and_receipt
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, Stand, sample

YI = "999999198512120028"


def _asked(kind: str, zh: str, **more: Any) -> dict[str, Any]:
    words = {"zh": zh, "en": "Asked"}
    return {"type": "string", "x-kiosk": {"kind": kind, "label": words, "title": words, **more}}


FORM = {
    "type": "object",
    "properties": {
        "applicant": _asked("name", "姓名", prefill="identity.name"),
        "family": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {"name": _asked("name", "家人姓名"), "id_number": _asked("id_number", "家人身份证号")},
                "required": ["name", "id_number"],
                "x-order": ["name", "id_number"],
            },
            "x-kiosk": _asked("list", "家人")["x-kiosk"],
        },
    },
    "required": ["applicant", "family"],
    "x-order": ["applicant", "family"],
}  # fmt: skip


def with_form(short: str, form: dict[str, Any], **more: Any) -> Catalogue:
    """The sample, in which one item asks something else."""
    items = tuple(
        dataclasses.replace(item, form=form, **more) if item.short == short else item for item in sample().items
    )
    return dataclasses.replace(sample(), items=items)


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    async with sandbox_stand(tmp_path, catalogue=with_form("GJ04", FORM)) as both:
        yield both


async def to_the_list(one: Stand) -> None:
    await one.begin("GJ04")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "applicant")
    one.touch(i.Answer(asked.suggestion.value))
    await one.sees(GatherView)


async def add(one: Stand, name: str, number: str, at: int) -> None:
    one.touch(i.Do("add"))
    await one.answer(f"family[{at}].name", name)
    await one.answer(f"family[{at}].id_number", number)
    await one.sees(GatherView, lambda view: len(view.rows) == at + 1)


async def test_a_list_is_filled_changed_and_emptied(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = terminal
    await to_the_list(one)
    one.touch(i.Next())
    empty = await one.sees(GatherView, lambda view: view.error)
    assert empty.error.key == "form.error.required"
    await add(one, "测试员乙", YI, 0)
    await add(one, "测试员丙", YI, 1)
    rows = one.snapshot.view.rows  # type: ignore[attr-defined]
    assert YI not in rows[0].words.zh
    one.touch(i.Do("change:1"))
    await one.answer("family[1].name", "测试员丁")
    await one.sees(v.QuestionView, lambda view: view.name == "family[1].id_number")
    one.touch(i.Back())
    await one.sees(v.QuestionView, lambda view: view.name == "family[1].name")
    one.touch(i.Back())
    turned = await one.sees(GatherView)
    assert "测试员丙" in turned.rows[1].words.zh  # who turns away from an entry leaves it as it was
    one.touch(i.Do("remove:1"))
    await one.sees(GatherView, lambda view: len(view.rows) == 1)
    for unknown in ("remove:7", "change:7", "change:x", "sell"):
        before = one.snapshot.serial
        one.touch(i.Do(unknown))
        await one.eventually(lambda before=before: one.snapshot.serial > before)
    one.touch(i.Next())
    check = await one.sees(v.CheckView)
    assert "测试员乙" in next(row for row in check.rows if row.name == "family").value.zh
    one.touch(i.Edit("family"))
    await one.sees(GatherView)
    one.touch(i.Next())
    await one.sees(v.CheckView)


async def test_a_full_list_takes_no_more(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = terminal
    await to_the_list(one)
    for at in range(3):
        await add(one, "测试员乙", YI, at)
    full = await one.sees(GatherView, lambda view: view.full)
    assert len(full.rows) == 3
    one.touch(i.Do("add"))
    await one.sees(GatherView, lambda view: len(view.rows) == 3)


async def test_what_is_doubtful_is_said_and_may_go_to_a_person(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = terminal
    await to_the_list(one)
    await add(one, "测试员乙", ID_NUMBER, 0)
    one.touch(i.Next())
    await one.sees(v.CheckView)
    one.touch(i.Next())
    said = await one.sees(RemarksView)
    assert [(one.row, one.sentence.key, one.must) for one in said.remarks] == [("family", "precheck.own_number", False)]
    one.touch(i.Next())
    await sign(one)
    done = await take_card_and_receipt(one)
    assert done.outcome == "submitted"


async def test_a_page_that_was_taken_although_it_was_not_sharp(tmp_path: Path) -> None:
    """Nobody is kept at the camera for ever; but what is handed in is not decided by a machine then."""
    async with sandbox_stand(tmp_path, second=1.0) as (one, platform):
        await one.begin("SB08")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        await one.answer("hukou", "local")
        await one.answer("base", "100")
        await one.sees(v.QuestionView, lambda view: view.name == "start_month")
        one.touch(i.Next())
        await one.answer("phone", "13800001234")
        await one.sees(v.MaterialView, lambda view: view.phase == "placing" and view.hint)
        # an empty desk; the second view of the page comes with the camera's first picture
        await one.eventually(lambda: sum(isinstance(view, v.MaterialView) for view in one.seen) > 1)
        one.touch(i.Capture())
        taken = await one.sees(v.MaterialView, lambda view: view.phase == "review")
        assert say(taken.hint, "zh") == "请留意：没有认出整张材料，可能没拍全"
        one.touch(i.Next())
        await one.sees(v.MaterialView, lambda view: view.phase == "placing")
        one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
        taken = await one.sees(v.MaterialView, lambda view: view.phase == "review")
        assert taken.hint is None
        one.touch(i.Next())
        await one.sees(v.CheckView)
        one.touch(i.Next())
        said = await one.sees(RemarksView)
        assert [one.row for one in said.remarks] == ["material:id_card"]
        one.touch(i.Next())
        await sign(one)
        await one.eventually(lambda: platform.sandbox.desk.cases.newest(1))
        (row,) = platform.sandbox.desk.cases.newest(1)
        assert (row["state"], row["decision"]) == ("accepted", None)
        notes = [step["note"] or "" for step in platform.sandbox.desk.cases.steps(row["number"])]
        assert "请工作人员审核" in notes[-1]


async def test_an_item_of_a_later_release_is_greyed(tmp_path: Path) -> None:
    newer = {**FORM, "x-schema": 2}
    async with sandbox_stand(tmp_path, catalogue=with_form("GJ04", newer)) as (one, _):
        await one.sees(v.HomeView)
        one.touch(i.OpenCategory("housing_fund"))
        listed = await one.sees(v.ListView)
        reasons = {tile.short: tile.unavailable for tile in listed.tiles}
        assert reasons["GJ04"].key == "devices.newer_terminal"
        assert reasons["GJ01"] is None
