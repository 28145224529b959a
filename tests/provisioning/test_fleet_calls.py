"""A press on "help" that nobody hears, or that the screen says was heard when it was not."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import httpx

from kiosk import calls, helpdesk
from kiosk.agent.courier import Courier
from kiosk.catalogue.load import load
from kiosk.helpdesk import Helpdesk
from kiosk.platform import open_client
from kiosk.settings import Settings
from kiosk.text import Localized
from kiosk.visit import intents as i
from kiosk.visit.snapshot import Site
from kiosk.visit.stage import Stage
from kiosk.visit.views import TakeCardView
from provisioning.fleet.application import Board
from provisioning.fleet.calls import Calls
from provisioning.fleet.store import FleetStore
from tests.limits import LIMIT_S
from tests.provisioning.services import client, fleet, problem, sandbox

CALL = {"terminal": "TEST-0001", "id": "0190-0001", "number": 1, "reason": "help", "ago_s": 3}


def stage_of(settings: Settings) -> tuple[Stage, Helpdesk]:
    stage = Stage(Site(Localized("测试", "Test"), settings.terminal_id), settle=0.0)
    desk = Helpdesk(stage, settings.home, reached=bool(settings.fleet_url))
    stage.on_help = desk.help
    stage.subscribe(desk.watch)
    return stage, desk


async def toast(stage: Stage, key: str) -> None:
    async with asyncio.timeout(LIMIT_S):
        while getattr(stage.snapshot.toast, "key", None) != key:
            await asyncio.sleep(0.02)


async def test_a_press_reaches_the_board_and_only_then_the_screen_says_so(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(helpdesk, "WAIT_S", LIMIT_S)
    with sandbox(tmp_path), fleet(tmp_path) as service:
        settings = Settings.load(str(tmp_path), {})
        stage, _ = stage_of(settings)
        stop = asyncio.Event()
        stage.send(i.CallHelp())
        await toast(stage, "helpdesk.help.calling")
        async with open_client(settings, settings.fleet_url) as connection:
            courier = asyncio.create_task(Courier(settings, connection).run(stop))
            await toast(stage, "helpdesk.help.called")
            board = httpx.get(service.page).text
            assert f"呼叫号 {stage.snapshot.toast.params['number']}" in board
            stage.send(i.CallHelp())  # pressed again: the same call
            assert httpx.get(service.page).text.count("呼叫号") == 1
            stage.show(TakeCardView("id_card", 30))
            stage.show(TakeCardView("id_card", 31))
            async with asyncio.timeout(LIMIT_S):
                while "忘在机器里" not in (board := httpx.get(service.page).text):
                    await asyncio.sleep(0.1)
            assert board.count("忘在机器里") == 1
            for key in re.findall(r"/calls/([0-9a-f-]+)/seen-to", board):
                assert httpx.post(f"{service.page}calls/{key}/seen-to", follow_redirects=True).status_code == 200
            assert "呼叫号" not in httpx.get(service.page).text
            stop.set()
            await courier


async def test_with_nobody_to_hear_the_screen_says_the_telephone_number(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(helpdesk, "WAIT_S", 0.3)
    stage, _ = stage_of(Settings(home=tmp_path, fleet_url="https://127.0.0.1:9"))
    stage.send(i.CallHelp())
    await toast(stage, "helpdesk.help.not_sent")
    alone, _ = stage_of(Settings(home=tmp_path))
    alone.send(i.CallHelp())
    assert alone.snapshot.toast.key == "helpdesk.help.not_sent", "no fleet service: nothing is claimed"


def test_a_call_is_kept_once_and_a_malformed_one_is_refused(tmp_path: Path) -> None:
    with sandbox(tmp_path), fleet(tmp_path) as service, client(service) as terminal:
        for _ in range(2):
            assert terminal.post("/v1/help", json=CALL).status_code == 201
        assert httpx.get(service.page).text.count("呼叫号") == 1
        for change in ({"reason": "x"}, {"number": 0}, {"ago_s": -1}, {"id": ""}, {"ago_s": "now"}):
            assert problem(terminal.post("/v1/help", json=CALL | change)) == (400, "malformed")
        assert problem(terminal.post("/v1/help", json=CALL | {"terminal": "TEST-0009"}))[0] == 403


async def test_a_call_has_somebody_who_goes_and_a_time_by_which(tmp_path: Path) -> None:
    """A call that everybody saw and nobody went to, and one that waits for ever."""
    now = time.time()
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60.0, now)
    told = Calls(store.database)
    told.take(CALL | {"ago_s": 200}, "TEST-0001", now)
    board = httpx.ASGITransport(Board(store, load(None)).application())
    async with httpx.AsyncClient(transport=board, base_url="http://board") as staff:
        shown = (await staff.get("/")).text
        assert "还没有人去" in shown and "分钟没有处理" not in shown
        told.take(CALL | {"id": "0190-0002", "number": 2, "ago_s": 400}, "TEST-0001", now)
        assert "超过 5 分钟没有处理" in (await staff.get("/table")).text
        owner = "/calls/0190-0002/owner"
        assert (await staff.put(owner, json={"owner": "值守员甲"})).status_code == 204
        shown = (await staff.get("/table")).text
        assert shown.count("还没有人去") == 1 and "值守员甲" in shown
        for wrong in ("", " ", "长" * 21, 5, "a\n"):
            assert problem(await staff.put(owner, json={"owner": wrong})) == (400, "malformed")
        unknown = await staff.put("/calls/0190-0009/owner", json={"owner": "值守员甲"})
        assert problem(unknown) == (404, "no-such-call")
    store.close()


def test_an_old_call_brings_nobody(tmp_path: Path, monkeypatch) -> None:
    call = calls.make(tmp_path, calls.HELP)
    assert call is not None
    assert [one.id for one in calls.waiting(tmp_path)] == [call.id]
    monkeypatch.setattr(calls, "boottime", lambda: call.at + calls.GOOD_FOR_S + 1)
    assert list(calls.waiting(tmp_path)) == []
    assert not list((tmp_path / "run/calls").glob("*.json"))


async def test_a_captive_portal_hears_nobody(tmp_path: Path) -> None:
    """It says 200 to everything; the screen must not say that staff were told."""
    call = calls.make(tmp_path, calls.HELP)
    assert call is not None
    portal = httpx.MockTransport(lambda request: httpx.Response(200, json={"welcome": "sign in"}))
    settings = Settings(home=tmp_path, fleet_url="https://fleet.invalid")
    async with httpx.AsyncClient(transport=portal) as connection:
        assert not await Courier(settings, connection)._tell(call)
    assert not calls.was_heard(tmp_path, call)
    assert [one.id for one in calls.waiting(tmp_path)] == [call.id], "it is told again"
