"""Kills window and agent at any instant while both are busy, against a real sandbox platform.

Run at length by `python -m tests.faults.process_death` (`make prove`); test_process_death.py has the short form.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from offline_cache.outbox import Outbox
from offline_cache.states import State
from tests.faults import workers
from tests.provisioning.services import sandbox, stored

DRAIN_S = 300.0


@dataclass(frozen=True)
class Outcome:
    """What was promised to citizens, what the platform has of it, and all that is wrong with that."""

    rounds: int
    promised: int
    stored: int
    arrived_again: int
    wrong: tuple[str, ...]


def kill_at_random(home: Path, rounds: int, seed: int, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    dice = random.Random(seed)
    promises = home / "promises"
    running = {"window": workers.start("window", home, promises, 0), "agent": workers.start("agent", home)}
    try:
        for number in range(1, rounds + 1):
            time.sleep(dice.uniform(0, 0.25))
            for name in dice.choice((["window"], ["agent"], ["window", "agent"])):
                running[name].kill()
                running[name].join()
                words = (promises, number) if name == "window" else ()
                running[name] = workers.start(name, home, *words)
            progress(number)
    finally:
        running["window"].kill()
        running["window"].join()
    try:
        wait_until_sent(home)
    finally:
        running["agent"].kill()
        running["agent"].join()
    return compare(home, rounds, promises)


def wait_until_sent(home: Path) -> None:
    outbox = Outbox.open(home / "outbox")
    ends = time.monotonic() + DRAIN_S
    try:
        while outbox.counts().waiting and time.monotonic() < ends:
            time.sleep(0.1)
    finally:
        outbox.close()


def compare(home: Path, rounds: int, promises: Path, platform: Path | None = None) -> Outcome:
    """`platform`: the home of the sandbox, if it is not the terminal's."""
    outbox = Outbox.open(home / "outbox")
    records = {record.key: record for record in outbox.records()}
    wrong = [f"damaged: {what}" for _, what in outbox.damage()]
    outbox.close()
    told = workers.promised(promises)
    there = stored(platform or home)
    by_key = {one["key"]: one for one in there}
    wrong += [f"lost: {key}" for key in told - by_key.keys()]
    wrong += [f"out of nowhere: {key}" for key in by_key.keys() - records.keys()]
    wrong += [
        f"{record.key} is {record.state}" for record in records.values() if record.state in (State.STAGED, State.PARKED)
    ]
    if len({one["number"] for one in there}) != len(there) or len(by_key) != len(there):
        wrong.append("doubled")
    for key, one in by_key.items():
        with suppress(KeyError):
            if (records[key].digest, records[key].case_number) != (one["digest"], one["number"]):
                wrong.append(f"another digest or number: {key}")
    again = sum(len(one["arrived"]) - 1 for one in there)
    return Outcome(rounds, len(told), len(there), again, tuple(wrong))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.process_death", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, metavar="N", help="kills (1000)")
    parser.add_argument("--seed", type=int, default=int(time.time()), metavar="N", help="to repeat a run")
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)

    def progress(number: int) -> None:
        if sys.stderr.isatty() or number % 100 == 0:
            print(
                f"\r{number}/{args.rounds} kills", end="" if number < args.rounds else "\n", file=sys.stderr, flush=True
            )

    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder)) as service:
        outcome = kill_at_random(service.home, args.rounds, args.seed, progress)
    print(
        f"{outcome.rounds} kills: {outcome.promised} promised, {outcome.stored} stored, {outcome.arrived_again} arrived"
        f" again and were known; {len(outcome.wrong)} lost, doubled or damaged"
    )
    for wrong in outcome.wrong[:20]:
        print(f"  {wrong}")
    return bool(outcome.wrong)


if __name__ == "__main__":
    sys.exit(main())
