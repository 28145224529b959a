"""The uploader against a platform on a real socket: nothing lost, nothing stored twice, nothing held up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from offline_cache import clock, lane, settling
from offline_cache import uploader as uploader_module
from offline_cache.faults import DiskFailed, Reason
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase
from offline_cache.records import Slot
from offline_cache.states import State
from offline_cache.uploader import Uploader
from tests.limits import LIMIT_S
from tests.offline_cache.far_end import FarEnd, free_socket, portal, problem, serving
from tests.offline_cache.hands import ROOM, hand_in, until


@pytest.fixture
async def far_end() -> AsyncIterator[FarEnd]:
    async with serving(FarEnd()) as up:
        yield up


@contextlib.asynccontextmanager
async def uploading(outbox: Outbox, url: str, jitter: Callable[[], float] = lambda: 0.02) -> AsyncIterator[Uploader]:
    """`jitter` in place of the random part: 0.02 makes the first delay 40 ms."""
    stop = asyncio.Event()
    async with httpx.AsyncClient(trust_env=False) as client:
        uploader = Uploader(outbox, client, url, random=jitter)
        task = asyncio.create_task(uploader.run(stop))
        try:
            yield uploader
        finally:
            stop.set()
            await asyncio.wait_for(task, LIMIT_S)


def is_shredded(outbox: Outbox, *keys: str) -> Callable[[], bool]:
    return lambda: all(outbox.record(key).state is State.SHREDDED for key in keys)


@pytest.fixture
def looks_never_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not wake it at once does not come at all."""
    monkeypatch.setattr(uploader_module, "LOOK_S", 10 * LIMIT_S)


async def at_rest(uploader: Uploader) -> None:
    """It has looked, found nothing, and waits."""
    rests, wait = asyncio.Event(), uploader._wait

    async def waiting(stopped: asyncio.Task[bool], seen: tuple[int, int], pause: float) -> None:
        rests.set()
        await wait(stopped, seen, pause)

    uploader._wait = waiting  # type: ignore[method-assign]
    await asyncio.wait_for(rests.wait(), LIMIT_S)
    assert uploader.state.phase is Phase.IDLE


async def test_a_record_is_uploaded_at_once_and_its_number_reaches_who_waits(
    outbox: Outbox, far_end: FarEnd, looks_never_by_itself: None
) -> None:
    async with uploading(outbox, far_end.url) as uploader:
        await at_rest(uploader)
        key = hand_in(outbox)
        acknowledgement = await outbox.acknowledgement(key, LIMIT_S)
        assert acknowledgement is not None and acknowledgement["number"] == "CASE-1"
        await until(is_shredded(outbox, key))
    assert list(far_end.stored) == [key] and far_end.posts == [key]


async def test_another_process_that_commits_wakes_it(
    outbox: Outbox, folder: Path, far_end: FarEnd, looks_never_by_itself: None
) -> None:
    async with uploading(outbox, far_end.url) as uploader:
        await at_rest(uploader)
        other = Outbox.open(folder)  # its own connection, as in the UI
        key = hand_in(other)
        assert await other.acknowledgement(key, LIMIT_S) is not None
        other.close()


@pytest.mark.parametrize(
    "answers",
    [
        ["drop"],
        ["drop", "drop", "cut"],
        [portal()],
        [RedirectResponse("http://127.0.0.1:9/login")],
        [Response(status_code=500), Response(b"\xff\xfe{", 500)],
        [problem(503, "busy", {"Retry-After": "0"})],
        [problem(429, "busy", {"Retry-After": "0"}), Response(status_code=502)],
        [problem(409, "in-progress", {"Retry-After": "0"})],
        [problem(422, "unreadable")],  # once only: not confirmed
        [Response(status_code=511), Response(status_code=302)],
        [Response(b'{"key": "x", "digest": "y"}', 201)],  # somebody else's acknowledgement
        [Response(b"[" * 60000, 200)],
        [Response(b"{}" * 10_000_000, 200)],
        ["cut"] * 6,  # opens the circuit: a probe closes it again
    ],
    ids=lambda answers: "+".join(a if isinstance(a, str) else str(a.status_code) for a in answers),
)
async def test_whatever_comes_first_each_record_is_stored_once(
    outbox: Outbox, far_end: FarEnd, answers: list[Response | str]
) -> None:
    far_end.fail_next(*answers)
    keys = [hand_in(outbox, order) for order in ("aa", "aa", "bb", "cc")]
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, *keys))
    assert sorted(far_end.arrivals) == sorted(keys)
    assert [key for key in far_end.arrivals if key in keys[:2]] == keys[:2], "a citizen's records came out of order"


