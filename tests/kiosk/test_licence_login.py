"""Signing in by the electronic business licence at the real sandbox platform, whose operator plays the telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drivers.scanner.payload import Scanned
from drivers.status import DeviceState, ScannerStatus
from kiosk import clock
from kiosk.contract.device_login import OWN_CODE
from kiosk.pace import Pace
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.identity import LicenceLoginView
from tests.kiosk.held_devices import Held
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import Stand
from tests.limits import LIMIT_S


async def to_the_licence(one: Stand, platform: LoopbackPlatform) -> LicenceLoginView:
    platform.sandbox.device_logins.interval = 0
    await one.begin("SC02")
    await one.sees(v.IdentifyView)
    one.touch(i.ChooseMeans("e_business_licence"))
    view = await one.sees(LicenceLoginView, lambda view: view.code)
    assert isinstance(view, LicenceLoginView)
    assert view.user_code in view.code
    return view


@pytest.fixture(autouse=True)
def _every_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which devices an item takes is another test's."""
    monkeypatch.setattr("kiosk.health.Health.obstacle", lambda self, item: None)


async def test_an_enterprise_signs_in_by_its_licence_and_needs_no_face(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform):
        view = await to_the_licence(one, platform)
        logins = platform.sandbox.device_logins
        logins.scan(view.user_code, "owner", clock.now())
        logins.decide(view.user_code, True, clock.now())
        await one.sees(v.QuestionView, lambda view: view.name == "uscc")
        assert one.snapshot.person == "测试市样例贸易…"


@pytest.mark.parametrize(
    ("actor", "approve", "sentence"),
    [
        ("owner", False, "identity.licence.denied"),
        ("former", True, "identity.licence.denied"),
        ("clerk", True, "identity.licence.out_of_scope"),
    ],
)
async def test_somebody_who_may_not_act_for_it(tmp_path: Path, actor: str, approve: bool, sentence: str) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform):
        view = await to_the_licence(one, platform)
        logins = platform.sandbox.device_logins
        logins.scan(view.user_code, actor, clock.now())
        logins.decide(view.user_code, approve, clock.now())
        page = await one.sees(LicenceLoginView, lambda view: view.problem is not None)
        assert (page.problem.key, page.code) == (sentence, "")
        assert page.out_of_scope is (actor == "clerk"), "the same person's next code would be refused again"
        one.touch(i.SendAgain())
        again = await one.sees(LicenceLoginView, lambda view: view.code)
        assert again.user_code != view.user_code


async def test_a_code_that_nobody_scans_grows_old(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform):
        view = await to_the_licence(one, platform)
        platform.sandbox.device_logins.age(view.user_code, clock.now())
        page = await one.sees(LicenceLoginView, lambda view: view.problem is not None)
        assert page.problem.key == "identity.licence.expired"


class Seconds:
    """The time of terminal and platform in a test: it passes only while the terminal waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0
        self.begun = clock.now()
        self.at: dict[int, Callable[[], object]] = {}

        async def wait(_: Pace, seconds: float) -> None:
            self.passed += round(seconds)
            self.at.pop(self.passed, lambda: None)()
            await asyncio.sleep(0)

        monkeypatch.setattr(Pace, "wait", wait)
        monkeypatch.setattr("provisioning.clock.now", self.now)

    def now(self) -> datetime:
        return self.begun + timedelta(seconds=self.passed)


async def test_a_terminal_that_is_told_to_slow_down_asks_five_seconds_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 8628, 3.5: for this and all later questions."""
    async with sandbox_stand(tmp_path) as (one, platform):
        await one.begin("SC02")
        await one.sees(v.IdentifyView)
        seconds = Seconds(monkeypatch)
        logins, asked = platform.sandbox.device_logins, []

        def called(call: str) -> None:
            if call == "POST /v1/identity/device-tokens":
                asked.append(seconds.passed)

        def just_asked() -> None:
            (waiting,) = logins.shown(seconds.now())
            waiting.asked_at = seconds.now()  # so that the first question comes a second too early

        def agreed() -> None:
            (waiting,) = logins.shown(seconds.now())
            logins.scan(waiting.user_code, "owner", seconds.now())
            logins.decide(waiting.user_code, True, seconds.now())

        platform.before = called
        seconds.at = {1: just_asked, 20: agreed}
        one.touch(i.ChooseMeans("e_business_licence"))
        await one.sees(v.QuestionView, lambda view: view.name == "uscc")
        assert asked == [3, 11, 19, 27], "three seconds, and eight from then on"


