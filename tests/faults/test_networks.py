"""Guards against records that a network loses or doubles, at a real sandbox (short form of networks.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults import middle
from tests.faults.middle import Middle, Say, other_authority
from tests.faults.networks import (
    PORTAL,
    STATUSES,
    clock_is,
    cut_everywhere,
    each_status,
    impatient,
    refused_until_retried,
    through_middle,
    through_wire,
    without_names,
)
from tests.faults.terminal import Terminal
from tests.faults.wire import Manner, each
from tests.offline_cache.hands import until
from tests.provisioning.services import Service, sandbox


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with sandbox(tmp_path_factory.mktemp("platform")) as running:
        yield running


@pytest.fixture
def terminal(service: Service, tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(service, tmp_path / "outbox")
    yield made
    assert not made.wrong()
    made.outbox.close()


@pytest.mark.parametrize("reset", [False, True], ids=["end", "reset"])
async def test_cut_after_any_number_of_bytes(terminal: Terminal, reset: bool) -> None:
    assert await cut_everywhere(terminal, 400, 1, reset) == 50


MANNERS = {
    "late": Manner(delay_s=0.2),
    "trickle": Manner(piece=300, pause_s=0.002),
    "black hole": Manner(cut_up=0, silent=True),
    "silent in the hand shake": Manner(cut_down=700, silent=True),
    "silent instead of an answer": Manner(cut_down=3000, silent=True),
    "portal without TLS": Manner(instead=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS.keys())
async def test_wires(terminal: Terminal, manner: Manner) -> None:
    with impatient():
        await through_wire(terminal, each(*[manner] * 4), 10)


DEEDS = {
    "answer lost after commit": middle.hide_answer,
    "sent twice": middle.send_twice,
    "sent twice at once": middle.send_both_at_once,
    "a proxy gives up after commit": middle.send_and_fail,
    "captive portal": Say(200, PORTAL),
    "another record's acknowledgement": Say(200, '{"key": "x", "digest": "y", "number": "1", "state": "accepted"}'),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
async def test_requests(terminal: Terminal, deed: middle.Deed) -> None:
    await through_middle(terminal, deed, 6, (3_000, 700_000))


async def test_each_status_once(terminal: Terminal) -> None:
    statuses = [*STATUSES, 401]
    await through_middle(terminal, each_status(statuses), len(statuses))


@pytest.mark.parametrize("status", [400, 404, 410, 413, 422])
async def test_what_is_refused_for_good_is_kept_until_a_person_decides(terminal: Terminal, status: int) -> None:
    await refused_until_retried(terminal, status)


async def test_who_has_a_certificate_of_another_authority_hears_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.hand_in()
    wrong = Middle(terminal.service)
    async with wrong.between(other_authority(tmp_path / "other")) as url, terminal.sending(url) as uploader:
        await until(lambda: "ConnectError" in uploader.state.detail)
        assert not wrong.requests
    await terminal.send_all(terminal.service.address)


async def test_without_names_and_without_a_listener(terminal: Terminal) -> None:
    terminal.hand_in()
    with without_names(3) as asked:
        await terminal.send_all(terminal.service.address.replace("127.0.0.1", "localhost"))
    assert len(asked) == 3
    terminal.hand_in()
    async with terminal.sending("https://localhost:9") as uploader:
        await until(lambda: "ConnectError" in uploader.state.detail)
    await terminal.send_all(terminal.service.address)


@pytest.mark.parametrize("time", ["1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "next Tuesday"])
async def test_a_platform_with_a_wrong_clock_expires_and_loses_nothing(terminal: Terminal, time: str) -> None:
    between = Middle(terminal.service)
    between.do(clock_is(time), 10**6)
    key = terminal.hand_in(not_after=datetime.now(UTC) + timedelta(hours=1))
    terminal.hand_in()
    async with between.between() as url, terminal.sending(url):
        if time == "next Tuesday":
            await asyncio.sleep(0.3)
            between.left = 0
        await until(lambda: not terminal.outbox.counts().waiting)
    assert terminal.outbox.record(key).case_number
