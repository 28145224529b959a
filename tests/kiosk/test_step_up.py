"""One login, and one more proof only where an item asks for it: by face or by a code to one's telephone, against the
real sandbox platform."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from drivers.camera.scene import face as drawn_face
from drivers.identity_number import check_character
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.identity import OtpView
from kiosk.words import LANGUAGES, say
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand

SESSIONS, STEP_UP = "/v1/identity/sessions", "/v1/identity/session/step-up"


def facing(one: Stand) -> None:
    """Somebody stands before the face camera."""
    one.face_camera.show(drawn_face((640, 480)))


async def to_the_face(one: Stand, short: str) -> Any:
    await one.begin(short)
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    return await one.sees(v.FaceView, lambda view: view.phase == "taken")


async def through_a_query(one: Stand) -> None:
    """From the page after identification to the end, and on to another item."""
    done: set[str] = set()
    while not isinstance(one.snapshot.view, v.ResultView):
        view = await one.sees(v.View, lambda view: isinstance(view, v.ResultView) or _asks(view, done))
        if isinstance(view, v.QuestionView):
            done.add(view.name)
            one.touch(i.Answer(view.value or view.options[0].value))
    one.touch(i.Next())
    if one.id_cards.card is not None:
        await one.sees(v.TakeCardView)
        one.id_cards.take()
    await one.sees(v.DoneView, lambda view: view.paper != "printing")
    one.touch(i.AnotherItem())
    await one.sees(v.HomeView)


def _asks(view: Any, done: set[str]) -> bool:
    return isinstance(view, v.QuestionView) and view.name not in done


async def test_a_picture_without_a_face_is_not_praised(tmp_path: Path) -> None:
    """Who presses the button before the camera sees them would send an empty picture, and use up a try."""
    async with sandbox_stand(tmp_path, second=1.0) as (one, _):
        await one.begin("MZ02")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.FaceView, lambda view: view.phase == "looking")
        while one.snapshot.view.phase == "looking":  # type: ignore[attr-defined]  # a camera's first picture takes its time
            one.touch(i.Capture())
            await asyncio.sleep(0.05)
        taken = await one.sees(v.FaceView, lambda view: view.phase == "taken")
        assert say(taken.hint, "en") == "Note: no face was recognised"
        one.touch(i.Retake())
        await one.sees(v.FaceView, lambda view: view.phase == "looking")
        facing(one)
        assert (await one.sees(v.FaceView, lambda view: view.phase == "taken")).hint is None


async def test_three_items_of_three_departments_take_one_login_and_one_step_up(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        departments = {one.catalogue.find(short).department.zh for short in ("SB03", "GJ01", "MZ02")}  # type: ignore[union-attr]
        assert len(departments) == 3
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await through_a_query(one)
        assert platform.count("POST", STEP_UP) == 0  # the card is enough here
        assert (one.snapshot.in_visit, one.snapshot.person) == (True, "测**甲")
        await one.begin("GJ01")
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        one.touch(i.Next())
        await through_a_query(one)
        await one.begin("MZ02")
        await through_a_query(one)
        assert (platform.count("POST", SESSIONS), platform.count("POST", STEP_UP)) == (1, 1)
        assert platform.count("POST", "/v1/queries") == 3
        one.touch(i.Exit())
        await one.eventually(lambda: platform.count("DELETE", "/v1/identity/session") == 1)
        await one.sees(v.HomeView, lambda _: not one.snapshot.in_visit)
        assert one.snapshot.person == ""


async def test_a_code_to_the_telephone_does_as_well_as_the_face(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        view = await to_the_face(one, "MZ02")
        assert view.others == ("otp", "counter")
        one.touch(i.ChooseMeans("otp"))
        page = await one.sees(OtpView, lambda view: view.sent_to)
        assert page.sent_to == "139****0016"
        sent = platform.sandbox.messages.shown[0]
        wrong = "000000" if sent.code != "000000" else "000001"
        one.touch(i.Answer(wrong))
        page = await one.sees(OtpView, lambda view: view.problem is not None)
        assert page.problem.key == "identity.otp.wrong"
        one.touch(i.Answer(sent.code))
        await one.sees(v.ResultView)
        assert len(platform.sandbox.messages.shown) == 1  # a wrong try sends no other code


async def test_a_face_that_is_another_one_and_then_the_counter(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        platform.sandbox.faces.verdict = "mismatch"
        await to_the_face(one, "CJ01")
        for _ in range(5):
            one.touch(i.Next())
            view = await one.sees(v.FaceView, lambda view: view.phase == "looking" and view.problem is not None)
            assert view.problem.key == "identity.face.mismatch"
            await one.sees(v.FaceView, lambda view: view.phase == "taken")
        one.touch(i.Next())
        page = await one.sees(OtpView)  # no more tries with a face: another way opens by itself
        assert page.problem.key == "identity.face.shut"
        assert "face" not in page.others
        one.touch(i.ChooseMeans("counter"))
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "identity.counter.title"
        one.touch(i.Back())
        await one.sees(OtpView)


def without_camera(one: Stand) -> None:
    one.face_camera = None


async def test_without_a_camera_the_code_is_the_way(tmp_path: Path) -> None:
    """A face must never be the only way: an item that asks for one can be done while the camera is away."""
    async with sandbox_stand(tmp_path, prepare=without_camera, second=1.0) as (one, platform):
        page = await to_the_code(one, "MZ02")
        assert page.others == ("counter",)
        one.touch(i.Answer(platform.sandbox.messages.shown[0].code))
        await one.sees(v.ResultView)


async def to_the_code(one: Stand, short: str) -> Any:
    await one.begin(short)
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    return await one.sees(OtpView, lambda view: view.sent_to)


async def test_a_code_too_old_one_typed_wrongly_too_often_and_one_that_does_not_come(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=without_camera, second=0.02) as (one, platform):
        await to_the_code(one, "MZ02")
        messages = platform.sandbox.messages
        messages.age(timedelta(minutes=6))
        one.touch(i.Answer(messages.shown[0].code))
        view = await one.sees(OtpView, lambda view: view.problem is not None)
        assert view.problem.key == "identity.otp.expired"
        await one.sees(OtpView, lambda view: view.again_in == 0)
        one.touch(i.SendAgain())
        await one.sees(OtpView, lambda view: view.problem is None and len(messages.shown) == 2)
        code = messages.shown[0].code
        for attempt, key in enumerate(("wrong", "wrong", "void")):
            at = one.snapshot.view.attempt  # type: ignore[attr-defined]
            one.touch(i.Answer("000000" if code != "000000" else "000001"))
            view = await one.sees(OtpView, lambda view, at=at: view.attempt > at)
            assert view.problem.key == f"identity.otp.{key}", attempt
            assert all(say(view.problem, language) for language in LANGUAGES)
        one.touch(i.SendAgain())  # the platform lets a minute pass between two messages
        view = await one.sees(OtpView, lambda view: view.problem.key == "identity.otp.wait")
        assert len(messages.shown) == 2


async def test_a_session_that_ends_midway_is_renewed_in_place(tmp_path: Path) -> None:
    """The citizen proves who they are once more; what was answered is asked about as it was."""
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.answer("insurance", "unemployment")
        await one.sees(v.QuestionView, lambda view: view.name == "start_month")
        assert platform.sandbox.sessions.expire_all() == 1
        one.touch(i.Next())
        await one.answer("end_month", "2026-11")
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "identity.expired.title"
        one.id_cards.take()
        one.touch(i.Next())
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.ResultView)
        assert platform.count("POST", SESSIONS) == 2
        questions = [view for view in one.seen if isinstance(view, v.QuestionView)]
        assert [view.name for view in questions[-1:]] == ["end_month"]  # nothing was asked a second time


async def test_somebody_else_cannot_go_on_with_what_another_began(tmp_path: Path) -> None:
    first = "99999919800101002"
    other = replace(CARD, name="测试员丙", sex="2", birth="1980-01-01", id_number=first + check_character(first))
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.answer("insurance", "pension")
        await one.sees(v.QuestionView, lambda view: view.name == "start_month")
        platform.sandbox.sessions.expire_all()
        one.touch(i.Next())
        await one.answer("end_month", "2026-11")
        await one.sees(v.NoticeView)
        one.id_cards.take()
        one.touch(i.Next())
        await one.sees(v.IdentifyView)
        one.id_cards.lay(other)
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "identity.somebody_else.title"
        assert platform.count("POST", "/v1/queries") == 1  # nothing was asked in the other's name