# ---- the licence's own code, scanned by the terminal --------------------------------------------
class QueueScanner(Held):
    def __init__(self) -> None:
        super().__init__("scanner", ScannerStatus(DeviceState.ONLINE))
        self.codes: asyncio.Queue[str] = asyncio.Queue()

    async def read(self, limit: float = 30) -> Any:
        code = await self.codes.get()
        return Scanned(code.encode(), code, "qrCode")


def with_a_queue(one: Stand) -> None:
    one.scanner = QueueScanner()


async def scanning(one: Stand) -> None:
    await one.begin("SC02")
    await one.sees(v.IdentifyView)
    one.touch(i.ChooseMeans("e_business_licence"))
    await one.sees(LicenceLoginView, lambda view: view.code and view.scans)


def licence_code(platform: LoopbackPlatform, actor: str) -> str:
    return platform.sandbox.enterprise_codes.issue(actor, clock.now()).text


async def test_the_terminal_scans_the_licence_s_own_code(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1, prepare=with_a_queue) as (one, platform):
        await scanning(one)
        one.scanner.codes.put_nowait("https://pay.test.invalid/?sum=1")
        page = await one.sees(LicenceLoginView, lambda view: view.problem is not None)
        assert page.problem.key == "identity.licence.foreign" and page.code, "the terminal's own code stays on show"
        assert platform.count("POST", "/v1/identity/sessions") == 0, "the platform is not asked about it"
        one.scanner.codes.put_nowait(licence_code(platform, "owner"))
        await one.sees(v.QuestionView, lambda view: view.name == "uscc")
        assert one.snapshot.person == "测试市样例贸易…"


@pytest.mark.parametrize(
    ("actor", "sentence"), [("former", "denied"), ("clerk", "out_of_scope"), ("used", "used"), ("", "unknown")]
)
async def test_a_licence_s_code_that_does_not_do(tmp_path: Path, actor: str, sentence: str) -> None:
    async with sandbox_stand(tmp_path, second=0.1, prepare=with_a_queue) as (one, platform):
        await scanning(one)
        code = licence_code(platform, actor if actor in ("former", "clerk") else "owner")
        if actor == "used":
            platform.sandbox.enterprise_codes.redeem({"code": code.removeprefix(OWN_CODE)}, "SC02", clock.now())
        for _ in range(3):  # it is still held there
            one.scanner.codes.put_nowait(code if actor else OWN_CODE + "x" * 43)
        page = await one.sees(LicenceLoginView, lambda view: view.problem is not None)
        assert page.problem.key == f"identity.licence.{sentence}"
        await one.eventually(lambda: platform.count("POST", "/v1/identity/sessions") == 1)


async def an_enterprise_at_home(one: Stand, platform: LoopbackPlatform) -> None:
    """Signed in by its licence, and back from the item without having begun it."""
    view = await to_the_licence(one, platform)
    logins = platform.sandbox.device_logins
    logins.scan(view.user_code, "owner", clock.now())
    logins.decide(view.user_code, True, clock.now())
    await one.sees(v.QuestionView)
    one.touch(i.Back())
    await one.sees(v.GuideView)
    one.touch(i.Back())


async def test_a_licence_does_not_serve_what_is_ones_own(tmp_path: Path) -> None:
    """An enterprise's session is ended before a person's item begins."""
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform):
        await an_enterprise_at_home(one, platform)
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        await one.eventually(lambda: platform.count("DELETE", "/v1/identity/session") == 1)


async def test_who_leaves_while_a_session_is_being_ended_leaves_none_open(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform):
        await an_enterprise_at_home(one, platform)
        await one.sees(v.HomeView)
        lane, asked = one.platform.lane, asyncio.Event()
        enter = lane.enter

        async def entered(patience: float, *, quietly: bool = False) -> float:
            asked.set()
            return await enter(patience, quietly=quietly)

        lane.enter = entered  # type: ignore[method-assign]
        lane._chance = lambda: 0.0
        lane.hold(0.5)  # the platform asked for a moment: the call waits for it
        await one.begin("SB03")
        await asyncio.wait_for(asked.wait(), LIMIT_S)
        one.touch(i.Exit())
        await one.eventually(lambda: platform.count("DELETE", "/v1/identity/session") == 1)
