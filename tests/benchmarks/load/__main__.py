"""How much the sandbox and the fleet service take on this machine, beside a server that does nothing, in one run.

`python -m tests.benchmarks.load [--terminals 1000] [--seconds 5]`: loopback, mutual TLS, generator on the same cores.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.catalogue.load import load
from kiosk.reachability import SURE_S
from tests.benchmarks.load import demand
from tests.benchmarks.load.terminals import (
    Asked,
    Seen,
    as_fast_as_possible,
    at_a_rate,
    beat_as_fast_as_possible,
    quantile,
)
from tests.benchmarks.measuring import table
from tests.provisioning.services import Sealed, fleet, sandbox, seal_submission

ROUNDS = 3
CONNECTIONS = 8
TERMINALS_AT_ONCE = 64  # heartbeats that are under way: of many terminals, one each
RECORDS = 1200  # sealed before anything is timed; once all were handed in, they are handed in again


def asked(records: Iterator[Sealed], *, strict: bool) -> Asked:
    item = load().find("SB03")
    office = load().find("MZ01")
    assert item is not None
    assert office is not None
    answers = {"insurance": "pension", "start_month": "2026-01", "end_month": "2026-06"}
    query = json.dumps({"item_code": item.code, "answers": answers}).encode()
    return Asked(query, f"/v1/slots?item_code={office.code}&office=500107", records, strict)


@contextlib.contextmanager
def empty(home: Path) -> Iterator[str]:
    """The server that does nothing, with the same certificates."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.load.empty", str(home)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def row(name: str, runs: list[Seen]) -> tuple[object, ...]:
    ordered = sorted(itertools.chain.from_iterable(run.all for run in runs))
    rate = statistics.median(run.rate for run in runs)
    parts = [f"{1000 * quantile(ordered, part):.1f}" for part in (0.5, 0.95, 0.99)]
    return (name, f"{rate:.0f}", *parts, len(ordered))


def complain(runs: list[Seen]) -> None:
    for run in runs:
        if run.wrong:
            raise SystemExit(f"load: answers that should not be: {dict(run.wrong)}")


async def measure(home: Path, sandbox_at: str, fleet_at: str, empty_at: str, args: argparse.Namespace) -> None:
    records = itertools.cycle([seal_submission(home) for _ in range(RECORDS)])
    said = {name: asked(records, strict=name == "sandbox") for name in ("empty", "sandbox")}
    found: dict[str, list[Seen]] = {"empty": [], "sandbox": [], "fleet": []}
    await as_fast_as_possible(sandbox_at, home, said["sandbox"], CONNECTIONS, 1)  # warm
    for _ in range(ROUNDS):
        for name, address in (("empty", empty_at), ("sandbox", sandbox_at)):
            found[name].append(await as_fast_as_possible(address, home, said[name], CONNECTIONS, args.seconds))
        found["fleet"].append(await beat_as_fast_as_possible(fleet_at, home, TERMINALS_AT_ONCE, args.seconds))
    complain(found["sandbox"] + found["fleet"])
    head = ("", "calls/s", "p50 ms", "p95 ms", "p99 ms", "calls")
    print(f"As fast as it is answered, {ROUNDS} turns of {args.seconds:g} s each, {CONNECTIONS} connections")
    print(f"(heartbeats: {TERMINALS_AT_ONCE}):\n")
    names = {"empty": "application that does nothing", "sandbox": "sandbox", "fleet": "fleet service, heartbeats"}
    print(table(head, *(row(names[name], runs) for name, runs in found.items())))
    print("\nThe sandbox by call:\n")
    kinds = (demand.BEGIN, demand.ASK, demand.SLOTS, demand.SUBMIT, demand.END)
    print(table(("", "p50 ms", "p95 ms", "calls"), *(_kind(kind, found["sandbox"]) for kind in kinds)))
    limit = statistics.median(run.rate for run in found["sandbox"])
    bare = statistics.median(run.rate for run in found["empty"])
    beats = statistics.median(run.rate for run in found["fleet"])
    wanted = demand.rates(args.terminals)
    print(f"\nsandbox / nothing: {limit / bare:.2f}; fleet / nothing: {beats / bare:.2f}")
    print(
        f"document A's day, busiest minutes: {wanted.peak:.1f} calls/s, {100 * wanted.peak / limit:.1f} % of the limit"
    )
    print(f"heartbeats: enough for {beats * demand.BEAT_S:,.0f} terminals; probes: for {limit * SURE_S:,.0f}")
    seen = await at_a_rate(sandbox_at, home, said["sandbox"], wanted, args.seconds * 2)
    complain([seen])
    print(
        f"\n{args.terminals} terminals that look every {SURE_S:g} s for the platform ({wanted.probes:.0f}/s),"
        f" and the city's visits in the busiest minutes ({wanted.peak:.1f}/s):\n"
    )
    others = [seconds for kind, found in seen.seconds.items() if kind != "probe" for seconds in found]
    rows = [("probe", seen.seconds["probe"]), ("visit", others)]
    print(table(("", "p50 ms", "p95 ms", "p99 ms", "calls"), *(_of(name, values) for name, values in rows)))


def _kind(kind: str, runs: list[Seen]) -> tuple[object, ...]:
    ordered = sorted(itertools.chain.from_iterable(run.seconds[kind] for run in runs))
    return (kind, f"{1000 * quantile(ordered, 0.5):.1f}", f"{1000 * quantile(ordered, 0.95):.1f}", len(ordered))


def _of(name: str, values: list[float]) -> tuple[object, ...]:
    ordered = sorted(values)
    return (name, *(f"{1000 * quantile(ordered, part):.1f}" for part in (0.5, 0.95, 0.99)), len(ordered))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--terminals", type=int, default=1000, help="terminals that are switched on (default 1000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="a turn (default 5 s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with sandbox(home) as platform, fleet(home) as beats, empty(home) as nothing:
            asyncio.run(measure(home, platform.address, beats.address, nothing, args))


if __name__ == "__main__":
    main()
