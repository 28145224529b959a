"""Every way in which the platform can fail is a value; only its own answer counts as one."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import httpx
import pytest

from kiosk import reachability as reachability_module
from kiosk.clock import on_the_wall
from kiosk.contract.identity import BEGIN, Evidence, Session, Subject
from kiosk.contract.queries import ASK, Query, QueryResult
from kiosk.platform import Away, Platform, Refused
from kiosk.reachability import Presence, Reachability, keep_probing
from kiosk.settings import BadSettings, Settings
from tests.limits import LIMIT_S

TOKEN = "session-0001"
QUERY = Query(item_code="X", answers={})
CARD = Evidence(method="id_card", evidence={})


ANSWER: dict[str, object] = {
    "headline": None,
    "columns": [{"zh": "月", "en": "m"}],
    "rows": [["2026-01"]],
    "as_of": "2026-11-22T02:24:05Z",
    "note": None,
    "of a later version": 1,
}


def answering(status: int, body: object = None, text: str | None = None) -> Platform:
    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, text=text) if text is not None else httpx.Response(status, json=body)

    return Platform(httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="https://platform.invalid"))


@pytest.mark.parametrize(
    ("status", "body", "text"),
    [
        (500, {"type": "/problems/internal"}, None),
        (502, None, "<html>bad gateway</html>"),
        (200, None, "<html>请登录无线网络</html>"),
        (201, {"columns": [], "rows": []}, None),
        (302, None, ""),
        (404, None, "not found"),
        (200, [], None),
    ],
)
async def test_what_is_not_the_platforms_own_answer_is_away(status: int, body: object, text: str | None) -> None:
    platform = answering(status, body, text)
    assert isinstance(await platform.call(ASK, QUERY, session=TOKEN), Away)


@pytest.mark.parametrize(
    "change",
    [
        {"columns": [{"zh": "月", "en": "m"}], "rows": [["a", "b"]]},  # a row of another width
        {"columns": 7},
        {"as_of": "yesterday"},
        {"rows": None},
    ],
)
async def test_an_answer_that_breaks_the_contract_is_refused_with_a_code(change: dict[str, object]) -> None:
    """Drawn as it is it would show a wrong table; taken for a dead network it would be asked for again and again."""
    answer = await answering(200, ANSWER | change).call(ASK, QUERY, session=TOKEN)
    assert answer == Refused(200, "misfit-query")


@pytest.mark.parametrize("body", [json.dumps(ANSWER).encode("utf-16"), b'{"headline": "\\ud800"}'])
async def test_json_that_only_some_read_is_refused_with_a_code_as_well(body: bytes) -> None:
    """In UTF-16, or with half a character: Python's own reader takes it, the contract's does not."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    platform = Platform(httpx.AsyncClient(transport=transport, base_url="https://platform.invalid"))
    assert await platform.call(ASK, QUERY, session=TOKEN) == Refused(200, "misfit-query")


async def test_a_problem_is_refused_by_its_type() -> None:
    platform = answering(404, {"type": "/problems/nothing-found", "title": "none"})
    assert await platform.call(ASK, QUERY, session=TOKEN) == Refused(404, "nothing-found")


async def test_an_answer_becomes_a_table() -> None:
    answer = await answering(200, ANSWER).call(ASK, QUERY, session=TOKEN)
    assert isinstance(answer, QueryResult)
    assert answer.rows == (("2026-01",),)
    assert on_the_wall(answer.as_of) == "2026-11-22 10:24"


async def test_no_network_and_no_address_are_away() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    platform = Platform(httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="https://platform.invalid"))
    assert isinstance(await platform.call(BEGIN, CARD), Away)
    await platform.end_session(TOKEN)  # best effort: no error
    assert isinstance(await Platform(None).call(BEGIN, CARD), Away)


async def test_a_platform_that_hangs_is_away() -> None:
    async def handle(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    platform = Platform(httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="https://platform.invalid"))
    assert isinstance(await platform.call(ASK, QUERY, session=TOKEN, limit_s=0.05), Away)


