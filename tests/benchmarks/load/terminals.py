"""Terminals that make calls: as fast as they are answered, or at a given rate."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from provisioning.fleet.areas import spread
from tests.benchmarks.load import demand
from tests.benchmarks.load.wire import Answer, Wire
from tests.provisioning.services import Sealed, tls
from tests.provisioning.test_sandbox_people import CARD

JSON = {"Content-Type": "application/json"}


@dataclass
class Seen:
    """Seconds of every call by its name, and what was answered otherwise than it should be."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    took: float = 0.0

    def note(self, name: str, answer: Answer, *wanted: int) -> None:
        self.seconds[name].append(answer.seconds)
        if answer.status not in wanted:
            self.wrong[f"{name} {answer.status}"] += 1

    @property
    def all(self) -> list[float]:
        return sorted(itertools.chain.from_iterable(self.seconds.values()))

    @property
    def rate(self) -> float:
        return len(self.all) / self.took


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


@dataclass(frozen=True)
class Asked:
    """What the calls of a visit say. `strict`: the far end is the sandbox, and not an application that does nothing."""

    query: bytes
    slots: str
    records: Iterator[Sealed]
    strict: bool


async def visit(wire: Wire, calls: tuple[str, ...], asked: Asked, seen: Seen) -> None:
    token = "none"
    for call in calls:
        session = {"Authorization": f"Bearer {token}"}
        if call == demand.BEGIN:
            body = json.dumps({"method": "id_card", "evidence": CARD}).encode()
            answer = await wire.ask("POST", "/v1/identity/sessions", JSON, body)
            token = json.loads(answer.body).get("session", "none") if asked.strict else "none"
            wanted = 201
        elif call == demand.ASK:
            answer, wanted = await wire.ask("POST", "/v1/queries", JSON | session, asked.query), 200
        elif call == demand.SLOTS:
            answer, wanted = await wire.ask("GET", asked.slots, {}), 200
        elif call == demand.SUBMIT:
            record = next(asked.records)
            answer, wanted = await wire.ask("POST", "/v1/submissions", record.headers, record.body), 201
        else:
            answer, wanted = await wire.ask("DELETE", "/v1/identity/session", session), 204
        seen.note(call, answer, *((wanted, 200) if call == demand.SUBMIT else (wanted,)) if asked.strict else (200,))


async def as_fast_as_possible(address: str, home: Path, asked: Asked, connections: int, seconds: float) -> Seen:
    """Closed loop: each connection makes its next call when the one before was answered."""
    wires = [await Wire(address, tls(home)).open() for _ in range(connections)]
    seen, order, begun = Seen(), demand.visits(), time.perf_counter()

    async def one(wire: Wire) -> None:
        while time.perf_counter() - begun < seconds:
            await visit(wire, next(order), asked, seen)

    await asyncio.gather(*map(one, wires))
    seen.took = time.perf_counter() - begun
    for wire in wires:
        await wire.close()
    return seen


class Beats:
    """Heartbeats of terminals in all districts, in the shares of document A's cases."""

    def __init__(self, terminals: int) -> None:
        self._districts = spread(terminals)
        self._seq = itertools.count(1)

    def body(self, number: int) -> bytes:
        beat = {
            "terminal": f"LOAD-{number:04d}", "boot_id": "load", "seq": next(self._seq), "state": "idle",
            "version": "0.1.0", "painted_s_ago": 1.0, "uptime_s": 100, "disk_free_mb": 9000, "memory_mb": 900,
            "outbox": {"waiting": 0, "parked": 0, "oldest_s": 0}, "catalogue": "load", "site": "测试站点",
            "district": self._districts[number % len(self._districts)], "certificate_days": 300,
            "devices": [{"name": "receipt_printer", "device": "online", "secondary": {"paper": "full"}}],
        }  # fmt: skip
        return json.dumps(beat, ensure_ascii=False).encode()


async def beat_as_fast_as_possible(address: str, home: Path, connections: int, seconds: float) -> Seen:
    beats = Beats(connections)
    wires = [await Wire(address, tls(home, f"LOAD-{number:04d}")).open() for number in range(connections)]
    seen, begun = Seen(), time.perf_counter()

    async def one(number: int, wire: Wire) -> None:
        while time.perf_counter() - begun < seconds:
            seen.note("heartbeat", await wire.ask("POST", "/v1/heartbeats", JSON, beats.body(number)), 200)

    await asyncio.gather(*(one(number, wire) for number, wire in enumerate(wires)))
    seen.took = time.perf_counter() - begun
    for wire in wires:
        await wire.close()
    return seen


async def at_a_rate(address: str, home: Path, asked: Asked, rates: demand.Rates, seconds: float) -> Seen:
    """Open loop: visits and probes come when they come, whatever is still unanswered; a call that waits for a
    connection waits in its time."""
    free: asyncio.Queue[Wire] = asyncio.Queue()
    for _ in range(32):
        free.put_nowait(await Wire(address, tls(home)).open())
    seen, order, begun = Seen(), demand.visits(), time.perf_counter()
    tasks: set[asyncio.Task[None]] = set()

    async def one(calls: tuple[str, ...]) -> None:
        came = time.perf_counter()
        wire = await free.get()
        waited = time.perf_counter() - came
        try:
            if not calls:
                answer = await wire.ask("GET", "/v1/health", {})
                seen.note("probe", Answer(answer.status, answer.body, answer.seconds + waited), 200)
            else:
                await visit(wire, calls, asked, seen)
        finally:
            free.put_nowait(wire)

    async def stream(a_second: float, calls_of: Iterator[tuple[str, ...]]) -> None:
        for number in itertools.count():
            at = begun + number / a_second
            if at - begun >= seconds:
                return
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            task = asyncio.create_task(one(next(calls_of)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    per_visit = sum(map(len, demand.VISITS)) / len(demand.VISITS)
    await asyncio.gather(stream(rates.peak / per_visit, order), stream(rates.probes, itertools.repeat(())))
    await asyncio.gather(*tasks)
    seen.took = time.perf_counter() - begun
    while not free.empty():
        await free.get_nowait().close()
    return seen
