"""Networks that fail in every way between a terminal and a real sandbox: nothing is lost and nothing stored twice.

Run at length by `python -m tests.faults.networks` (`make prove`); test_networks.py has the short form.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from offline_cache import exchange
from tests.faults import middle
from tests.faults.middle import Forward, Middle, Say
from tests.faults.terminal import LIMIT_S, Terminal
from tests.faults.wire import Manner, Wire, each
from tests.offline_cache.hands import until
from tests.provisioning.services import Service, sandbox

PORTAL = "<html><title>Wi-Fi login</title>"
# What a record, two pages and TLS come to; a cut beyond falls into the next record on the same connection.
UP, DOWN = 60_000, 8_000
STATUSES = [
    *(200, 201, 202, 203, 204, 206, 226, 300, 301, 302, 303, 304, 307, 308),
    *(400, 402, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425),
    *(426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 510, 511, 520, 526, 598, 599),
]
STOPPING = [401, 403, 495, 496]  # each makes the whole lane wait a second


async def through_wire(terminal: Terminal, manners: Iterator[Manner], records: int) -> Wire:
    """Send `records` records, every fifth with pages, by connections that are each treated in one manner."""
    address = urlsplit(terminal.service.address)
    wire = Wire(address.hostname or "", address.port or 0, manners)
    for number in range(records):
        terminal.hand_in((20_000, 3_000) if number % 5 == 0 else ())
    async with wire.laid() as url:
        await terminal.send_all(url)
    return wire


async def cut_everywhere(terminal: Terminal, step: int, seed: int, reset: bool) -> int:
    """Cut connections after each `step`-th number of bytes, in both directions, in any order; gives their number."""
    cuts = [Manner(cut_up=at, reset=reset) for at in range(0, UP, step * 5)]
    cuts += [Manner(cut_down=at, reset=reset) for at in range(0, DOWN, step)]
    random.Random(seed).shuffle(cuts)
    left = list(cuts)
    while left:
        await through_wire(terminal, _taken(left), 25)
    return len(cuts)


def _taken(left: list[Manner]) -> Iterator[Manner]:
    while left:
        yield left.pop()


async def through_middle(terminal: Terminal, deed: middle.Deed, times: int, pages: tuple[int, ...] = ()) -> None:
    between = Middle(terminal.service)
    between.do(deed, times)
    async with between.between() as url:
        while between.left:
            for number in range(4):
                terminal.hand_in(pages if number % 2 else ())
            await terminal.send_all(url)


def each_status(statuses: list[int]) -> middle.Deed:
    """One after the other, some of them with what a proxy or a portal says beside."""
    left = itertools.cycle(statuses)

    async def say(request: Request, forward: Forward) -> Response:
        status = next(left)
        headers = {"Location": "http://portal.example/login"} if 300 <= status < 400 else {}
        if status in (429, 503):
            headers["Retry-After"] = "0"
        body = PORTAL if status not in (204, 304) else ""
        return await Say(status, body, headers)(request, forward)

    return say


def clock_is(time: str) -> middle.Deed:
    """The platform believes that it is another time, and says so in each answer."""

    async def deed(request: Request, forward: Forward) -> Response:
        found = await forward()
        if request.url.path == "/v1/health":
            found = Response(json.dumps({"server_time": time}), media_type="application/json")
        found.headers["Date"] = "Thu, 01 Jan 1970 00:00:00 GMT"
        return found

    return deed


@contextmanager
def impatient(seconds: float = 0.3) -> Iterator[None]:
    """What waits for an answer waits no longer than this, so that silence takes no half minutes here."""
    with mock.patch.object(exchange, "READ_S", seconds), mock.patch.object(exchange, "CONNECT_S", seconds * 3):
        yield


@contextmanager
def without_names(times: int) -> Iterator[list[str]]:
    """The next look-ups of a name fail."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name == "localhost" and len(asked) < times:
            asked.append(name)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(host, *args, **options)

    with mock.patch.object(socket, "getaddrinfo", look_up):
        yield asked


async def refused_until_retried(terminal: Terminal, status: int) -> None:
    """A platform that refuses for good: the record is set aside, whole, and goes when a person says so."""
    between = Middle(terminal.service)
    between.do(Say(status), 10**6)
    key = terminal.hand_in()
    async with between.between() as url, terminal.sending(url):
        await until(lambda: terminal.outbox.counts().parked == 1, LIMIT_S)
        assert terminal.outbox.record(key).reason == str(status) and not list(terminal.outbox.damage())
        between.left = 0
        terminal.outbox.retry(key)
        await until(lambda: not terminal.outbox.counts().waiting, LIMIT_S)


async def prove(service: Service, folder: Path, step: int) -> bool:
    failed = False

    async def case(name: str, run: Callable[[Terminal], Awaitable[Any]]) -> None:
        nonlocal failed
        terminal = Terminal(service, folder / name.replace(" ", "-"))
        try:
            said = await run(terminal)
            wrong = terminal.wrong()
        finally:
            terminal.outbox.close()
        failed |= bool(wrong)
        extra = f", {said} connections cut" if isinstance(said, int) else ""
        print(f"{name}: {len(terminal.handed_in)} handed in{extra}; {len(wrong)} lost or doubled", flush=True)
        for one in wrong[:10]:
            print(f"  {one}")

    with impatient(1.0):
        await case("cut", lambda terminal: cut_everywhere(terminal, step, 1, reset=False))
        await case("reset", lambda terminal: cut_everywhere(terminal, step, 2, reset=True))
        for name in ("hide_answer", "send_twice", "send_both_at_once", "send_and_fail"):
            deed = getattr(middle, name)
            await case(name, lambda terminal, deed=deed: through_middle(terminal, deed, 30, (3_000, 700_000)))
        every = [*STATUSES, *STOPPING] * 2
        await case("statuses", lambda terminal: through_middle(terminal, each_status(every), len(every), (2_000,)))
        silent = [Manner(cut_down=at, silent=True) for at in range(0, DOWN, 400)]
        await case("silence", lambda terminal: through_wire(terminal, each(*silent), 60))
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.networks", description=__doc__)
    parser.add_argument("--step", type=int, default=4, metavar="N", help="bytes from one cut to the next (4)")
    step = parser.parse_args().step
    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder) / "platform") as service:
        return asyncio.run(prove(service, Path(folder), step))


if __name__ == "__main__":
    sys.exit(main())
