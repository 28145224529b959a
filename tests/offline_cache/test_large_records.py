"""A record that is too large for one request reaches the platform all the same, and once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from offline_cache.adding import add
from offline_cache.connection import platform_client
from offline_cache.home import Home
from offline_cache.outbox import Outbox
from offline_cache.sealing import SealingKey
from offline_cache.states import State
from offline_cache.uploader import Uploader
from tests.limits import LIMIT_S
from tests.offline_cache.far_end import FarEnd, problem, serving
from tests.offline_cache.hands import hand_in, until
from tests.provisioning.services import ITEM, client, new_key, sandbox, seal_submission, stored

LIMIT = 200_000


@pytest.fixture
async def far_end() -> AsyncIterator[FarEnd]:
    async with serving(FarEnd()) as up:
        yield up


def limit_requests(far_end: FarEnd, limit: int = LIMIT) -> None:
    """No record of more than so many bytes goes in one request."""

    def fault(request: Request, body: bytes) -> Response | None:
        return problem(413, "too-large") if len(body) > limit else None

    far_end.faults.append(fault)


async def sent(outbox: Outbox, client: httpx.AsyncClient, url: str, *keys: str) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(Uploader(outbox, client, url, random=lambda: 0.02).run(stop))
    try:
        await until(lambda: all(outbox.record(key).state is State.SHREDDED for key in keys))
    finally:
        stop.set()
        await asyncio.wait_for(task, LIMIT_S)


async def test_the_platform_takes_a_large_record_as_an_upload(tmp_path: Path) -> None:
    """5 MB of answers through mutual TLS to the real sandbox, whose limit for a request is 4 MiB."""
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"type": "long_term", "words": "测" * 1_700_000}, ensure_ascii=False))
    with sandbox(tmp_path / "platform") as service:
        home = Home.find(str(service.home), {})
        outbox = Outbox.open(home.outbox)
        slot = add(outbox, SealingKey.load(home.sealing_key), home.terminal_id, ITEM, form=form, attached=[])
        files = (home.path(f"KIOSK_{name}") for name in ("PLATFORM_CA", "TERMINAL_CERT", "TERMINAL_KEY"))
        async with platform_client(service.address, *files) as terminal:
            await sent(outbox, terminal, service.address, slot.key)
        (line,) = stored(service.home)
        assert (line["key"], line["digest"]) == (slot.key, outbox.record(slot.key).digest)
        assert outbox.record(slot.key).case_number == line["number"]
        outbox.close()


def test_a_record_is_named_only_by_a_digest_that_its_own_terminal_has_uploaded(tmp_path: Path) -> None:
    with sandbox(tmp_path) as service, client(service) as http, client(service, "TEST-0002") as other:
        record = seal_submission(tmp_path)
        tus = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
        named = {"Idempotency-Key": f'"{record.key}"', "Kiosk-Record": record.digest}

        def upload(terminal: httpx.Client) -> None:
            headers = tus | {"Upload-Length": str(len(record.body))}
            assert terminal.post("/v1/uploads", content=record.body, headers=headers).status_code == 201

        upload(other)
        answer = http.post("/v1/submissions", headers=named)
        assert (answer.status_code, answer.json()["missing"]) == (409, [record.digest])
        upload(http)
        assert [http.post("/v1/submissions", headers=named).status_code for _ in "ab"] == [201, 200]
        assert http.post("/v1/submissions", headers=named | {"Kiosk-Record": "x"}).status_code == 400
        reused = named | {"Idempotency-Key": f'"{new_key()}"'}
        assert http.post("/v1/submissions", headers=reused).status_code == 422
        assert len(stored(tmp_path)) == 1


async def test_it_is_resumed_after_a_drop_and_is_not_sent_whole_again(outbox: Outbox, far_end: FarEnd) -> None:
    limit_requests(far_end)
    far_end.cut_uploads_at = [400_000, 900_000]
    content = os.urandom(1_500_000)
    key = hand_in(outbox, "aa", sealed=content)
    behind = hand_in(outbox, "aa", sealed=b"small")
    async with httpx.AsyncClient(trust_env=False) as terminal:
        await sent(outbox, terminal, far_end.url, key, behind)
    assert far_end.arrivals == [key, behind]
    assert hashlib.sha256(far_end.bodies[key]).hexdigest() == outbox.record(key).digest
    assert far_end.bytes_received - len(content) < 600_000
    assert far_end.whole_posts[key] == 1, "a record that was too large before went whole again"


async def test_what_the_platform_has_lost_of_it_is_sent_again(outbox: Outbox, far_end: FarEnd) -> None:
    limit_requests(far_end)
    key = hand_in(outbox, sealed=os.urandom(LIMIT))
    lost = False

    def lose(request: Request, _: bytes) -> None:
        nonlocal lost
        if "kiosk-record" in request.headers and not lost:
            lost = True
            far_end.pages.clear()

    far_end.faults.append(lose)
    async with httpx.AsyncClient(trust_env=False) as terminal:
        await sent(outbox, terminal, far_end.url, key)
    assert lost and far_end.arrivals == [key]


async def test_too_large_in_every_way_is_set_aside_for_a_person(outbox: Outbox, far_end: FarEnd) -> None:
    far_end.faults.append(lambda *_: problem(413, "too-large"))
    key = hand_in(outbox)
    stop = asyncio.Event()
    async with httpx.AsyncClient(trust_env=False) as terminal:
        task = asyncio.create_task(Uploader(outbox, terminal, far_end.url, random=lambda: 0.02).run(stop))
        await until(lambda: outbox.record(key).state is State.PARKED)
        stop.set()
        await task
    assert outbox.record(key).reason == "413 too-large"
