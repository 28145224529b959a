"""A platform that asks for time gets it, from every caller; nothing is asked twice that could charge twice."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.contract.cases import PROGRESS
from kiosk.contract.drafts import SAVE
from kiosk.contract.every import OPERATIONS
from kiosk.contract.identity import BEGIN
from kiosk.contract.payments import CODE, PAY, STATE
from kiosk.contract.queries import ASK, Query, QueryResult
from kiosk.lane import PATIENCE_S, Lane
from kiosk.platform import Away, Busy, Platform, Refused
from kiosk.settings import Settings
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.busy import when
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.stand import CARD, Stand, sample

QUERY = Query(item_code="X", answers={})
PROBLEM = {"type": "/problems/busy", "title": "busy"}


@dataclass
class BusyPlatform(HeldPlatform):
    """A real server. `busy`: answers still to be given as 429 or 503; `arrived`: when each call came."""

    status: int = 503
    after: str | None = "1"
    busy: int = 1
    problem: dict[str, Any] = field(default_factory=lambda: PROBLEM)
    arrived: list[tuple[str, float]] = field(default_factory=list)

    async def _answer(self, request: Request, status: int, body: Any) -> Response:
        self.arrived.append((request.url.path, time.monotonic()))
        if self.busy > 0 and request.url.path != "/v1/health":
            self.busy -= 1
            return JSONResponse(self.problem, self.status, {"Retry-After": self.after} if self.after else None)
        return await super()._answer(request, status, body)


def standing() -> float:
    """A clock that stands still, where nothing is waited for."""
    return 0.0


@contextlib.asynccontextmanager
async def terminal(
    home: Path, now: Callable[[], float] = time.monotonic, **of: Any
) -> AsyncIterator[tuple[Platform, BusyPlatform, list[tuple[int, bool]]]]:
    """The terminal's side of a real socket, without spread; what a citizen would have been told."""
    async with served(BusyPlatform(**of)) as server:
        opened = Platform.open(Settings(home=home, platform_url=server.url))
        platform = Platform(opened._client, Lane(now, lambda: 0.0))
        said: list[tuple[int, bool]] = []
        platform.lane.waits = lambda seconds, soon: said.append((round(seconds), soon))
        try:
            assert isinstance(server, BusyPlatform)
            yield platform, server, said
        finally:
            await platform.close()


async def test_a_query_is_asked_again_when_it_may_be(tmp_path: Path) -> None:
    async with terminal(tmp_path, status=429) as (platform, server, said):
        answer = await platform.call(ASK, QUERY, session="s")
        assert isinstance(answer, QueryResult)
        (_, first), (_, second) = server.arrived
        assert second - first >= 1.0  # not a moment earlier
        assert said == [(1, True)]  # and it was said that one waits


async def test_what_could_charge_twice_is_never_asked_again(tmp_path: Path) -> None:
    """The proxy that said 503 may have handed the order on."""
    async with terminal(tmp_path, standing) as (platform, server, said):
        answer = await platform.call(_unrepeatable(), QUERY, session="s")
        assert isinstance(answer, Busy)
        assert answer.again_s == 1
        assert len(server.arrived) == 1
        assert said == [(1, False)]


def _unrepeatable() -> Any:
    """A POST as an order's is, at a route that this server has."""
    return replace(ASK, repeatable=False)


async def test_the_lane_is_held_for_every_caller(tmp_path: Path) -> None:
    """Ten callers that each found out for themselves would be ten more calls at a platform that has too many."""
    async with terminal(tmp_path) as (platform, server, _):
        first = await platform.call(_unrepeatable(), QUERY, session="s")
        assert isinstance(first, Busy)
        told = platform.lane._until
        answers = await asyncio.gather(*(platform.call(ASK, QUERY, session="s") for _ in range(5)), platform.health())
        assert all(isinstance(one, QueryResult) for one in answers[:5])
        assert all(at >= told for _, at in server.arrived[1:])
        assert told >= server.arrived[0][1] + 1


async def test_a_long_wait_is_said_and_not_waited_for(tmp_path: Path) -> None:
    async with terminal(tmp_path, standing, after="120") as (platform, server, said):
        for _ in range(2):
            answer = await platform.call(ASK, QUERY, session="s")
            assert isinstance(answer, Busy)
            assert answer.again_s == 120
        assert await platform.health() is False
        assert [path for path, _ in server.arrived] == ["/v1/queries"]  # once, and then nothing more
        assert said == [(120, False), (120, False)]  # the probe, for which nobody waits, said nothing


async def test_a_platform_that_stays_busy_is_asked_twice_at_most(tmp_path: Path) -> None:
    async with terminal(tmp_path, busy=9) as (platform, server, said):
        assert isinstance(await platform.call(ASK, QUERY, session="s"), Busy)
        assert len(server.arrived) == 2
        assert [soon for _, soon in said] == [True, False]


