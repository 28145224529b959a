"""The disk fails while the platform's acknowledgement is to be written down."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from offline_cache import uploader
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase
from offline_cache.states import State
from tests.limits import LIMIT_S
from tests.offline_cache.far_end import FarEnd, serving
from tests.offline_cache.hands import hand_in, until


async def test_it_is_sent_again_when_the_disk_is_well_and_not_when_its_lease_is_over(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guards against: a pension's application that lies for the half hour of its lease after a disk's bad second.
    monkeypatch.setattr(uploader, "DISK_S", 0.1)
    monkeypatch.setattr(uploader, "LOOK_S", 0.1)
    failing = True

    def fails_now(request: Request, _: bytes) -> None:
        if failing and request.method == "POST":
            outbox._database.rows("PRAGMA query_only=1")

    async with serving(FarEnd()) as far_end, httpx.AsyncClient(trust_env=False) as client:
        far_end.faults.append(fails_now)
        key = hand_in(outbox)
        stop = asyncio.Event()
        sending = uploader.Uploader(outbox, client, far_end.url, random=lambda: 0.02)
        running = asyncio.create_task(sending.run(stop))
        try:
            await until(lambda: far_end.posts == [key] and sending.state.phase is Phase.DISK)
            failing = False
            outbox._database.rows("PRAGMA query_only=0")
            await until(lambda: outbox.record(key).state is State.SHREDDED)
        finally:
            stop.set()
            await asyncio.wait_for(running, LIMIT_S)
    assert far_end.posts == [key, key] and far_end.arrivals == [key]


def test_only_this_process_s_own_is_let_go(outbox: Outbox, folder: Path) -> None:
    """Two agents would send the same otherwise."""
    key = hand_in(outbox)
    with contextlib.closing(Outbox.open(folder)) as other:
        assert other.lease(0.0, 1e9)
        outbox.let_go([key])
        assert outbox.lease(0.0, 1e9) is None
        other.let_go([key])
        assert (again := other.lease(0.0, 1e9)) and again.key == key
        assert other.lease(0.0, 1e9) is None  # and not once more
