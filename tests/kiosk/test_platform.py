"""Every way in which the platform can fail is a value; only its own answer counts as one."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx
import pytest

from kiosk.platform import Away, Platform, QueryResult, Refused, Session
from kiosk.reachability import Reachability
from kiosk.settings import BadSettings, Settings

SESSION = Session("session-0001")


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
        (200, {"welcome": "to the mall"}, None),
        (201, {"columns": [], "rows": []}, None),
        (302, None, ""),
        (404, None, "not found"),
        (200, {"columns": [{"zh": "月", "en": "m"}], "rows": [["a", "b"]]}, None),
        (200, {"columns": 7, "rows": []}, None),
    ],
)
async def test_what_is_not_the_platforms_own_answer_is_away(status: int, body: object, text: str | None) -> None:
    platform = answering(status, body, text)
    assert isinstance(await platform.query(SESSION, "X", {}), Away)


async def test_a_problem_is_refused_by_its_type() -> None:
    platform = answering(404, {"type": "/problems/nothing-found", "title": "none"})
    assert await platform.query(SESSION, "X", {}) == Refused(404, "nothing-found")


async def test_an_answer_becomes_a_table() -> None:
    body = {
        "headline": None,
        "columns": [{"zh": "月", "en": "m"}],
        "rows": [["2026-01"]],
        "as_of": "2026-11-22T02:24:05Z",
        "note": None,
    }
    answer = await answering(200, body).query(SESSION, "X", {})
    assert isinstance(answer, QueryResult)
    assert answer.rows == (("2026-01",),)
    assert len(answer.as_of) == len("2026-11-22 10:24")


async def test_no_network_and_no_address_are_away() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    platform = Platform(httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="https://platform.invalid"))
    assert isinstance(await platform.open_session("id_card", {}), Away)
    await platform.close_session(SESSION)  # best effort: no error
    assert isinstance(await Platform(None).open_session("id_card", {}), Away)


async def test_a_platform_that_hangs_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.platform.ANSWER_S", 0.05)

    async def handle(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    platform = Platform(httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="https://platform.invalid"))
    assert isinstance(await platform.query(SESSION, "X", {}), Away)


async def test_nothing_that_was_sent_or_answered_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = await answering(500, {"type": "x"}).open_session("id_card", {"id_number": "PLANTED"})
        await answering(200, {"columns": [], "rows": [], "as_of": "PLANTED"}).query(SESSION, "X", {"a": "PLANTED"})
    assert "PLANTED" not in caplog.text + repr(answer)
    assert "session-0001" not in repr(SESSION)


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
