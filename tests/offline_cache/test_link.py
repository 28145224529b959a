"""One terminal among 100,000: it returns at its own time, wears nothing down, and saves where a byte costs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from offline_cache import clock
from offline_cache.link import (
    AWAKE_S,
    JUST_STARTED_S,
    OUTAGE_SPREAD_S,
    RATINGS_S,
    RETRIES,
    RETRIES_PER_S,
    Link,
    Ratings,
    RetryBudget,
    Throttle,
)
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase
from offline_cache.states import State
from offline_cache.uploader import Uploader
from tests.limits import LIMIT_S
from tests.offline_cache.far_end import FarEnd, free_socket, serving
from tests.offline_cache.hands import hand_in, until


@pytest.fixture
async def far_end() -> AsyncIterator[FarEnd]:
    async with serving(FarEnd()) as up:
        yield up


@contextlib.asynccontextmanager
async def uploading(outbox: Outbox, url: str, link: Link) -> AsyncIterator[Uploader]:
    stop = asyncio.Event()
    async with httpx.AsyncClient(trust_env=False) as client:
        uploader = Uploader(outbox, client, url, link=link, random=lambda: 0.02)
        task = asyncio.create_task(uploader.run(stop))
        try:
            yield uploader
        finally:
            stop.set()
            await asyncio.wait_for(task, LIMIT_S)


def test_terminals_return_one_after_the_other_and_each_at_its_own_time() -> None:
    offsets = [Link(terminal=f"TEST-{number:05d}").apart_after_outage(3600) for number in range(2000)]
    assert min(offsets) < 5 and OUTAGE_SPREAD_S - 5 < max(offsets) <= OUTAGE_SPREAD_S
    assert abs(statistics.mean(offsets) - OUTAGE_SPREAD_S / 2) < 10
    assert offsets[7] == Link(terminal="TEST-00007").apart_after_outage(3600)
    assert Link(terminal="TEST-00007").apart_after_outage(2) <= 2, "a hiccup is no reason to wait for minutes"
    started = Link(terminal="TEST-00007")
    assert started.apart_after_start(10) > 0 and started.apart_after_start(JUST_STARTED_S + 1) == 0


def late_terminal() -> str:
    """One whose turn comes in the last tenth."""
    return next(name for name in (f"T{n}" for n in range(1000)) if Link(terminal=name).offset(1.0) > 0.9)


async def test_after_an_outage_the_backlog_waits_its_turn_and_a_citizen_does_not(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = free_socket()  # nobody listens there yet: the platform is away
    monkeypatch.setattr("offline_cache.sending.STANDS_S", 1.0)
    backlog = [hand_in(outbox, f"{n:02x}") for n in range(6)]
    url = f"http://127.0.0.1:{kept.getsockname()[1]}"
    async with uploading(outbox, url, Link(terminal=late_terminal())) as uploader:
        await until(lambda: uploader.state.phase is Phase.OFFLINE)
        away_since = time.monotonic()
        await asyncio.sleep(2.0)  # the outage
        async with serving(FarEnd(), kept) as far_end:
            back: list[float] = []
            new: list[str] = []

            def asked(request: Request, _: bytes) -> None:
                if not back:  # the platform is there again, and in this moment somebody hands something in
                    back.append(time.monotonic())
                    new.append(hand_in(outbox, "ff"))

            far_end.faults.append(asked)
            await until(lambda: len(far_end.arrivals) == 1 + len(backlog))
            took = time.monotonic() - back[0]
        assert far_end.seen[0] == "GET /v1/health"
        assert far_end.arrivals[0] == new[0] and set(far_end.arrivals) == {*new, *backlog}
        assert took > 0.8 * (back[0] - away_since)


async def test_what_waited_when_the_machine_was_started_waits_its_turn(
    outbox: Outbox, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offline_cache.sending.STANDS_S", 0.0)
    monkeypatch.setattr("offline_cache.link.START_SPREAD_S", 3.0)
    monkeypatch.setattr("offline_cache.link.JUST_STARTED_S", clock.boottime() + 60)
    held = hand_in(outbox, "aa")
    begun = time.monotonic()
    async with uploading(outbox, far_end.url, Link(terminal=late_terminal())):
        await asyncio.sleep(0)  # it has begun to hold what waits
        new = hand_in(outbox, "bb")
        await until(lambda: len(far_end.arrivals) == 2)
    assert far_end.arrivals == [new, held] and time.monotonic() - begun > 2.4


async def test_uploads_take_no_more_of_the_link_than_they_may(outbox: Outbox, far_end: FarEnd) -> None:
    rate = 200_000
    keys = [hand_in(outbox, f"{n:02x}", pages=(os.urandom(100_000),)) for n in range(4)]
    begun = time.monotonic()
    async with uploading(outbox, far_end.url, Link(bytes_per_s=rate)):
        await until(lambda: all(outbox.record(key).state is State.SHREDDED for key in keys))
    assert time.monotonic() - begun > 0.8 * 400_000 / rate


async def test_a_slow_limit_is_not_taken_for_a_broken_link() -> None:
    slow = Throttle(1000.0)
    assert slow.takes(1_000_000, 4) == 4000.0 and slow.piece == 1024
    assert Throttle(None).takes(1_000_000, 4) == 0.0
    async with asyncio.timeout(LIMIT_S):
        await asyncio.gather(*(Throttle(None).let(10**9) for _ in range(3)))


def test_all_records_together_try_again_no_more_often_than_the_budget_says() -> None:
    now = 0.0
    budget = RetryBudget(lambda: now)
    assert sum(budget.take() == 0.0 for _ in range(1000)) == RETRIES
    assert 0 < budget.take() <= 1.0
    now += 10.0
    assert sum(budget.take() == 0.0 for _ in range(1000)) == 10
    for _ in range(105):
        budget.succeeded()
    assert sum(budget.take() == 0.0 for _ in range(1000)) == 10


async def test_an_ill_platform_is_not_worn_down_and_nothing_is_lost(
    outbox: Outbox, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offline_cache.link.RETRIES", 5.0)
    ill = True
    far_end.faults.append(lambda *_: Response(status_code=500) if ill else None)
    keys = [hand_in(outbox, f"{n:02x}") for n in range(10)]
    begun = time.monotonic()
    async with uploading(outbox, far_end.url, Link()):
        await asyncio.sleep(2.0)
        again = 5 + (time.monotonic() - begun) * RETRIES_PER_S
        assert len(far_end.posts) <= 10 + again + 1, (
            "each record has a try of its own; tries again are counted together"
        )
        ill = False
        monkeypatch.setattr("offline_cache.link.RETRIES_PER_S", 100.0)  # the test need not wait as a terminal does
        await until(lambda: set(far_end.arrivals) == set(keys))


def test_on_a_link_that_costs_ratings_travel_with_a_submission_or_after_hours() -> None:
    now = 1000.0
    ratings = Ratings(Link(metered=True), lambda: now)
    assert ratings.lanes() == ("submissions",)
    ratings.acknowledged("submissions")
    assert "ratings" in ratings.lanes()
    now += AWAKE_S + 1
    assert ratings.lanes() == ("submissions",)
    now += RATINGS_S
    assert "ratings" in ratings.lanes()
    assert "ratings" in Ratings(Link(), lambda: now).lanes()


async def test_a_rating_that_waits_holds_up_nobody_and_is_not_forgotten(outbox: Outbox, far_end: FarEnd) -> None:
    rating = hand_in(outbox, "aa", lane="ratings")
    async with uploading(outbox, far_end.url, Link(metered=True)):
        await asyncio.sleep(0.5)
        assert far_end.posts == []
        submission = hand_in(outbox, "bb")
        await until(lambda: len(far_end.arrivals) == 2)
    assert far_end.arrivals == [submission, rating]


async def test_the_upload_of_a_record_that_is_given_up_is_ended(outbox: Outbox, far_end: FarEnd) -> None:
    """Half of a citizen's page would otherwise lie at the platform for a day, for nothing."""
    from datetime import timedelta

    from offline_cache.records import Slot

    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", 2_000_000, keep=timedelta(seconds=0.5))
    assert isinstance(slot, Slot)
    digest = outbox.attach(slot.key, os.urandom(1_000_000))
    outbox.commit(slot.key, b"sealed")
    outbox.upload_begun(slot.key, digest, f"{far_end.url}/v1/uploads/u0")
    await asyncio.sleep(0.6)
    async with uploading(outbox, far_end.url, Link()):
        await until(lambda: outbox.record(slot.key).state is State.EXPIRED)
        await until(lambda: "DELETE /v1/uploads/u0" in far_end.seen)
    assert far_end.posts == []