async def test_a_redirect_is_not_followed(outbox: Outbox, far_end: FarEnd) -> None:
    far_end.fail_next(RedirectResponse("/v1/elsewhere", 307))
    key = hand_in(outbox)
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, key))
    assert "POST /v1/elsewhere" not in far_end.seen


async def test_refused_twice_is_parked_and_holds_up_only_its_own_citizen(outbox: Outbox, far_end: FarEnd) -> None:
    poisoned = hand_in(outbox, "aa")
    behind = hand_in(outbox, "aa")
    others = [hand_in(outbox, order) for order in ("bb", "cc")]

    def refuse(request: Request, _: bytes) -> Response | None:
        return problem(422, "unreadable") if poisoned in request.headers.get("idempotency-key", "") else None

    far_end.faults.append(refuse)
    async with uploading(outbox, far_end.url):
        await until(lambda: outbox.record(poisoned).state is State.PARKED)
        await until(is_shredded(outbox, *others))
        assert far_end.posts.count(poisoned) == 2
        assert outbox.record(poisoned).reason == "422 unreadable"
        assert outbox.record(behind).state is State.READY and outbox.counts().parked == 1
        far_end.faults.clear()
        outbox.retry(poisoned)
        await until(is_shredded(outbox, poisoned, behind))
    assert far_end.arrivals.index(poisoned) < far_end.arrivals.index(behind)


@pytest.mark.parametrize(
    "answer", [Response(status_code=500), Response(status_code=503), "cut"], ids=["500", "503", "cut"]
)
async def test_a_record_that_upsets_the_platform_each_time_does_not_stop_the_others(
    outbox: Outbox, far_end: FarEnd, answer: Response | str
) -> None:
    poisoned = hand_in(outbox, "aa")
    others = [hand_in(outbox, f"{n:02x}") for n in range(20)]
    far_end.faults.append(lambda request, _: answer if poisoned in request.headers.get("idempotency-key", "") else None)
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, *others))
    assert outbox.record(poisoned).state is State.READY


async def test_a_terminal_that_is_not_accepted_stops_and_keeps_everything(
    outbox: Outbox, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "delay", lambda *_: 10 * LIMIT_S)  # until the test says that the time is over
    monkeypatch.setattr(uploader_module, "LOOK_S", 0.05)
    keys = [hand_in(outbox, f"{n:02x}") for n in range(8)]
    far_end.faults.append(lambda request, _: problem(403, "terminal-blocked"))
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: uploader.state.phase is Phase.REFUSED)
        assert uploader.state.detail == "403 terminal-blocked"
        await until(lambda: {outbox.record(key).state for key in keys} == {State.READY})
        asked = len(far_end.posts)
        assert asked <= 4, "it went on asking with other records"
        uploader._lane._refused_until = 0.0
        await until(lambda: len(far_end.posts) > asked)  # asks again after a while, with one
        await asyncio.sleep(0.2)
        assert len(far_end.posts) == asked + 1
        far_end.faults.clear()
        uploader._lane._refused_until = 0.0
        await until(is_shredded(outbox, *keys))
    assert sorted(far_end.arrivals) == sorted(keys)


async def test_nothing_is_asked_for_while_the_platform_is_away_and_all_follows_when_it_is_back(outbox: Outbox) -> None:
    place = free_socket()  # nobody listens
    port = place.getsockname()[1]
    delayed = hand_in(outbox, "dd")
    assert outbox.lease(clock.boottime(), 60)
    outbox.postpone(delayed, clock.boottime() + 1000)
    keys = [delayed, *(hand_in(outbox, f"{n % 3:02x}") for n in range(8))]
    async with uploading(outbox, f"http://127.0.0.1:{port}", jitter=lambda: 0.01) as uploader:
        await until(lambda: uploader.state.phase is Phase.OFFLINE)
        assert outbox.counts().waiting == 9
        async with serving(FarEnd(), place) as far_end:
            await until(is_shredded(outbox, *keys))
            assert sorted(far_end.arrivals) == sorted(keys)


