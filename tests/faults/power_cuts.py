"""Cuts the power at every call that reaches the disk, and looks what the outbox then holds.

Run at length by `python -m tests.faults.power_cuts` (`make prove`); test_power_cuts.py has the short form.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from offline_cache import clock
from offline_cache.faults import DiskFailed, OutboxRefused
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.states import State
from tests.faults.disk import Disk, Names, Operation, Sync, SyncFolder
from tests.faults.lives import GONE, MARGIN, Life, Lives, every_transition, watched_outbox
from tests.faults.recorder import Recorder

WAITING = {State.READY, State.LEASED}
DONE = {State.ACKNOWLEDGED, State.SHREDDED}
SHARES = (0.0, 0.5, 0.9, 0.1, 1.0)  # of what was not synced; beyond these it is diced


class Lost(AssertionError):
    """A promise was not kept, or what lies there is not whole."""


class Run:
    """One life of an outbox, noted; and all the cuts of it."""

    def __init__(
        self,
        folder: Path,
        live: Callable[[Lives], None] = every_transition,
        kind: Callable[[Path], Recorder] = Recorder,
    ) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "lived").mkdir(parents=True)
        self.recorder = kind(folder / "lived")
        self.lives = Lives(folder / "lived/outbox", self.recorder)
        live(self.lives)

    def cuts(self, seeds: int, *, lies: bool = False, every: int = 1) -> Iterator[tuple[int, dict[str, bytes]]]:
        disk = Disk(lies)
        for tick, operation in enumerate([*self.recorder.log, None]):
            if tick % every == 0:
                for seed in range(seeds):
                    dice = random.Random(f"{tick} {seed}")
                    share = SHARES[(tick + seed) % len(SHARES)] if seed < len(SHARES) else dice.random()
                    yield tick, self._with_holders(disk.cut(dice, share), dice)
            if operation is not None:
                disk.do(operation)

    def _with_holders(self, found: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
        """Files of the processes that have lived are never synced: any of them may be there, of any length."""
        if "outbox/holders/" in found:
            for name in self.lives.holders:
                if dice.random() < 0.5:
                    found[f"outbox/holders/{name}"] = bytes(dice.randrange(5000))
        return found

    def look(self, tick: int, found: dict[str, bytes] | Path) -> None:
        """Start the outbox on what the cut has left, or on what lies in a folder. Raises `Lost`."""
        home = self.folder / "found"
        lay_out(home, found)
        with mock.patch.object(clock, "boot_id", return_value="the boot after"):
            try:
                outbox = Outbox.open(home / "outbox", MARGIN)
            except OutboxRefused as error:
                raise Lost(f"refused: {error}") from error
            try:
                self._judge(tick, outbox)
            except DiskFailed as error:
                raise Lost(f"corrupt: {error}") from error
            finally:
                outbox.close()

    def cut_again(self, found: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
        """The power comes back, the outbox starts on what it finds, and before it is through the power goes again."""
        home = self.folder / "again"
        lay_out(home, found)
        recorder = Recorder(home, before=found)
        before = len(recorder.log)
        with mock.patch.object(clock, "boot_id", return_value="the boot between"):
            watched_outbox(home / "outbox", recorder).close()
        disk = Disk()
        for operation in recorder.log[: dice.randint(before, len(recorder.log))]:
            disk.do(operation)
        return disk.cut(dice, dice.random())

    def _judge(self, tick: int, outbox: Outbox) -> None:
        if wrong := list(outbox.damage()):
            raise Lost(f"corrupt: {wrong}")
        records = {record.key: record for record in outbox.records()}
        for key, life in self.lives.known.items():
            here = records[key].state if key in records else GONE
            allowed = {GONE if state is State.STAGED else state for state in life.possible(tick)}
            if here not in allowed | (WAITING if allowed & WAITING else set()):
                raise Lost(f"record {life.number} is {here}, and may be {sorted(map(str, allowed))}")
            if here in DONE and records[key].case_number != f"CASE-{life.number}":
                raise Lost(f"record {life.number} has lost the platform's number")
        if unknown := records.keys() - self.lives.known.keys():
            raise Lost(f"records that nobody handed in: {unknown}")
        self._secret_is_kept(tick)
        self._nothing_is_left_of_what_was_shredded(tick)
        self._nothing_lies_about(outbox, {key for key, record in records.items() if record.state is not State.SHREDDED})
        self._all_is_sent(outbox, {key: self.lives.known[key] for key, record in records.items()})
        slot = outbox.reserve("submissions", "TEST-ITEM", "zz", 1000)
        given = [number for at, number in self.lives.numbers if at <= tick]
        if not isinstance(slot, Slot) or slot.number <= max(given, default=0):
            raise Lost(f"{slot} after the numbers {given} were given")

    def _secret_is_kept(self, tick: int) -> None:
        path = self.folder / "found/outbox/order.secret"
        found = path.read_bytes() if path.exists() else None
        at, secret = self.lives.secret
        if found is None and tick < at:
            return
        if found != secret:
            raise Lost("the secret of the order keys is another or gone")

    def _nothing_is_left_of_what_was_shredded(self, tick: int) -> None:
        everything = b"".join(path.read_bytes() for path in (self.folder / "found/outbox").rglob("*") if path.is_file())
        for at, key in self.lives.shredded:
            life = self.lives.known[key]
            if at <= tick and any(content[:64] in everything for content in (life.content, *life.pages)):
                raise Lost("what was shredded lies there: after a cut it came back")

    def _nothing_lies_about(self, outbox: Outbox, kept: set[str]) -> None:
        for path in (self.folder / "found/outbox/pages").iterdir():
            if path.name.partition(".")[0] not in kept or path.suffix == ".tmp":
                raise Lost(f"{path.name[:12]}… lies about")
        if any((self.folder / "found/outbox/holders" / name).exists() for name in self.lives.holders):
            raise Lost("the file of a process that is gone lies about, and takes the room that it took")

    def _all_is_sent(self, outbox: Outbox, known: dict[str, Life]) -> None:
        """What waits is offered for sending, whole, in the order of each citizen."""
        for key in [record.key for record in outbox.records() if record.state is State.PARKED]:
            outbox.retry(key)
        sent = []
        while lease := outbox.lease(10.0, 60.0):
            life = known[lease.key]
            pages = [lease.path(page).read_bytes() for page in lease.attachments]
            if lease.sealed != life.content or sorted(pages) != sorted(life.pages):
                raise Lost(f"record {life.number} is not what was handed in")
            sent.append(life.number)
            outbox.acknowledge(lease.key, {"number": f"CASE-{life.number}"})
        if sent != sorted(sent):
            raise Lost(f"sent as {sent}")
        if outbox.counts().waiting:
            raise Lost("something waits and is not sent")


def in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder for what is only played through: the real disk has no part in it."""
    return tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)