async def test_nothing_that_was_sent_or_answered_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = await answering(500, {"type": "x"}).call(
            BEGIN, Evidence(method="id_card", evidence={"id_number": "PLANTED"})
        )
        asked = Query(item_code="X", answers={"a": "PLANTED"})
        await answering(200, ANSWER | {"as_of": "PLANTED"}).call(ASK, asked, session=TOKEN)
    session = Session(token="PLANTED", level="single", subject=Subject(name="PLANTED"), expires_at="")
    assert "PLANTED" not in caplog.text + repr(answer) + repr(asked) + repr(session)


def test_bad_certificates_are_one_sentence(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, platform_url="https://platform.invalid", platform_ca=tmp_path / "gone.pem")
    with pytest.raises(BadSettings, match=r"gone\.pem"):
        Platform.open(settings)


def test_one_lost_answer_is_not_away_and_one_lucky_one_not_back() -> None:
    turns: list[bool] = []
    opinion = Reachability(lambda: turns.append(opinion.reachable))
    for heard in (True, False, True, False, False, True, False, True, True):
        opinion.heard(heard)
    assert turns == [True, False, True]
    assert opinion.pause > 5
    opinion.heard(False)
    assert opinion.pause < 5  # a doubt is looked into soon


async def test_a_terminal_at_which_nobody_stands_asks_seldom_and_whoever_comes_sees_the_truth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Guards against a city of terminals that ask all night, and against a page that is old when somebody reads it."""
    monkeypatch.setattr(reachability_module, "EVERY_S", 0.02)
    opinion, presence, asked = Reachability(lambda: None), Presence(), asyncio.Semaphore(0)
    opinion.heard(True)
    assert 48 <= opinion.pause_for(somebody=False) <= 72

    async def probe() -> None:
        asked.release()

    async def probes(count: int, limit: float = LIMIT_S) -> None:
        async with asyncio.timeout(limit):
            for _ in range(count):
                await asked.acquire()

    probing = asyncio.create_task(keep_probing(probe, opinion, presence))
    try:
        await probes(3)
        presence.note(somebody=False)
        while not asked.locked():  # what was asked before
            await asked.acquire()
        with pytest.raises(TimeoutError):
            await probes(1, 0.3)
        presence.note(somebody=True)
        await probes(2)
        opinion.heard(False)
        assert opinion.pause_for(somebody=False) < 5  # a doubt is looked into soon, whoever is there
    finally:
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)


def test_calls_that_are_answered_spare_the_probes_and_silence_does_not() -> None:
    """Guards against a platform whose load is mostly terminals that ask whether it is there, of which they know."""
    at = 0.0
    opinion = Reachability(lambda: None, lambda: at)

    def due() -> float:
        return opinion.due_in(somebody=True)

    opinion.heard(False)
    for _ in range(9):
        opinion.heard(False)
        assert 8 <= due() <= 12  # away: as soon as ever, for as long as it is
    for _ in range(2):
        opinion.heard(True)
    assert 8 <= due() <= 12  # just back
    opinion.heard(True)
    assert 24 <= due() <= 36
    at = 20.0
    opinion.heard(True)  # a citizen's call
    at = 40.0  # the probe would have been due
    assert due() > 0
    opinion.heard(True)
    at = 72.5
    opinion.heard(True)
    assert due() < 0  # only a probe says how the shared services are
    opinion.probed()
    assert due() >= 24
    opinion.uneasy = lambda: True  # one of them is down
    assert 8 <= due() <= 12
    opinion.heard(True)
    at = 85.0
    opinion.heard(True)
    assert due() < 0  # calls to others do not show that it is back


async def test_a_call_that_fails_brings_a_probe_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards against a home page that offers for half a minute what cannot be had."""
    monkeypatch.setattr(reachability_module, "SOON_S", 0.02)
    opinion, asked = Reachability(lambda: None), asyncio.Event()

    async def probe() -> None:
        opinion.heard(not asked.is_set())
        asked.set()

    for _ in range(3):
        opinion.heard(True)
    probing = asyncio.create_task(keep_probing(probe, opinion, Presence()))
    try:
        await asyncio.wait_for(asked.wait(), LIMIT_S)
        assert opinion.pause > 20
        opinion.heard(False)
        async with asyncio.timeout(LIMIT_S):
            while opinion.reachable:
                await asyncio.sleep(0.005)
    finally:
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)
