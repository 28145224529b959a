"""Guards against a form filled in without consent, from a licence that is not genuine, or without its source."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drivers.camera.scene import face as drawn_face
from kiosk.contract import licences as contract
from kiosk.masking import mask_id_number
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.licences import UseView
from kiosk.words import say
from provisioning.problem import Problem
from provisioning.sandbox.contents import check_licences
from provisioning.sandbox.licence_holdings import held_by
from tests.kiosk.catalogue.people import id_number
from tests.kiosk.handing_in import sign
from tests.kiosk.licences.test_visit import logged, prepare
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, Stand

OTHER = id_number("99999919900101002")


async def until_the_consent(one: Stand) -> UseView:
    one.face_camera.show(drawn_face((640, 480)))
    await one.begin("WJ01")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(v.FaceView, lambda view: view.phase == "taken")
    one.touch(i.Next())
    await one.answer("child_no", "1")
    await one.answer("due", (one.now().date() + timedelta(days=30)).isoformat())
    view: UseView = await one.sees(UseView)
    return view


def submitted(platform: LoopbackPlatform) -> Any:
    row = platform.sandbox.store.database.execute("SELECT envelope FROM records WHERE kind = 'submission'").fetchone()
    return json.loads(platform.sandbox.keys.open_envelope(row["envelope"])[1])


async def test_with_consent_the_questions_are_answered_from_the_licence_and_say_so(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        consent = await until_the_consent(one)
        assert consent.filling and "生育登记" in say(consent.purpose, "zh")
        assert [say(field, "zh").split()[0] for field in consent.fields] == ["配偶", "配偶身份证号"], "no field more"
        assert "extracted" not in logged(platform)
        one.touch(i.Next())
        name = await one.sees(v.QuestionView, lambda view: view.name == "spouse.name")
        assert say(name.source, "zh") == "来自您的结婚证"
        assert name.suggestion is not None and name.suggestion.title.zh == "测**丑", "a name is shown masked"
        one.touch(i.Answer(name.suggestion.value))
        number = await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
        assert number.suggestion is not None
        assert number.suggestion.title.zh == mask_id_number(number.suggestion.value)
        one.touch(i.Answer(number.suggestion.value))
        await one.answer("phone", "13900000000")
        await hand_in(one, platform)
        assert logged(platform).count("extracted") == 1, "asked for once, for both questions"
        content = submitted(platform)
        assert [one["name"] for one in content["prefilled"]] == ["spouse.name", "spouse.id_number"]
        use = platform.sandbox.licences.uses(1)[0]
        assert (use["item"], json.loads(use["fields"])) == (content["item_code"], ["spouse_name", "spouse_id"])
        assert "生育登记" in use["purpose"] and use["consent"]


async def hand_in(one: Stand, platform: LoopbackPlatform) -> None:
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)
    await one.eventually(lambda: platform.sandbox.store.database.execute("SELECT 1 FROM records").fetchone())


async def test_what_the_citizen_changes_is_theirs_and_nobody_gets_another_s_number(tmp_path: Path) -> None:
    """A name that is not the licence's is somebody else: the number that the licence has is not theirs."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await until_the_consent(one)
        one.touch(i.Next())
        name = await one.sees(v.QuestionView, lambda view: view.name == "spouse.name")
        assert name.suggestion is not None
        one.touch(i.Answer(name.suggestion.value))
        number = await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
        assert number.suggestion is not None
        one.touch(i.Answer(number.suggestion.value))
        await one.sees(v.QuestionView, lambda view: view.name == "phone")
        one.touch(i.Back())
        await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number" and view.value)
        one.touch(i.Back())
        await one.answer("spouse.name", "测试员寅")
        number = await one.sees(v.QuestionView, lambda view: view.name == "spouse.id_number")
        assert (number.suggestion, number.source, number.value) == (None, None, None), "asked again, from nobody"
        one.touch(i.Answer(OTHER))
        await one.answer("phone", "13900000000")
        await hand_in(one, platform)
        content = submitted(platform)
        assert content["answers"]["spouse"] == {"name": "测试员寅", "id_number": OTHER}
        assert content["prefilled"] == []


@pytest.mark.parametrize("why", ["declined", "changed", "revoked"])
async def test_without_consent_or_a_genuine_licence_nothing_is_filled_in(tmp_path: Path, why: str) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        service = platform.sandbox.licences
        if why == "changed":
            genuine = service.extracted

            def changed(call: Any) -> contract.Extract:
                given = genuine(call)
                return msgspec.structs.replace(given, document=given.document.replace("测试员丑".encode(), b"X" * 12))

            service.extracted = changed  # type: ignore[method-assign]
            platform.application()
        await until_the_consent(one)
        if why == "revoked":
            held = {one.summary.kind: one for one in service.of(person(), one.now())}["marriage_certificate"]
            service.set_standing(held.summary.identifier, contract.Standing.REVOKED, one.now())
        one.touch(i.Skip() if why == "declined" else i.Next())
        if why == "revoked":
            await one.sees(v.NoticeView)
            one.touch(i.Next())
        asked = await one.sees(v.QuestionView, lambda view: view.name == "spouse.name")
        assert asked.suggestion is None and asked.source is None
        assert ("extracted" in logged(platform)) == (why == "changed")


def person() -> Any:
    from provisioning.sandbox.codes import people

    return people()["jia"]


async def test_a_typed_number_opens_nobody_s_licences(tmp_path: Path) -> None:
    from kiosk.contract.identity import BEGIN, TOO_LOW, Evidence, Session
    from kiosk.platform import Refused

    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        session = await one.platform.call(BEGIN, Evidence(method="number", evidence={"id_number": CARD.id_number}))
        assert isinstance(session, Session)
        own = next(iter(held_by(person(), one.now().date()))).summary.identifier
        assert await one.platform.call(contract.LIST, session=session.token) == Refused(403, TOO_LOW)
        assert await one.platform.call(contract.SEE, session=session.token, identifier=own) == Refused(403, TOO_LOW)


def test_an_answer_that_nobody_agreed_to_is_refused() -> None:
    content = {"item_code": "I", "materials": [], "prefilled": [{"name": "n", "identifier": "L", "usage": "u"}]}
    check_licences(content, lambda name: ("L", "I"))
    with pytest.raises(Problem):
        check_licences(content, lambda name: ("L", "another item"))
