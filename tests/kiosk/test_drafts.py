"""Drafts between a terminal and a telephone, before the real platform: by code, both ways, and when both change one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from kiosk.catalogue.packages import shaped
from kiosk.pace import USUAL
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.context import Visit
from kiosk.visit.steps.drafting import _take_theirs
from kiosk.visit.views.cases import CodeEntryView
from kiosk.visit.views.drafts import ConflictView, HandOverView
from kiosk.visit.visitor import Instead
from tests.kiosk.catalogue.people import id_number
from tests.kiosk.handing_in import sign
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, Stand, sample
from tests.kiosk.walker import Walker

ITEM = "GJ04"  # 租房提取公积金: mode, amount, marital, bank_card, phone
Ends = tuple[Stand, LoopbackPlatform, httpx.AsyncClient]


@pytest.fixture
async def ends(tmp_path: Path) -> AsyncIterator[Ends]:
    async with sandbox_stand(tmp_path) as (one, platform), operator(platform.sandbox) as phone:
        yield one, platform, phone


async def at_amount(one: Stand) -> None:
    """In the form, before its second question."""
    await one.begin(ITEM)
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "mode")
    one.touch(i.Answer(asked.options[0].value))
    await one.sees(v.QuestionView, lambda view: view.name == "amount" and view.phone)


async def hand_over(one: Stand) -> HandOverView:
    one.touch(i.Do("phone"))
    shown: HandOverView = await one.sees(HandOverView)
    return shown


async def fill(phone: httpx.AsyncClient, path: str, /, **fields: str) -> httpx.Response:
    """Save on the telephone's page what stands there, with these changes."""
    found = (await phone.get(path)).text
    version = re.search(r'name="version" value="(\d+)"', found)
    assert version is not None
    return await phone.post(path, data={"version": fields.pop("version", version[1]), **fields})


async def opened(phone: httpx.AsyncClient, shown: HandOverView) -> str:
    """The page of the draft that a terminal handed over."""
    answer = await phone.get(f"/phone/{shown.code}")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


async def code_of(phone: httpx.AsyncClient, path: str) -> str:
    found = re.search(r"<b>(\d{4}) (\d{4})</b>", (await phone.post(f"{path}/handoff")).text)
    assert found is not None
    return found[1] + found[2]


async def resume(one: Stand, code: str) -> None:
    await one.sees(v.HomeView)
    one.touch(i.OpenService("resume"))
    await one.answer("resume", "code")
    if isinstance(one.snapshot.view, v.IdentifyView) or one.id_cards.card is None:
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
    await one.sees(CodeEntryView)
    one.touch(i.Answer(code))


async def test_from_the_telephone_to_the_terminal(ends: Ends) -> None:
    one, platform, phone = ends
    begun = await phone.post("/phone", data={"item": one.catalogue.find(ITEM).code})  # type: ignore[union-attr]
    path = begun.headers["Location"]
    await fill(phone, path, amount="1200", phone="13800001234", bank_card="6222020000000000000")
    await resume(one, await code_of(phone, path))
    await one.sees(v.GuideView)
    one.touch(i.Next())
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    asked = await one.sees(v.QuestionView)
    assert asked.name == "mode"  # the first that the telephone left open
    one.touch(i.Answer(asked.options[0].value))
    for name in ("amount", "marital", "bank_card", "phone"):
        asked = await one.sees(v.QuestionView, lambda view, name=name: view.name == name)
        one.touch(i.Answer(asked.options[0].value) if name == "marital" else i.Next())
    check = await one.sees(v.CheckView)
    assert {row.name: row.value.zh for row in check.rows if row.name == "amount"} == {"amount": "1200 元"}
    one.touch(i.Next())
    await sign(one)
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    await one.sees(v.DoneView)
    await one.eventually(lambda: not platform.sandbox.drafts.database.execute("SELECT 1 FROM drafts").fetchall())


async def test_a_person_is_filled_in_on_the_telephone_part_by_part(ends: Ends) -> None:
    one, platform, phone = ends
    begun = await phone.post("/phone", data={"item": one.catalogue.find("WJ01").code})  # type: ignore[union-attr]
    path = begun.headers["Location"]
    await fill(phone, path, **{"spouse.name": "测试员乙", "phone": "13800001234"})
    await fill(phone, path, **{"spouse.id_number": "99999919851212002x"})
    kept = platform.sandbox.drafts.see(path.rpartition("/")[2]).answers
    assert kept == {"spouse": {"name": "测试员乙", "id_number": "99999919851212002X"}, "phone": "13800001234"}
    await fill(phone, path, **{"spouse.name": "", "spouse.id_number": ""})
    assert "spouse" not in platform.sandbox.drafts.see(path.rpartition("/")[2]).answers


async def test_from_the_terminal_to_the_telephone_and_back(ends: Ends) -> None:
    one, _, phone = ends
    await at_amount(one)
    shown = await hand_over(one)
    path = await opened(phone, shown)
    assert (await phone.get(f"/phone/{shown.code}")).status_code == 404  # good once
    await fill(phone, path, amount="900")
    one.touch(i.Next())
    await one.sees(v.TakeCardView)  # the visit is over, and forgotten
    one.id_cards.take()
    await resume(one, await code_of(phone, path))
    await one.sees(v.GuideView)
    one.touch(i.Next())
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    asked = await one.sees(v.QuestionView)
    assert asked.name == "marital"


async def test_going_on_here_keeps_everything(ends: Ends) -> None:
    one, _, _ = ends
    await at_amount(one)
    await hand_over(one)
    one.touch(i.Back())
    await one.sees(v.QuestionView, lambda view: view.name == "amount")