async def test_a_refusal_of_ones_own_is_no_word_to_everybody(tmp_path: Path) -> None:
    """`too-many-tries` is about who guesses codes; the next caller is not to wait for them."""
    problem = {"type": "/problems/too-many-tries"}
    assert (429, "too-many-tries") in PROGRESS.problems
    async with terminal(tmp_path, status=429, after="600", problem=problem) as (platform, _, __):
        asked = replace(ASK, problems=PROGRESS.problems)
        answer = await platform.call(asked, QUERY, session="s")
        assert answer == Refused(429, "too-many-tries")
        assert platform.lane.left == 0


async def test_without_a_time_it_is_away_as_before(tmp_path: Path) -> None:
    async with terminal(tmp_path, after=None) as (platform, _, said):
        answer = await platform.call(ASK, QUERY, session="s")
        assert isinstance(answer, Away)
        assert not isinstance(answer, Busy)
        assert (said, platform.lane.left) == ([], 0)


async def test_a_proxy_does_not_silence_a_terminal_for_an_hour(tmp_path: Path) -> None:
    async with terminal(tmp_path, standing, after="3600", problem={}) as (platform, _, __):
        answer = await platform.call(ASK, QUERY, session="s")
        assert isinstance(answer, Busy)
        assert 50 < answer.again_s <= 60


def test_nothing_that_changes_something_may_be_repeated() -> None:
    """Whoever marks a call as repeatable has to say so here as well."""
    may = {one.name for one in OPERATIONS if one.may_repeat and one.verb != "GET"}
    whole_list = "handInPaymentDay"  # a day's list takes the place of the one before, so that twice is once
    assert may == {ASK.name, BEGIN.name, "findBills", "findUtilityBills", whole_list}
    assert not any(one.may_repeat for one in (PAY, CODE, SAVE))
    assert STATE.may_repeat


def test_terminals_that_were_told_the_same_do_not_return_together() -> None:
    lanes = [Lane(lambda: 0.0, lambda part=part: part / 100) for part in range(100)]  # type: ignore[misc]
    for lane in lanes:
        lane.hold(60)
    assert sorted(lane.left for lane in lanes) == pytest.approx([60 + 0.06 * part for part in range(100)])


async def test_a_shorter_word_does_not_open_what_a_longer_one_closed() -> None:
    lane = Lane(lambda: 0.0, lambda: 0.0)
    lane.hold(60)
    lane.hold(2)
    assert lane.left == 60
    assert await lane.enter(PATIENCE_S) == 60


def test_the_time_is_said_in_round_numbers_and_never_too_early() -> None:
    assert [when(seconds) for seconds in (1, 11, 109, 111, 3600)] == [
        message("busy.seconds", number=10),
        message("busy.seconds", number=20),
        message("busy.seconds", number=110),
        message("busy.minutes", number=2),
        message("busy.minutes", number=60),
    ]


async def test_a_citizen_is_told_when_and_loses_nothing(tmp_path: Path) -> None:
    """The whole visit: busy for long at the query; the page says when, and the same touch goes on later."""
    async with served(BusyPlatform(busy=0, after="300")) as server:
        assert isinstance(server, BusyPlatform)
        one = Stand(tmp_path, server, sample(), 0.02)
        one.platform.lane = Lane(chance=lambda: 0.0)
        one.open()
        try:
            await one.begin("SB03")
            await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
            one.id_cards.lay(CARD)
            await one.answer("insurance", "pension")
            await one.sees(v.QuestionView, lambda view: view.name == "start_month")
            one.touch(i.Next())
            await one.sees(v.QuestionView, lambda view: view.name == "end_month")
            server.busy = 1
            one.touch(i.Answer("2026-11"))
            notice = await one.sees(v.NoticeView)
            assert notice.title == message("busy.title")
            assert notice.body == message("busy.body", wait=message("busy.minutes", number=5))
            assert one.snapshot.toast is None  # said once
            before = len(server.arrived)
            one.touch(i.Next())  # too early
            await one.sees(v.NoticeView)
            assert len(server.arrived) == before  # the platform heard nothing of it
            one.platform.lane._until = 0.0  # five minutes later
            one.touch(i.Next())
            await one.sees(v.ResultView)
        finally:
            await one.close()


async def test_card_and_query_wait_for_a_moment(tmp_path: Path) -> None:
    async with served(BusyPlatform(busy=0)) as server:
        assert isinstance(server, BusyPlatform)
        one = Stand(tmp_path, server, sample(), 1.0)
        one.platform.lane = Lane(chance=lambda: 0.0)
        one.open()
        try:
            await one.begin("SB03")
            await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
            server.busy = 1
            one.id_cards.lay(CARD)
            await one.sees(v.IdentifyView, lambda view: view.phase == "checking")
            await one.eventually(lambda: one.snapshot.toast == message("busy.waiting", seconds=1))
            await one.sees(v.QuestionView)  # by itself
            await one.answer("insurance", "pension")
            await one.sees(v.QuestionView, lambda view: view.name == "start_month")
            one.touch(i.Next())
            await one.sees(v.QuestionView, lambda view: view.name == "end_month")
            server.busy = 1
            one.touch(i.Answer("2026-11"))
            await one.sees(v.WorkingView, lambda view: view.detail == message("busy.waiting", seconds=1))
            await one.sees(v.ResultView)
        finally:
            await one.close()
