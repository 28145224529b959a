"""What another process, an ill disk or an ill platform has left behind: it ends as it should, and holds up nobody."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from offline_cache import clock
from offline_cache.faults import DiskFailed, OutboxRefused, Reason
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase
from offline_cache.records import Slot, page_path
from offline_cache.states import State
from offline_cache.uploader import Uploader
from tests.limits import LIMIT_S
from tests.offline_cache.far_end import TUS, FarEnd, problem, serving
from tests.offline_cache.hands import ROOM, files, hand_in, until

ACK = {"number": "CASE-1", "state": "accepted", "received_at": "2026-11-22T02:24:05Z"}


@pytest.fixture
async def far_end() -> AsyncIterator[FarEnd]:
    async with serving(FarEnd()) as up:
        yield up


@contextlib.asynccontextmanager
async def uploading(outbox: Outbox, url: str) -> AsyncIterator[Uploader]:
    stop = asyncio.Event()
    async with httpx.AsyncClient(trust_env=False) as client:
        uploader = Uploader(outbox, client, url, random=lambda: 0.02)
        task = asyncio.create_task(uploader.run(stop))
        try:
            yield uploader
        finally:
            stop.set()
            await asyncio.wait_for(task, LIMIT_S)


async def test_what_an_agent_that_died_had_acknowledged_is_shredded_by_the_next(
    outbox: Outbox, folder: Path, far_end: FarEnd
) -> None:
    # Guards against: a case that lies on the terminal, sealed, until somebody else hands something in.
    key = hand_in(outbox, pages=(b"sealed page",))
    assert outbox.lease(clock.boottime(), 60)
    outbox.acknowledge(key, ACK)
    async with uploading(outbox, far_end.url):
        await until(lambda: outbox.record(key).state is State.SHREDDED)
    assert files(folder) == [] and far_end.seen == []


def test_what_a_reader_kept_in_the_log_goes_as_soon_as_it_is_gone(outbox: Outbox, folder: Path) -> None:
    sealed = b"sealed " * 40
    key = hand_in(outbox, sealed=sealed)
    assert outbox.lease(clock.boottime(), 60)
    outbox.acknowledge(key, ACK)
    reader = Outbox.open(folder)
    outbox._database._connection.set_busy_timeout(10)
    with reader._database.transaction(), pytest.raises(DiskFailed):  # the reader writes, too
        outbox.shred()
    reader._database.rows("BEGIN")
    reader._database.rows("SELECT count(*) AS all_of_them FROM record")
    assert not outbox.shred()
    reader._database.rows("COMMIT")
    assert outbox.shred()
    reader.close()
    kept = b"".join(path.read_bytes() for path in folder.glob("outbox.sqlite3*"))
    assert sealed not in kept


async def test_a_page_that_cannot_be_read_for_a_moment_waits_for_no_person(
    outbox: Outbox, folder: Path, far_end: FarEnd
) -> None:
    # Guards against: "too many open files", once, and a citizen's case is set aside as damaged.
    key = hand_in(outbox, pages=(b"sealed page",))
    page = page_path(outbox.pages, key, outbox.record(key).attachments[0].digest)
    aside = page.rename(folder / "aside")
    page.mkdir()  # "Is a directory": there, and not to be read
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: outbox.record(key).attempts >= 2)
        assert outbox.record(key).state in (State.READY, State.LEASED) and uploader.state.phase is not Phase.OFFLINE
        page.rmdir()
        aside.rename(page)
        await until(lambda: outbox.record(key).state is State.SHREDDED)


async def test_a_platform_that_does_not_end_an_upload_holds_up_nobody(outbox: Outbox, far_end: FarEnd) -> None:
    for number in range(3):
        slot = outbox.reserve("submissions", "TEST-ITEM", f"{number:02x}", ROOM, datetime(2026, 1, 1, tzinfo=UTC))
        assert isinstance(slot, Slot)
        digest = outbox.attach(slot.key, b"sealed page")
        outbox.commit(slot.key, b"sealed")
        outbox.upload_begun(slot.key, digest, f"{far_end.url}/v1/uploads/{number}")
    far_end.hangs = asyncio.Event()
    expired = [record.key for record in outbox.records()]
    async with uploading(outbox, far_end.url):
        key = hand_in(outbox, "ff")
        await until(lambda: outbox.record(key).state is State.SHREDDED)
        await until(lambda: {outbox.record(one).state for one in expired} == {State.EXPIRED})
        await until(lambda: all(outbox.sealed(outbox.record(one).number) is None for one in expired))
        assert sum(seen.startswith("DELETE") for seen in far_end.seen) == 1  # and the others come after it
        far_end.hangs.set()
        await until(lambda: sum(seen.startswith("DELETE") for seen in far_end.seen) == 3)


async def test_the_time_that_the_platform_asked_for_stands_whatever_was_under_way(
    outbox: Outbox, far_end: FarEnd
) -> None:
    # Guards against: "come back in ten minutes", and the answers to what had left before wipe it out.
    left = [problem(503, "overloaded", {"Retry-After": "600"})]

    def first_is_overloaded(request: Request, body: bytes) -> Response | None:
        return left.pop() if left and request.method == "POST" else None

    far_end.faults.append(first_is_overloaded)
    keys = [hand_in(outbox, f"{number:02x}") for number in range(12)]
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: not left)
        await until(lambda: not uploader._under_way)
        assert uploader._lane.wait() > 500
        await asyncio.sleep(0.5)  # long enough for all of them, if it were forgotten
    assert len(far_end.posts) < len(keys), "only what had left, or was about to, before the answer came"


async def test_an_overloaded_upload_is_asked_less_and_less_often(outbox: Outbox, far_end: FarEnd) -> None:
    # Guards against: each 503 that says "tus" being taken for a sign that all is well.
    refused = Response(None, 503, TUS)
    far_end.create_says = lambda: refused
    hand_in(outbox, pages=(b"sealed page",))
    async with uploading(outbox, far_end.url) as uploader:
        await until(lambda: uploader._lane.circuit._overloads >= 4)
        assert uploader._lane.wait() > 0.3  # the fourth of delays that double, at 2 % of their limits


def test_hastening_spares_what_the_platform_put_off(outbox: Outbox) -> None:
    keys = [hand_in(outbox, f"{number:02x}") for number in range(3)]
    now = clock.boottime()
    for _ in keys:
        assert outbox.lease(now, 60)
    for key in keys:
        outbox.postpone(key, now + 3600)
    outbox.hasten(keys[:1])
    due = [lease.key for lease in outbox.lease_several(5, now, 60)]
    assert due == keys[1:]


async def test_a_disk_that_fails_after_the_promise_does_not_take_it_back(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guards against: no receipt for what is kept and will be sent, so that the citizen hands it in again.
    key = hand_in(outbox)

    def fails() -> None:
        raise DiskFailed(Reason.FAILING, "disk I/O error")

    with monkeypatch.context() as failing:
        failing.setattr(outbox._database, "version", fails)
        assert await outbox.acknowledgement(key, 0.2) is None
    assert outbox.lease(clock.boottime(), 60)
    outbox.acknowledge(key, ACK)
    answer = await outbox.acknowledgement(key, LIMIT_S)
    assert answer is not None and answer["number"] == "CASE-1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_program_does_not_touch_it(folder: Path) -> None:
    # Guards against: `sudo kiosk outbox list` leaving files that the terminal's own programs may not open.
    Outbox.open(folder).close()
    before = sorted(folder.rglob("*"))
    os.chown(folder, 65534, 65534)
    with pytest.raises(OutboxRefused, match="belongs to another user"):
        Outbox.open(folder)
    assert sorted(folder.rglob("*")) == before


def test_who_cannot_be_asked_whether_it_lives_is_not_declared_dead(outbox: Outbox, folder: Path) -> None:
    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM)
    assert isinstance(slot, Slot)
    token = folder / "holders" / outbox._holders.mine
    token.rename(folder / "aside")
    token.symlink_to(token)  # a loop: an error that is not "no such file"
    with contextlib.closing(Outbox.open(folder)) as other:
        assert other.record(slot.key).state is State.STAGED
        assert other.lease(clock.boottime(), 60) is None
    token.unlink()
    (folder / "aside").rename(token)
    outbox.commit(slot.key, b"sealed")