def lay_out(home: Path, found: dict[str, bytes] | Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    if isinstance(found, Path):
        shutil.copytree(found, home)
        return
    home.mkdir(parents=True)
    for path, content in sorted(found.items()):
        if path.endswith("/"):
            (home / path).mkdir()
        elif not path.startswith("outside"):
            (home / path).write_bytes(content)


def count(run: Run, seeds: int, *, lies: bool = False, every: int = 1, again: bool = False) -> tuple[int, Counter[str]]:
    """(cuts, broken promises by what was found). `again`: each cut is followed by one while the outbox recovers."""
    faults: Counter[str] = Counter()
    cuts = 0
    for tick, left in run.cuts(seeds, lies=lies, every=every):
        cuts += 1
        found = run.cut_again(left, random.Random(cuts)) if again else left
        try:
            run.look(tick, found)
        except Lost as lost:
            faults[str(lost).partition(":")[0][:60]] += 1
    return cuts, faults


def forgetting(log: list[Operation], what: str) -> list[Operation]:
    """The same life as a program would have led it that forgets to sync "log", "pages", "database" or "folders"."""
    kinds = {"log": "-wal", "database": ".sqlite3", "pages": ".tmp"}
    named = {
        file for one in log if isinstance(one, Names) for name, file in one.names if name.endswith(kinds.get(what, "/"))
    }
    forgotten = SyncFolder("another")
    return [
        forgotten
        if (isinstance(one, SyncFolder) and what == "folders") or (isinstance(one, Sync) and one.file in named)
        else one
        for one in log
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.power_cuts", description=__doc__)
    parser.add_argument("--seeds", type=int, default=40, metavar="N", help="different cuts at each call (40)")
    seeds = parser.parse_args().seeds
    failed = False
    with in_memory() as folder:
        for said, wanted, options in (
            ("a disk that keeps its word", 0, {"seeds": seeds}),
            ("and goes again while the outbox recovers", 0, {"seeds": max(2, seeds // 4), "again": True}),
            ("a disk that lies about fsync", 1, {"seeds": 4, "lies": True}),
        ):
            run = Run(Path(folder))
            cuts, faults = count(run, **options)
            broken = sum(faults.values())
            print(f"{said}: {cuts} cuts at {len(run.recorder.log)} calls, {broken} with a broken promise", flush=True)
            for fault, times in faults.most_common(5):
                print(f"  {times} × {fault}")
            failed |= min(broken, 1) != wanted
    return failed


if __name__ == "__main__":
    sys.exit(main())
