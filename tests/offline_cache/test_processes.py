"""Real processes that are killed at any instant: what was told to be accepted is there, whole, and once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from offline_cache import clock
from offline_cache.outbox import Outbox
from offline_cache.states import State
from tests.limits import LIMIT_S
from tests.offline_cache.hands import hand_in

# Hands in without end; a line is a promise to a citizen.
HANDS_IN = """
import os, sys
from pathlib import Path
from offline_cache.outbox import Outbox
outbox = Outbox.open(Path(sys.argv[1]))
print("begun", flush=True)
while True:
    slot = outbox.reserve("submissions", "TEST-ITEM", os.urandom(4), 100_000)
    print("begun", slot.key, flush=True)
    for _ in range(slot.number % 3):
        outbox.attach(slot.key, os.urandom(30_000))
    if slot.number % 5 == 0:
        outbox.abandon(slot.key)
    else:
        outbox.commit(slot.key, os.urandom(3_000))
        print("accepted", slot.key, flush=True)
"""

# Sends without end; a line is a record that the platform has.
SENDS = """
import sys
from pathlib import Path
from offline_cache import clock
from offline_cache.outbox import Outbox
outbox = Outbox.open(Path(sys.argv[1]))
print("begun", flush=True)
while True:
    if lease := outbox.lease(clock.boottime(), 1e6):
        for page in lease.attachments:
            assert len(lease.path(page).read_bytes()) == page.size
        print("stored", lease.key, flush=True)
        outbox.acknowledge(lease.key, {"number": "1", "state": "accepted"})
        outbox.shred()
"""


def start(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)


def says(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Its next whole line, as a word and a key."""
    assert process.stdout is not None
    word, _, key = process.stdout.readline().partition(" ")
    return word.strip(), key.strip()


def said(process: subprocess.Popen[str], word: str) -> list[str]:
    """All that a killed process still had said, but for a line that was cut off."""
    assert process.stdout is not None
    left = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return [line.split()[1] for line in left if line.startswith(word + " ")]


def test_committed_in_one_process_leased_in_another(outbox: Outbox, folder: Path) -> None:
    key = hand_in(outbox, pages=(b"sealed page",))
    agent = start(SENDS, folder)
    deadline = time.monotonic() + LIMIT_S
    while outbox.record(key).state is not State.SHREDDED and time.monotonic() < deadline:
        time.sleep(0.01)
    agent.kill()
    assert said(agent, "stored") == [key] and outbox.record(key).case_number == "1"


def test_processes_killed_at_any_instant_lose_and_double_nothing(folder: Path) -> None:
    dice = random.Random(6)
    accepted: set[str] = set()
    stored: list[str] = []
    for _ in range(8):
        both = start(HANDS_IN, folder), start(SENDS, folder)
        for process in both:
            assert says(process) == ("begun", "")
        first = says(both[0])
        while first[0] != "accepted":
            first = says(both[0])
        accepted.add(first[1])
        time.sleep(dice.uniform(0.0, 0.15))
        for process in both:
            process.kill()
            process.wait()
        accepted |= set(said(both[0], "accepted"))
        stored += said(both[1], "stored")

        outbox = Outbox.open(folder)  # as at the next start
        assert list(outbox.damage()) == []
        records = {record.key: record for record in outbox.records()}
        assert accepted <= records.keys(), "what was accepted is gone"
        assert not [record for record in records.values() if record.state is State.STAGED]
        held = {path.name.partition(".")[0] for path in (folder / "pages").iterdir()}
        assert all(records[key].state is not State.SHREDDED for key in held), "pages of what is shredded lie there"
        waiting = {key for key, record in records.items() if record.state in (State.READY, State.LEASED)}
        assert waiting | set(stored) >= accepted, "what was accepted is neither waiting nor stored"
        outbox.close()
    outbox = Outbox.open(folder)
    while lease := outbox.lease(clock.boottime(), 60):
        stored.append(lease.key)
        outbox.acknowledge(lease.key, {})
    assert set(stored) >= accepted and len(accepted) >= 8
    # Sent twice is only what was under way at a kill; the platform knows it by its key.
    assert len(stored) - len(set(stored)) <= 8
    outbox.close()
