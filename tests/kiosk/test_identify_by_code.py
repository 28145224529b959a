"""Who one is by the code on a telephone: read by the real scanner's camera, good once, and never kept."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.camera.camera import Camera
from drivers.camera.twin import CameraTwin
from drivers.outcome import Completion, Failure
from drivers.scanner.payload import Scanned, scanned
from drivers.scanner.scanner import CameraScanner
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.codes import LONGEST, may_be_one
from kiosk.words import LANGUAGES, say
from tests.kiosk.stand import NAME, Stand, stand
from tests.kiosk.test_visit_query import paper_of
from tests.kiosk.test_wipe import holds, reachable
from tests.limits import LIMIT_S

CODE = "Fk3vT0-uQ9x_7Lr2mZp4Wc6yB8nD1sGh5jKaEoViXtY"
FRESH = "Zk3vT0-uQ9x_7Lr2mZp4Wc6yB8nD1sGh5jKaEoViXtA"
FOREIGN = "https://test.invalid/pay?k=1"


@contextlib.asynccontextmanager
async def at_the_scanner(home: Path, short: str = "YB03") -> AsyncIterator[tuple[Stand, CameraTwin]]:
    """A citizen has begun this item and chosen the telephone."""
    with CameraTwin(size=(960, 720)) as twin:
        scanner = CameraScanner(Camera("scanner", twin.source))
        await scanner.start()
        try:
            assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
            async with stand(home, second=1.0, prepare=lambda one: setattr(one, "scanner", scanner)) as one:
                await one.begin(short)
                view = await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
                assert "qr_code" in view.others
                one.touch(i.ChooseMeans("qr_code"))
                await one.sees(v.IdentifyView, lambda view: view.means == "qr_code")
                yield one, twin
        finally:
            await scanner.close()


async def problem_of(one: Stand, sentence: str) -> None:
    key = f"visit.identify.{sentence}"
    view = await one.sees(
        v.IdentifyView, lambda view: view.phase == "waiting" and view.problem and view.problem.key == key
    )
    assert all(say(view.problem, language) for language in LANGUAGES)


@pytest.mark.parametrize("short", ["YB03", "YB01"])
async def test_a_query_by_code_and_nothing_of_it_is_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, short: str
) -> None:
    caplog.set_level("DEBUG")
    async with at_the_scanner(tmp_path, short) as (one, twin):
        twin.show_code(CODE)
        await one.answer("start_month", "2026-09")
        assert one.far_platform.bodies == [("/v1/identity/sessions", {"method": "qr_code", "evidence": {"code": CODE}})]
        await one.answer("end_month", "2026-11")
        await one.sees(v.ResultView)
        one.far_platform.bodies.clear()
        assert not [thing for thing in reachable([one.kit, one.conductor, one.stage, one._task]) if holds(thing, CODE)]
        one.touch(i.Next())
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert not any(isinstance(view, v.TakeCardView) for view in one.seen)
        paper = paper_of(one)
        assert "测**甲" in paper  # as the platform says it: the terminal never knew the name
        assert NAME not in paper
        assert CODE not in paper
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Rate("satisfied"))
        await one.sees(v.RateView, lambda view: view.level == "satisfied")
        one.touch(i.Next())
        await one.sees(v.FarewellView)
        one.touch(i.Next())
        await one.sees(v.HomeView)
        await one.eventually(lambda: one.far_platform.closed == ["session-0001"])
    assert CODE not in caplog.text
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CODE.encode() not in path.read_bytes(), path.name


async def test_a_foreign_code_is_explained_without_asking_the_platform(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with at_the_scanner(tmp_path) as (one, twin):
        twin.show_code(FOREIGN)
        await problem_of(one, "code_foreign")
        assert one.far_platform.bodies == []
        twin.show_code(CODE)
        await one.sees(v.QuestionView)
    assert "test.invalid" not in caplog.text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("code-expired", "code_expired"),
        ("not-recognised", "code_not_recognised"),
        ("card-lost", "card_lost"),
        ("something-new", "code_refused"),
    ],
)
async def test_what_the_platform_says_of_a_code_and_it_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, sentence: str
) -> None:
    monkeypatch.setattr("drivers.scanner.repeats.SAME_CODE", 0.05)
    read, seen = CameraScanner.read, []

    async def noted(self: CameraScanner, limit: float = 60.0) -> Scanned | Failure:
        seen.append(await read(self, limit))
        return seen[-1]

    monkeypatch.setattr(CameraScanner, "read", noted)
    async with at_the_scanner(tmp_path) as (one, twin):
        one.far_platform.refuse["/v1/identity/sessions"] = (401, kind)
        twin.show_code(CODE)
        await problem_of(one, sentence)
        one.far_platform.refuse.clear()
        await one.eventually(lambda: len(seen) > 3)  # the telephone is still there
        twin.show_code(FRESH)
        await one.sees(v.QuestionView)
        assert [body["evidence"]["code"] for _, body in one.far_platform.bodies] == [CODE, FRESH]


async def test_a_scanner_that_went_away_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.scanner.scanner.BACK_WITHIN", 0.3)
    monkeypatch.setattr("drivers.camera.camera.LOOK_INTERVAL", 0.2)
    async with at_the_scanner(tmp_path) as (one, twin):
        await one.eventually(lambda: twin.watched)
        twin.unplug()
        await problem_of(one, "reader_away_qr_code")
        twin.replug()
        twin.show_code(CODE)
        await one.sees(v.QuestionView)


async def test_without_the_platform_a_code_is_not_offered(tmp_path: Path) -> None:
    async with at_the_scanner(tmp_path) as (one, _):
        one.touch(i.ChooseMeans("social_security_card"))
        await one.sees(v.IdentifyView, lambda view: view.means == "social_security_card")
        one.online = False
        one.health.refresh()
        one.touch(i.ChooseMeans("social_security_card"))
        await one.sees(v.IdentifyView, lambda view: view.others == ())


async def test_a_network_that_fails_meanwhile_says_so_and_a_new_code_goes_on(tmp_path: Path) -> None:
    async with at_the_scanner(tmp_path) as (one, twin):
        one.far_platform.portal = True
        twin.show_code(CODE)
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "visit.identify.away.title"
        one.far_platform.portal = False
        one.far_platform.refuse["/v1/identity/sessions"] = (401, "code-expired")  # it had arrived, or grew old
        one.touch(i.Next())
        await problem_of(one, "code_expired")
        one.far_platform.refuse.clear()
        twin.show_code(FRESH)
        await one.sees(v.QuestionView)


async def test_a_card_that_could_not_be_read_is_asked_back_after_a_code(tmp_path: Path) -> None:
    # Guards against: a card tried first, forgotten in its slot because the telephone said who it was.
    async with at_the_scanner(tmp_path) as (one, twin):
        one.touch(i.ChooseMeans("social_security_card"))
        one.cards.lay(Failure(Completion.COMMAND_ERROR_CODE, "mediaUnreadable"))
        await problem_of(one, "unreadable")
        one.touch(i.ChooseMeans("qr_code"))
        twin.show_code(CODE)
        await one.answer("start_month", "2026-09")
        await one.answer("end_month", "2026-11")
        await one.sees(v.ResultView)
        one.touch(i.Next())
        await one.sees(v.TakeCardView, lambda view: view.means == "social_security_card")
        one.cards.take()
        await one.sees(v.DoneView)


async def test_a_terminal_without_a_scanner_offers_no_code(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("YB03")
        view = await one.sees(v.IdentifyView)
        assert view.others == ()


@pytest.mark.parametrize(
    "payload",
    [
        FOREIGN.encode(),
        b"WWW.test.invalid",
        b"wxp://f2f0test",
        b"WIFI:S:test;;",
        b"BEGIN:VCARD\nFN:test\nEND:VCARD",
        "测试员甲 您好".encode(),
        b"134567890123456789",  # WeChat Pay
        b"281234567890123456",  # Alipay
        b"6212345678901234567",  # UnionPay
        b"00020101021126",  # EMV
        b"\x00\x01\xff\xfe",
        b"a" * (LONGEST + 1),
    ],
)
def test_what_can_be_no_card(payload: bytes) -> None:
    code = scanned(payload)
    assert code is not None
    assert not may_be_one(code)


@pytest.mark.parametrize("payload", [CODE, "a" * LONGEST, "7788990011223344", "电子社保卡:测试"])
def test_anything_else_is_for_the_platform_to_judge(payload: str) -> None:
    code = scanned(payload.encode())
    assert code is not None
    assert may_be_one(code)