@pytest.mark.parametrize(("choice", "kept"), [("mine", None), ("theirs", "900")])
async def test_both_ends_changed_it(ends: Ends, choice: str, kept: str | None) -> None:
    """The later one is asked which counts; nothing is overwritten unseen."""
    one, platform, phone = ends
    await at_amount(one)
    path = await opened(phone, await hand_over(one))
    await fill(phone, path, amount="900")
    one.touch(i.Back())
    await one.sees(v.QuestionView, lambda view: view.name == "amount")
    one.touch(i.Do("phone"))
    conflict = await one.sees(ConflictView)
    assert [(row.mine.zh, row.theirs.zh) for row in conflict.rows] == [("没填", "900 元")]
    one.touch(i.Do(choice))
    await one.sees(HandOverView)
    (row,) = platform.sandbox.drafts.database.execute("SELECT answers, version FROM drafts").fetchall()
    assert ('"900"' in row["answers"]) is (kept is not None)
    one.touch(i.Back())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "amount")
    assert asked.value == kept
    one.touch(i.Answer("700"))  # what is answered after the choice counts, whichever it was
    await one.sees(v.QuestionView, lambda view: view.name == "marital")
    one.touch(i.Back())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "amount")
    assert asked.value == "700"


async def test_a_person_of_the_telephone_s_is_taken_over_in_the_middle_of_being_asked_about(ends: Ends) -> None:
    """The parts that were asked for here would take the place of what the citizen has just chosen."""
    one, _, phone = ends
    number = id_number("99999919900101002")
    await Walker(one, until=v.QuestionView).walk("WJ01")
    asked = await one.sees(v.QuestionView, lambda view: view.name == "child_no" and view.phone)
    one.touch(i.Answer(asked.options[0].value))
    asked = await one.sees(v.QuestionView, lambda view: view.name == "due")
    one.touch(i.Answer(asked.value or asked.latest or asked.earliest))
    await one.sees(v.QuestionView, lambda view: view.name == "spouse.name")
    one.touch(i.Answer("测试员丙"))
    await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
    path = await opened(phone, await hand_over(one))
    await fill(phone, path, **{"spouse.name": "测试员乙", "spouse.id_number": number})
    one.touch(i.Back())
    await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
    one.touch(i.Do("phone"))
    await one.sees(ConflictView)
    one.touch(i.Do("theirs"))
    await one.sees(HandOverView)
    one.touch(i.Back())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
    assert asked.value == number
    one.touch(i.Next())
    await one.sees(v.QuestionView, lambda view: view.name == "phone")
    one.touch(i.Back())
    await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
    one.touch(i.Back())
    asked = await one.sees(v.QuestionView, lambda view: view.name == "spouse.name")
    assert asked.value == "测试员乙"


def test_the_telephone_s_situation_lets_nothing_stand_that_it_does_not_allow() -> None:
    """Else a declaration goes out that the case which the telephone added does not take."""
    item = sample().find("YS03")
    assert item is not None
    alone = {"operator": "individual", "sells_food": False, "sells_tobacco": False, "sign_board": False}
    kit: Any = SimpleNamespace(pace=USUAL)
    visit = Visit(kit, chosen=shaped(item, alone))
    visit.visitor.answers.update(alone)
    paper = next(one for one in visit.item.materials if one.name == "premises_proof")
    visit.visitor.instead[paper.name] = Instead(statement=paper.declaration)
    held = visit.visitor.answers
    _take_theirs(visit, alone | {"sells_tobacco": True})
    assert visit.visitor.answers is held and held["sells_tobacco"] is True, "whoever holds the answers sees them"
    assert not visit.visitor.instead, "tobacco wants to see the paper"


async def test_the_telephone_is_asked_as_well(ends: Ends) -> None:
    one, _, phone = ends
    await at_amount(one)
    path = await opened(phone, await hand_over(one))
    one.touch(i.Back())
    await one.answer("amount", "1500")
    await one.sees(v.QuestionView, lambda view: view.name == "marital")
    one.touch(i.Do("phone"))
    await one.sees(HandOverView)
    late = await fill(phone, path, amount="900", version="1")
    assert late.status_code == 409
    assert "1500 元" in late.text
    assert "900 元" in late.text


async def test_a_code_that_is_none(ends: Ends) -> None:
    one, _, phone = ends
    await resume(one, "00000000")
    wrong = await one.sees(CodeEntryView, lambda view: view.error)
    assert wrong.error.key == "drafts.code.unknown"
    one.touch(i.Answer("https://example.org"))
    wrong = await one.sees(CodeEntryView, lambda view: view.error.key == "drafts.code.foreign")
    assert (await phone.get("/phone/drafts/nothing")).status_code == 404


async def test_by_card_one_finds_ones_own(ends: Ends) -> None:
    one, _, phone = ends
    await at_amount(one)
    await opened(phone, await hand_over(one))
    one.touch(i.Next())
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    await one.sees(v.HomeView)
    one.touch(i.OpenService("resume"))
    await one.answer("resume", "card")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    listed = await one.sees(v.QuestionView, lambda view: view.name == "draft")
    one.touch(i.Answer(listed.options[0].value))
    await one.sees(v.GuideView)


async def test_a_page_of_another_site_cannot_save(ends: Ends) -> None:
    one, _, phone = ends
    body: dict[str, Any] = {"item": one.catalogue.find(ITEM).code}  # type: ignore[union-attr]
    answer = await phone.post("/phone", data=body, headers={"Origin": "https://example.org"})
    assert answer.status_code == 400