async def test_pages_go_first_and_a_dropped_one_is_resumed(outbox: Outbox, far_end: FarEnd) -> None:
    small, large = os.urandom(40_000), os.urandom(1_500_000)
    far_end.cut_uploads_at = [700_000, 900_000]
    key = hand_in(outbox, pages=(small, large))
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, key))
    assert sorted(far_end.pages.values(), key=len) == [small, large]
    resumed = far_end.bytes_received - len(small) - len(large)
    assert resumed < 600_000, f"{resumed} bytes were sent again"
    assert sum(1 for one in far_end.seen if one.startswith("HEAD")) >= 2


async def test_pages_that_the_platform_has_lost_are_sent_again(outbox: Outbox, far_end: FarEnd) -> None:
    lost: list[int] = []

    def lose(request: Request, _: bytes) -> Response | None:
        if lost or request.method != "POST":
            return None
        lost.append(len(far_end.pages))
        far_end.pages.clear()
        return Response(status_code=500)

    far_end.faults.append(lose)
    key = hand_in(outbox, pages=(b"sealed page one", b"sealed page two"))
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, key))
    assert lost == [2]
    assert sorted(far_end.pages.values()) == [b"sealed page one", b"sealed page two"]


async def test_an_upload_that_has_expired_begins_anew(outbox: Outbox, far_end: FarEnd) -> None:
    class Expiring(list[int]):
        """The connection is lost there, and with it what had arrived."""

        def pop(self, *which: Any) -> int:
            far_end.uploads = {f"gone{n}": upload for n, upload in enumerate(far_end.uploads.values())}
            return super().pop(*which)

    far_end.cut_uploads_at = Expiring([600_000])
    key = hand_in(outbox, pages=(page := os.urandom(1_000_000),))
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, key))
    assert not far_end.cut_uploads_at and far_end.uploads.keys() > {"gone0"}
    assert list(far_end.pages.values()) == [page]


async def test_a_server_that_takes_no_bytes_at_creation(outbox: Outbox, far_end: FarEnd) -> None:
    far_end.takes_first_bytes = False
    key = hand_in(outbox, pages=(b"sealed page",))
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, key))
    assert list(far_end.pages.values()) == [b"sealed page"]


async def test_a_page_that_has_rotted_is_set_aside_and_not_sent(outbox: Outbox, folder: Path, far_end: FarEnd) -> None:
    key = hand_in(outbox, "aa", pages=(b"sealed page",))
    other = hand_in(outbox, "bb")
    next((folder / "pages").iterdir()).write_bytes(b"sealed pagE")
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, other))
        await until(lambda: outbox.record(key).state is State.PARKED)
    assert far_end.stored.keys() == {other} and "damaged" in str(outbox.record(key).reason)


async def test_only_the_platforms_clock_expires_a_record(outbox: Outbox, far_end: FarEnd) -> None:
    """The far end says 2026-11-22T02:24:05Z, whatever this machine's clock says."""
    there = datetime(2026, 11, 22, 2, 24, tzinfo=UTC)
    keys: list[str] = []
    for not_after in (there - timedelta(hours=1), there + timedelta(hours=1)):
        slot = outbox.reserve("submissions", "TEST-ITEM", f"{len(keys):02x}", ROOM, not_after)
        assert isinstance(slot, Slot)
        outbox.commit(slot.key, b"sealed")
        keys.append(slot.key)
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, keys[1]))
        await until(lambda: outbox.record(keys[0]).state is State.EXPIRED)
    assert far_end.posts == [keys[1]]


