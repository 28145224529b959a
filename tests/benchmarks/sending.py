"""How fast an outbox is emptied, and a page over a slow link that drops; beside the plainest way to do either.

`python -m tests.benchmarks.sending`, or `make bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from offline_cache.uploader import CONCURRENCY
from tests.benchmarks.measuring import table
from tests.faults.terminal import Terminal
from tests.faults.wire import Manner, Wire
from tests.offline_cache.hands import until
from tests.provisioning.services import Sealed, Service, sandbox, seal_submission, tls

LINK = 256_000 / 8  # bytes a second
DROPS_S = 60.0  # on average
FASTER = 20  # the link's time is played through so much faster
PAGE = 5_000_000
TURN = 500  # records
PIECE = 8_000
LOOK_S = 0.1  # counting what waits takes 0.3 ms; nobody counts a hundred times a second


async def bare(service: Service, records: list[Sealed]) -> float:
    """Seconds for a loop that keeps nothing: as many requests at once as the uploader makes."""
    left = iter(records)
    async with httpx.AsyncClient(base_url=service.address, verify=tls(service.home), trust_env=False) as client:

        async def lane() -> None:
            for record in left:
                answer = await client.post("/v1/submissions", content=record.body, headers=record.headers)
                assert answer.status_code == 201

        begun = time.perf_counter()
        await asyncio.gather(*(lane() for _ in range(CONCURRENCY)))
        return time.perf_counter() - begun


async def drained(terminal: Terminal, count: int) -> tuple[int, float]:
    """Records that were sent until about `count` fewer waited, and the seconds that it took."""
    waited = terminal.outbox.counts().waiting
    begun = time.perf_counter()
    async with terminal.sending(terminal.service.address):
        async with asyncio.timeout(600):
            while terminal.outbox.counts().waiting > max(0, waited - count):
                await asyncio.sleep(LOOK_S)
        taken = time.perf_counter() - begun
    return waited - terminal.outbox.counts().waiting, taken


def drops(dice: random.Random) -> Iterator[Manner]:
    while True:
        lasts = dice.expovariate(1 / DROPS_S) / FASTER
        yield Manner(lasts_s=lasts, piece=PIECE, pause_s=PIECE / LINK / FASTER)


async def over_slow_link(service: Service, folder: Path, seed: int) -> tuple[float, float]:
    """Seconds of the link's time for one page: as the outbox sends it, and in one POST that begins anew each time."""
    address = urlsplit(service.address)
    terminal = Terminal(service, folder)
    terminal.hand_in((PAGE,))
    wire = Wire(address.hostname or "", address.port or 0, drops(random.Random(seed)))
    begun = time.perf_counter()
    async with wire.laid() as url, terminal.sending(url):
        await until(lambda: not terminal.outbox.counts().waiting, 600)
    resumed = time.perf_counter() - begun
    assert not terminal.wrong()
    terminal.outbox.close()
    wire = Wire(address.hostname or "", address.port or 0, drops(random.Random(seed)))
    digest = base64.b64encode(os.urandom(32).hex().encode()).decode()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(PAGE), "Upload-Metadata": f"sha256 {digest}"}
    headers["Content-Type"] = "application/offset+octet-stream"
    begun = time.perf_counter()
    async with wire.laid() as url, httpx.AsyncClient(verify=tls(service.home), trust_env=False, timeout=60) as client:
        while True:
            with suppress(httpx.RequestError):
                answer = await client.post(f"{url}/v1/uploads", headers=headers, content=os.urandom(PAGE))
                if answer.headers.get("upload-offset") == str(PAGE) or answer.status_code >= 400:
                    break
    return resumed * FASTER, (time.perf_counter() - begun) * FASTER


async def measure(service: Service, folder: Path, records: int, seeds: int) -> None:
    took = {"bare": 0.0, "outbox": 0.0}
    terminal = Terminal(service, folder / "drained")
    for _ in range(records):
        terminal.hand_in()
    sent = bare_sent = 0
    while sent < records:  # in turns, so that a busy machine is as busy for both
        one, seconds = await drained(terminal, TURN)
        sent, took["outbox"] = sent + one, took["outbox"] + seconds
        took["bare"] += await bare(service, [seal_submission(service.home) for _ in range(TURN)])
        bare_sent += TURN
    assert not terminal.outbox.counts().waiting and not list(terminal.outbox.damage())
    terminal.outbox.close()
    rates = {"bare": bare_sent / took["bare"], "outbox": sent / took["outbox"]}
    rows = ((name, f"{rate:.0f}", f"{rate / rates['bare']:.2f}") for name, rate in rates.items())
    print(table((f"draining {records:,}", "records/s", "of a bare httpx loop"), *rows), "\n", flush=True)
    if not seeds:
        return
    found = [await over_slow_link(service, folder / f"slow-{seed}", seed) for seed in range(seeds)]
    resumed, whole = (sum(one) / len(found) for one in zip(*found, strict=True))
    print(
        table(
            ("5 MB at 0.256 Mbit/s, lost every 60 s on average", "s", "times faster"),
            ("whole POSTs", round(whole), "1.0"),
            ("outbox", round(resumed), f"{whole / resumed:.1f}"),
        )
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sending", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, metavar="N", help=f"a multiple of {TURN} (10000)")
    parser.add_argument("--seeds", type=int, default=4, metavar="N", help="links to try (4)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder) / "platform") as service:
        asyncio.run(measure(service, Path(folder), args.records, args.seeds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
