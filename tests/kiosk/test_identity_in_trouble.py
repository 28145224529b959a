"""A platform that is away, answers nonsense or refuses: each case has a calm sentence, and a way on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import face as drawn_face
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.identity import LicenceLoginView, OtpView
from kiosk.words import LANGUAGES, say
from provisioning.sandbox.faults import Fault
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand, stand

STEP_UP = "/v1/identity/session/step-up"


def facing(one: Stand) -> None:
    one.face_camera.show(drawn_face((640, 480)))


def said(problem: Message) -> str:
    assert all(say(problem, language) for language in LANGUAGES)
    return problem.key


@pytest.mark.parametrize(
    ("status", "kind", "key"),
    [
        (401, "card-lost", "visit.identify.card_lost"),
        (403, "not-a-type-of-today", "visit.identify.refused"),
        (201, "", "identity.proof.misfit"),
    ],
)
async def test_what_a_platform_may_answer_to_a_card(tmp_path: Path, status: int, kind: str, key: str) -> None:
    """An answer that does not fit the contract bears a code that the telephone line can use."""
    async with stand(tmp_path, second=1.0) as one:
        one.far_platform.refuse["/v1/identity/sessions"] = (status, kind)
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert said(view.problem) == key
        if status == 201:
            assert "misfit-beginIdentitySession" in say(view.problem, "zh")


async def test_a_platform_that_answers_503_to_a_card_is_asked_again(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.far_platform.refuse["/v1/identity/sessions"] = (503, "busy")
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        notice = await one.sees(v.NoticeView)
        assert said(notice.title) == "visit.identify.away.title"
        one.far_platform.refuse.clear()
        one.touch(i.Next())
        await one.sees(v.QuestionView)


async def test_a_comparing_service_that_is_down_leaves_the_code_and_the_counter(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        switches = platform.sandbox.switches
        await one.begin("MZ02")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        switches.set(Fault("error", STEP_UP))
        one.touch(i.Next())
        view = await one.sees(v.FaceView, lambda view: view.problem is not None)
        assert said(view.problem) == "identity.proof.away"
        assert view.others == ("otp", "counter")
        switches.set(None)
        one.touch(i.ChooseMeans("otp"))
        await one.sees(OtpView, lambda view: view.sent_to)
        one.touch(i.Answer(platform.sandbox.messages.shown[0].code))
        await one.sees((v.ResultView, v.NoticeView))  # type: ignore[arg-type]
        assert platform.count("POST", "/v1/queries") == 1


async def test_a_code_that_cannot_be_sent_and_then_can(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=lambda one: setattr(one, "face_camera", None)) as (
        one,
        platform,
    ):
        switches = platform.sandbox.switches
        switches.set(Fault("error", "/v1/identity/otp"))
        await one.begin("MZ02")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        view = await one.sees(OtpView, lambda view: view.problem is not None)
        assert (said(view.problem), view.sent_to) == ("identity.otp.away", "")
        switches.set(None)
        one.touch(i.SendAgain())
        await one.sees(OtpView, lambda view: view.sent_to and view.problem is None)


@pytest.mark.parametrize("value", ["", "12345", "1234567", "12345六", "😀😀😀😀😀😀", "１２３４５６", "123\n56"])
async def test_what_is_no_code_is_not_sent(tmp_path: Path, value: Any) -> None:
    def without_camera(one: Stand) -> None:
        one.face_camera = None

    async with sandbox_stand(tmp_path, second=1.0, prepare=without_camera) as (one, platform):
        await one.begin("MZ02")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(OtpView, lambda view: view.sent_to)
        one.touch(i.Answer(value))
        view = await one.sees(OtpView, lambda view: view.problem is not None)
        assert said(view.problem) == "identity.otp.short"
        assert platform.count("POST", STEP_UP) == 0


@pytest.mark.parametrize(
    "value", ["", "1", "99999919900101001x ", "９９９９９９１９９００１０１００１６", "😀" * 18, "9" * 400]
)
async def test_what_is_no_number_is_not_sent(tmp_path: Path, value: str) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, platform):
        await one.begin("HZ03")
        await one.sees(v.QuestionView, lambda view: view.name == "number")
        one.touch(i.Answer(value))
        view = await one.sees(v.QuestionView, lambda view: view.error is not None)
        assert said(view.error) == "identity.number.invalid"
        assert platform.count("POST", "/v1/identity/sessions") == 0


async def test_a_platform_that_is_away_while_a_licence_is_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen never hangs: the page goes on counting, and the sign-in succeeds once the platform is back."""
    monkeypatch.setattr("kiosk.health.Health.obstacle", lambda self, item: None)
    async with sandbox_stand(tmp_path, second=0.05) as (one, platform):
        logins = platform.sandbox.device_logins
        logins.interval = 0
        await one.begin("SC02")
        await one.sees(v.IdentifyView)
        one.touch(i.ChooseMeans("e_business_licence"))
        view = await one.sees(LicenceLoginView, lambda view: view.code)
        platform.sandbox.switches.set(Fault("error", "/v1/identity/device-tokens", times=2))
        seconds = view.seconds
        from kiosk import clock

        logins.scan(view.user_code, "owner", clock.now())
        logins.decide(view.user_code, True, clock.now())
        await one.sees(LicenceLoginView, lambda view: view.seconds < seconds)
        await one.sees(v.QuestionView, lambda view: view.name == "uscc")


async def test_a_code_by_telephone_in_place_of_the_picture_that_would_be_sealed(tmp_path: Path) -> None:
    """An item that may wait offline takes the picture along; somebody who wants none proves it by telephone."""
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        await one.begin("YB04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        view = await one.sees(v.FaceView, lambda view: view.phase == "looking")
        assert (view.others, view.may_skip) == (("otp",), True)
        one.touch(i.ChooseMeans("otp"))
        await one.sees(OtpView, lambda view: view.sent_to)
        one.touch(i.Answer(platform.sandbox.messages.shown[0].code))
        await one.sees(v.QuestionView)
        assert one.snapshot.person == "测**甲"