async def test_stopping_in_the_middle_of_a_request_leaves_the_record_ready(outbox: Outbox, far_end: FarEnd) -> None:
    release = asyncio.Event()
    entered = asyncio.Event()
    inner = far_end._records

    async def slow(request: Request) -> Response:
        entered.set()
        await release.wait()
        return await inner(request)

    far_end._records = slow  # type: ignore[method-assign]
    async with serving(far_end):
        key = hand_in(outbox)
        async with uploading(outbox, far_end.url):
            await asyncio.wait_for(entered.wait(), LIMIT_S)
        assert outbox.record(key).state is State.READY and outbox.record(key).attempts == 0
        release.set()


async def test_idle_costs_next_to_nothing(outbox: Outbox, far_end: FarEnd) -> None:
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: uploader.state.phase is Phase.IDLE)
        before = time.process_time()
        await asyncio.sleep(1.0)
        assert time.process_time() - before < 0.1
    assert far_end.seen == []


async def test_many_records_cost_few_commits(outbox: Outbox, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two for each made draining half as fast as a bare loop."""
    called: Counter[str] = Counter()
    for name in ("lease_several", "acknowledge_several"):

        def counted(*args: object, inner: Callable[..., object], **named: object) -> object:
            called[inner.__name__] += 1
            return inner(*args, **named)

        monkeypatch.setattr(outbox, name, partial(counted, inner=getattr(outbox, name)))
    keys = [hand_in(outbox, f"{n:02x}") for n in range(48)]
    async with uploading(outbox, far_end.url):
        await until(is_shredded(outbox, *keys))
    # at the end it looks a few times more, and finds nothing
    assert called["lease_several"] < 16 and called["acknowledge_several"] < 24


async def test_what_was_leased_and_not_begun_goes_back_when_the_link_fails(outbox: Outbox, far_end: FarEnd) -> None:
    keys = [hand_in(outbox, f"{n:02x}") for n in range(12)]
    far_end.faults.append(lambda request, _: "cut")
    async with uploading(outbox, far_end.url, jitter=lambda: LIMIT_S):  # nothing is tried twice
        await until(lambda: bool(far_end.posts))
        await until(lambda: {outbox.record(key).state for key in keys} == {State.READY})
        assert [outbox.record(key).attempts for key in keys] == [1] * 4 + [0] * 8


async def test_what_a_person_sets_aside_before_it_is_begun_is_not_sent(outbox: Outbox, far_end: FarEnd) -> None:
    released = asyncio.Event()
    inner = far_end._records

    async def slow(request: Request) -> Response:
        await released.wait()
        return await inner(request)

    far_end._records = slow  # type: ignore[method-assign]
    async with serving(far_end):
        keys = [hand_in(outbox, f"{n:02x}") for n in range(8)]
        async with uploading(outbox, far_end.url):
            await until(lambda: sum(one.startswith("POST") for one in far_end.seen) == 4)
            assert outbox.record(keys[6]).state is State.LEASED
            outbox.park(keys[6], "set aside")
            released.set()
            await until(is_shredded(outbox, *(key for key in keys if key != keys[6])))
    assert keys[6] not in far_end.posts and outbox.record(keys[6]).state is State.PARKED


async def test_stopping_writes_down_what_has_been_acknowledged(
    outbox: Outbox, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "TOGETHER_S", 3.0)
    keys = [hand_in(outbox, order) for order in ("aa", "bb")]
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: bool(uploader._attempts.settling._arrived))
        assert {outbox.record(key).state for key in keys} == {State.LEASED}
    assert State.ACKNOWLEDGED in {outbox.record(key).state for key in keys}


async def test_acknowledgements_that_cannot_be_written_are_asked_for_again(
    outbox: Outbox, folder: Path, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> list[str]:
        raise DiskFailed(Reason.FAILING, "EIO")

    monkeypatch.setattr(outbox, "acknowledge_several", fails)
    keys = [hand_in(outbox, f"{n:02x}") for n in range(6)]
    async with uploading(outbox, far_end.url):
        await until(lambda: len(far_end.arrivals) == 6)
    outbox.close()
    again = Outbox.open(folder)
    async with uploading(again, far_end.url):
        await until(is_shredded(again, *keys))
    assert sorted(far_end.arrivals) == sorted(keys)
    assert [again.record(key).case_number for key in far_end.arrivals] == [f"CASE-{n}" for n in range(1, 7)]
    again.close()
