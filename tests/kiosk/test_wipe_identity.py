"""What somebody proved themselves with goes as well: the number that was typed, the code, the picture, the login."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import face as drawn_face
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.identity import OtpView
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, Stand
from tests.kiosk.test_wipe import assert_forgotten, holds, reachable

SESSIONS = "/v1/identity/sessions"


@pytest.fixture(autouse=True)
def _all_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


def facing(one: Stand) -> None:
    one.face_camera.show(drawn_face((640, 480)))


def found(one: Stand, planted: str) -> list[Any]:
    return [thing for thing in reachable([one.kit, one.conductor, one.stage, one._task]) if holds(thing, planted)]


async def to_the_result(one: Stand) -> None:
    """Through SB03, whose form is answered with what is unlike anything else."""
    await one.begin("SB03")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.answer("insurance", "unemployment")
    await one.answer("start_month", "2026-03")
    await one.answer("end_month", "2026-04")
    await one.sees(v.ResultView)


async def test_after_another_item_the_login_stays_and_the_answers_go(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with sandbox_stand(tmp_path, second=1.0) as (one, platform):
        await to_the_result(one)
        one.touch(i.Next())
        await one.sees(v.TakeCardView)  # the card is asked back although the login stays
        one.id_cards.take()
        await one.sees(v.DoneView, lambda view: view.paper != "printing")
        one.printer.receipts.clear()
        assert found(one, "2026-03")  # the search finds what is there
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView, lambda _: one.snapshot.in_visit)
        one.seen.clear()
        assert not found(one, "2026-03")
        assert found(one, ID_NUMBER)  # who it is is still known
        await one.begin("YB01")
        await one.sees(v.View, lambda view: not isinstance(view, (v.GuideView, v.WorkingView)))
        assert platform.count("POST", SESSIONS) == 1
        one.touch(i.Exit())
        await one.sees(v.HomeView, lambda _: not one.snapshot.in_visit)
        await one.eventually(lambda: platform.count("DELETE", "/v1/identity/session") == 1)
        assert_forgotten(one, caplog)


async def test_after_exit_at_home_while_signed_in_and_after_nobody_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, pages_run_out: None
) -> None:
    """Somebody who walks away at home is asked whether they are there, and is then forgotten."""
    async with sandbox_stand(tmp_path, second=0.02) as (one, platform):
        await to_the_result(one)
        one.id_cards.take()
        one.touch(i.Next())
        await one.sees(v.DoneView, lambda view: view.paper != "printing")
        one.printer.receipts.clear()
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView, lambda _: one.snapshot.person == "测**甲")
        await one.eventually(lambda: one.snapshot.warning is not None)
        await one.sees(v.HomeView, lambda _: not one.snapshot.in_visit)
        assert one.snapshot.person == ""
        await one.eventually(lambda: platform.count("DELETE", "/v1/identity/session") == 1)
        one.seen.clear()
        assert_forgotten(one, caplog)


async def test_a_typed_number_a_code_and_a_picture_are_forgotten(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, platform):
        await one.begin("HZ03")
        await one.sees(v.QuestionView, lambda view: view.name == "number")
        one.touch(i.Answer(ID_NUMBER))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        one.touch(i.ChooseMeans("otp"))
        await one.sees(OtpView, lambda view: view.sent_to)
        code = platform.sandbox.messages.shown[0].code
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        one.touch(i.Answer(wrong))
        await one.sees(OtpView, lambda view: view.problem is not None)
        assert found(one, ID_NUMBER)
        one.touch(i.Exit())
        await one.sees(v.HomeView)
        one.seen.clear()
        assert_forgotten(one, caplog)
        assert not found(one, wrong)
        assert wrong not in caplog.text
        assert not [thing for thing in reachable([one.kit, one.conductor, one.stage]) if _is_jpeg(thing)]


def _is_jpeg(thing: Any) -> bool:
    return isinstance(thing, bytes) and thing[:3] == b"\xff\xd8\xff"
