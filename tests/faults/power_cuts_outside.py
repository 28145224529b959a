"""Cuts the power of the disk beneath window and agent, again and again, while both are busy with a real sandbox.

The programs are the product's own, as they are, on a mounted file system that forgets what was
not synced (`forgetful.py`). After each cut they start on what is left. At the end all that was promised must be at the
platform, once. Then the same on a disk that lies about fsync: there it must be seen that something is lost.
Run by `python -m tests.faults.power_cuts_outside` (`make prove`).
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from offline_cache.faults import OutboxRefused
from tests.faults import workers
from tests.faults.power_cuts import SHARES, in_memory
from tests.faults.process_death import Outcome, compare, wait_until_sent
from tests.provisioning.services import sandbox

START_S = 30.0


class Disk:
    """`folder`: what lies on it; mounted at `mountpoint`."""

    def __init__(self, folder: Path, mountpoint: Path, lies: bool) -> None:
        command = [sys.executable, "-m", "tests.faults.forgetful", str(folder), str(mountpoint), "lies" * lies]
        self._mountpoint = mountpoint
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._said() == "mounted"

    def cut(self, seed: object, share: float, target: Path) -> None:
        """The power goes; what is left of the disk is put into `target`."""
        assert self._process.stdin
        self._process.stdin.write(f"cut {seed} {share} {target}\n")
        self._process.stdin.flush()
        assert self._said() == "cut"

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", self._mountpoint], check=True)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@contextmanager
def mounted(folder: Path, mountpoint: Path, lies: bool) -> Iterator[Disk]:
    disk = Disk(folder, mountpoint, lies)
    try:
        yield disk
    finally:
        disk.unmount()


def cut_at_random(
    platform: Path, folder: Path, cuts: int, seed: int, progress: Callable[[int], None], *, lies: bool = False
) -> Outcome:
    """`platform`: the home of a sandbox that runs; nothing of it is on the disk that is cut."""
    dice = random.Random(seed)
    promises, mountpoint, here = folder / "promises", folder / "terminal", folder / "0"
    mountpoint.mkdir()
    here.mkdir()
    _settle(platform, here)
    for number in range(1, cuts + 1):
        left = folder / str(number)
        left.mkdir()
        with mounted(here, mountpoint, lies) as disk:
            running = [workers.start("window", mountpoint, promises, number), workers.start("agent", mountpoint)]
            try:
                before = len(workers.promised(promises))
                limit = time.monotonic() + START_S
                while len(workers.promised(promises)) == before:  # else it does not start on what the cut has left
                    assert time.monotonic() < limit, f"nothing could be handed in after cut {number - 1}"
                    time.sleep(0.01)
                time.sleep(dice.uniform(0, 1.5))
                disk.cut(f"{seed}-{number}", SHARES[number % len(SHARES)] if number % 2 else dice.random(), left)
            finally:
                for process in running:
                    process.kill()
                    process.join()
        shutil.rmtree(here)
        here = left
        progress(number)
    agent = workers.start("agent", here)
    try:
        wait_until_sent(here)
    finally:
        agent.kill()
        agent.join()
    return compare(here, cuts, promises, platform)


def _settle(platform: Path, home: Path) -> None:
    """What a terminal is given when it is put into service; with addresses that do not depend on its folder."""
    text = (platform / "terminal.env").read_text()
    lines = []
    for line in text.splitlines():
        name, sign, value = line.partition("=")
        if sign and (platform / value).is_file():
            shutil.copy(platform / value, home / Path(value).name)
            value = Path(value).name
        lines.append(f"{name}{sign}{value}")
    (home / "terminal.env").write_text("\n".join(lines) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.power_cuts_outside", description=__doc__)
    parser.add_argument("--cuts", type=int, default=100, metavar="N", help="times that the power goes (100)")
    parser.add_argument("--seed", type=int, default=int(time.time()), metavar="N", help="to choose the cuts")
    args = parser.parse_args()
    if not Path("/dev/fuse").exists() or importlib.util.find_spec("mfusepy") is None:
        print("NOT RUN: no file system can be mounted here (/dev/fuse and mfusepy are needed)")
        return 0

    def progress(number: int) -> None:
        if sys.stderr.isatty() or number % 10 == 0:
            end = "" if number < args.cuts and sys.stderr.isatty() else "\n"
            print(f"\r{number}/{args.cuts} cuts", end=end, file=sys.stderr, flush=True)

    with in_memory() as disks, tempfile.TemporaryDirectory() as folder, sandbox(Path(folder)) as service:
        outcome = cut_at_random(service.home, Path(disks), args.cuts, args.seed, progress)
    print(
        f"{outcome.rounds} power cuts from outside: {outcome.promised} promised, {outcome.stored} stored,"
        f" {outcome.arrived_again} arrived again and were known; {len(outcome.wrong)} lost, doubled or damaged"
    )
    for wrong in outcome.wrong[:20]:
        print(f"  {wrong}")
    return bool(outcome.wrong) or not _loss_is_seen(args.seed)


def _loss_is_seen(seed: int) -> bool:
    with in_memory() as disks, tempfile.TemporaryDirectory() as folder, sandbox(Path(folder)) as service:
        try:
            wrong = cut_at_random(service.home, Path(disks), 3, seed, lambda _: None, lies=True).wrong
        except (AssertionError, OutboxRefused) as error:
            wrong = (str(error),)
    print(f"a disk that lies about fsync: {len(wrong)} lost, doubled, damaged or refused")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
