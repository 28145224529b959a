"""An application from home to farewell: face, form, paper, signature, and the truth about where it is."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import provisioning.sandbox
from drivers.camera.camera import Camera
from drivers.camera.scene import lay_on_desk, page
from drivers.camera.twin import CameraTwin
from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.handing_in import sign, take_card_and_receipt
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand, stand
from tests.kiosk.test_visit_query import paper_of

SCHEMA = json.loads((Path(provisioning.sandbox.__file__).parent / "data/submission.schema.json").read_text())


class Cameras:
    """Real cameras on the stand, with pictures that the test holds before them."""

    def __init__(self) -> None:
        self.paper = CameraTwin(size=(1280, 960))
        self.people = CameraTwin(size=(640, 480))

    def __enter__(self) -> Cameras:
        self.paper.start()
        self.people.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.paper.close()
        self.people.close()

    def wire(self, one: Stand) -> None:
        one.document_camera = Camera("document_camera", self.paper.source)
        one.face_camera = Camera("face_camera", self.people.source)


async def fill_in(one: Stand) -> None:
    await one.answer("type", "long_term")
    await one.sees(v.QuestionView, lambda view: view.name == "dest" and not view.trail)
    one.touch(i.Answer("510000"))
    level = await one.sees(v.QuestionView, lambda view: len(view.trail) == 1)
    one.touch(i.Answer(level.options[0].value))
    await one.answer("start", "2026-12-01")
    await one.sees(v.QuestionView, lambda view: view.name == "end")
    one.touch(i.Skip())
    await one.answer("phone", "138 0000 1234")


async def to_the_check_page(one: Stand, cameras: Cameras) -> None:
    """With a face and a page before the cameras, as far as the first check page."""
    await one.document_camera.start()
    await one.face_camera.start()
    await one.eventually(lambda: one.face_camera.status.ready and one.document_camera.status.ready)
    await one.begin("YB04")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(v.FaceView, lambda view: view.phase == "looking")
    cameras.people.show_face()
    taken = await one.sees(v.FaceView, lambda view: view.phase == "taken")
    assert taken.picture.width > 0
    one.touch(i.Next())
    await fill_in(one)
    await one.sees(v.MaterialView, lambda view: view.phase == "placing" and view.preview is not None)
    cameras.paper.show_page()
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())
    await one.sees(v.CheckView)


async def sign_and_submit(one: Stand) -> None:
    await one.sees(v.CheckView)
    one.touch(i.Next())
    await sign(one)


async def test_submitted_with_the_platform_there(tmp_path: Path) -> None:
    with Cameras() as cameras:
        async with stand(tmp_path, second=1.0, prepare=cameras.wire) as one:
            one.start_agent()
            await to_the_check_page(one, cameras)
            check = one.snapshot.view
            assert isinstance(check, v.CheckView)
            rows = {row.name: row.value for row in check.rows}
            assert (rows["own:name"], rows["own:id_number"], rows["phone"].zh) == (
                "测**甲",
                "999***********" + ID_NUMBER[-4:],
                "138****1234",
            )
            await sign_and_submit(one)
            done = await take_card_and_receipt(one)
            assert (done.outcome, done.number) == ("submitted", "500112202611220001")
            paper = paper_of(one)
            assert "已提交" in paper
            assert ID_NUMBER not in paper
            assert NAME not in paper
            one.touch(i.Next())
            await one.sees(v.RateView)
            one.touch(i.Skip())
            await one.sees(v.FarewellView)
            await one.eventually(lambda: len(one.sent) == 2)
            submission, rating = (content for _, content in one.sent)
            jsonschema.validate(submission, SCHEMA)
            assert submission["answers"] == {
                "type": "long_term",
                "dest": ["510000", "510100"],
                "start": "2026-12-01",
                "phone": "13800001234",
            }
            assert submission["identity"]["session"] == "session-0001"
            assert len(submission["materials"][0]["pages"]) == 1
            assert len(submission["signature"]["statement_sha256"]) == 64
            assert (rating["level"], rating["about"]) == ("not_rated", submission["key"])


async def test_held_while_the_platform_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.visit.steps.submit.AWAY_S", 0.2)
    async with stand(tmp_path, second=1.0) as one:
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView, lambda view: view.notice is not None)
        await one.begin("YB04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.NoticeView)
        one.touch(i.Next())
        await decline_face(one)
        await fill_in(one)
        await hand_in_a_page(one)
        await sign_and_submit(one)
        done = await take_card_and_receipt(one)
        assert (done.outcome, done.number) == ("held", "TEST-0001-000001")
        paper = paper_of(one)
        assert "已受理暂存，待上传" in paper
        assert "还没有提交到平台" in paper
        assert "至少保存到 2026年12月22日" in paper and done.next_step.key == "held.screen"
        assert "已提交" not in paper
        assert "您签署的内容，平台盖章后" in paper and done.signed is not None and not done.shows_signed
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        (lane, submission), _ = one.waiting()
        assert lane == "submissions"
        jsonschema.validate(submission, SCHEMA)
        assert submission["identity"]["session"] is None
        assert submission["identity"]["evidence"]["id_number"] == ID_NUMBER
        assert submission["face"] == {"declined": True}
        assert submission["number"] == "TEST-0001-000001"


async def decline_face(one: Stand) -> None:
    await one.sees(v.FaceView)
    one.touch(i.Skip())


async def hand_in_a_page(one: Stand) -> None:
    await one.sees(v.MaterialView, lambda view: view.phase == "placing")
    one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
    await one.sees(v.MaterialView, lambda view: view.phase == "review")
    one.touch(i.Next())
