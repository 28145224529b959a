"""The signature belongs to exactly what was on show; whatever changes afterwards must be signed anew."""

from __future__ import annotations

from pathlib import Path

from kiosk.signing import is_signature
from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import CARD, Stand, stand
from tests.kiosk.test_visit_application import decline_face, fill_in, hand_in_a_page
from tests.kiosk.walker import STROKES


async def at_the_check_page(one: Stand) -> None:
    await one.begin("YB04")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await decline_face(one)
    await fill_in(one)
    await hand_in_a_page(one)
    await one.sees(v.CheckView)


async def sign(one: Stand) -> None:
    one.touch(i.Next())
    await one.sees(v.SignView)
    one.touch(i.Signed(STROKES))
    await one.sees(v.CheckView, lambda view: view.strokes)


async def test_changing_an_answer_takes_the_signature_away(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await at_the_check_page(one)
        await sign(one)
        one.touch(i.Edit("phone"))
        view = await one.sees(v.QuestionView, lambda view: view.name == "phone")
        assert view.value == "13800001234"  # going back keeps what was entered
        one.touch(i.Answer("13900005678"))
        view = await one.sees(v.CheckView)
        assert view.strokes == ()
        assert next(row.value.zh for row in view.rows if row.name == "phone") == "139****5678"
        one.touch(i.Next())
        await one.sees(v.SignView)


async def test_retaking_a_page_takes_the_signature_away_and_going_back_does_not_lose_the_page(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await at_the_check_page(one)
        await sign(one)
        one.touch(i.Edit("material:residence"))
        await one.sees(v.MaterialView, lambda view: view.phase == "review")
        one.touch(i.Back())
        view = await one.sees(v.CheckView)
        assert view.strokes == ()
        assert next(row.value.params["count"] for row in view.rows if row.name == "material:residence") == 1


async def test_an_edit_that_breaks_another_answer_asks_for_that_one(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await at_the_check_page(one)
        one.touch(i.Edit("end"))
        await one.answer("end", "2026-12-20")
        await one.sees(v.CheckView)
        one.touch(i.Edit("start"))
        await one.answer("start", "2027-01-10")
        view = await one.sees(v.QuestionView, lambda view: view.name == "end")
        assert view.error is not None
        one.touch(i.Answer("2027-02-01"))
        await one.sees(v.CheckView)


async def test_a_wrong_answer_is_told_at_the_field_and_kept(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await at_the_check_page(one)
        one.touch(i.Edit("phone"))
        await one.answer("phone", "12345")
        view = await one.sees(v.QuestionView, lambda view: view.error is not None)
        assert (view.error.key, view.value) == ("form.error.phone", "12345")


async def test_a_dot_is_no_signature(tmp_path: Path) -> None:
    assert not is_signature(())
    assert not is_signature((((0.5, 0.5, 0.0),) * 30,))
    assert is_signature(STROKES)
    async with stand(tmp_path, second=1.0) as one:
        await at_the_check_page(one)
        one.touch(i.Next())
        await one.sees(v.SignView)
        one.touch(i.Signed((((0.5, 0.5, 0.0),),)))
        await one.sees(v.SignView, lambda view: view.error is not None)
        one.touch(i.Back())
        await one.sees(v.CheckView, lambda view: not view.strokes)
