"""A disk on which the n-th call fails, for every n: nothing that was promised is lost, what failed was not promised.

After each life the outbox is started anew twice: on the files as they are, and as they are after a power cut, when
what a failed sync has dropped is gone for good. Run at length by `python -m tests.faults.failing_disk` (`make prove`).
"""

from __future__ import annotations

import argparse
import errno
import itertools
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest import mock

from offline_cache.faults import DiskFailed, OutboxRefused
from offline_cache.states import State
from tests.faults.disk import Disk, Forget
from tests.faults.lives import NEVER, Lives
from tests.faults.power_cuts import Lost, Run, in_memory
from tests.faults.recorder import Recorder

WRITING = {"opened", "write", "allocate", "make_folder"}  # what a full disk refuses


class Failing(Recorder):
    """`at`: the call that fails, from 1; `stays`: and so do those after it (of a full disk: that need room)."""

    def __init__(self, folder: Path, at: int, error: int, stays: bool) -> None:
        self.calls = 0
        self.names: list[str] = []
        self._at, self._error, self._stays = at, error, stays
        super().__init__(folder)

    def fail(self, name: str) -> None:
        self.calls += 1
        self.names.append(name)
        later = self._stays and 0 < self._at < self.calls and (self._error != errno.ENOSPC or name in WRITING)
        if self.calls == self._at or later:
            raise OSError(self._error, os.strerror(self._error))

    def opened(self, path: Path) -> int:
        if not path.exists() or self._error != errno.ENOSPC:
            self.fail("opened")
        return super().opened(path)

    def read(self, file: int) -> None:
        self.fail("read")

    def sync(self, file: int) -> None:
        try:
            self.fail("sync")
        except OSError:
            self.log.append(Forget(file))
            raise
        super().sync(file)


def _failing(name: str) -> Callable[..., object]:
    inner = getattr(Recorder, name)

    def method(self: Failing, *args: object) -> object:
        self.fail(name)
        return inner(self, *args)

    return method


for _name in ("write", "truncate", "sync_folder", "rename", "link", "unlink", "make_folder"):
    setattr(Failing, _name, _failing(_name))


def live_with_failures(lives: Lives) -> None:
    """Citizens hand in and the agent sends, and each goes on with the next when something fails."""
    with suppress(OutboxRefused):
        lives.open()
        for number in range(3):
            _hand_in(lives, f"o{number}", pages=(700,) if number % 2 else ())
        for outcome in (State.ACKNOWLEDGED, State.READY, State.PARKED):
            with suppress(DiskFailed):
                _send(lives, outcome)
        _shred(lives)
        _hand_in(lives, "p", pages=(1500,))
        with suppress(DiskFailed):
            _send(lives, State.ACKNOWLEDGED)
        _hand_in(lives, "q", pages=())
        _send_several(lives)
        _shred(lives)
        with suppress(DiskFailed):
            lives.outbox.close()


def _hand_in(lives: Lives, order: str, pages: tuple[int, ...]) -> None:
    """As the window does: what failed is given up, and the citizen is told that nothing was taken in."""
    before = set(lives.known)
    try:
        lives.hand_in(order, 600, pages)
    except DiskFailed:
        for key in lives.known.keys() - before:
            with suppress(DiskFailed):
                lives.abandon(key)


def _send(lives: Lives, outcome: State) -> None:
    lives.now += 100
    lease = lives.outbox.lease(lives.now, 60)
    if lease is None:
        return
    assert lease.sealed == lives.known[lease.key].content
    if outcome is State.ACKNOWLEDGED:
        lives.acknowledge(lease.key)
    elif outcome is State.PARKED:
        lives.park(lease.key)
    else:
        lives.postpone(lease.key, 1)


def _send_several(lives: Lives) -> None:
    """All that waits in one lease; of it the first two are acknowledged in one commit, the rest is given back."""
    lives.now += 100
    with suppress(DiskFailed):
        keys = [lease.key for lease in lives.outbox.lease_several(16, lives.now, 60)]
        with suppress(DiskFailed):
            lives.acknowledge_several(*keys[:2])
        lives.give_back(*keys[2:])


def _shred(lives: Lives) -> None:
    last = {key: life.steps[-1] for key, life in lives.known.items()}
    done = [key for key, step in last.items() if step.after is State.ACKNOWLEDGED and step.end != NEVER]
    with suppress(DiskFailed):
        lives.step(done, State.SHREDDED, lives.outbox.shred)


def fail_at(folder: Path, at: int, error: int, stays: bool) -> list[str]:
    """One life with one failing call; gives the names of its calls. Raises `Lost`."""
    real = os.posix_fallocate
    kept: list[Failing] = []

    def kind(home: Path) -> Failing:
        kept.append(Failing(home, at, error, stays))
        return kept[0]

    def allocate(fd: int, offset: int, length: int) -> None:
        kept[0].fail("allocate")
        real(fd, offset, length)

    with mock.patch.object(os, "posix_fallocate", allocate):
        run = Run(folder, live_with_failures, kind)
    tick = len(run.recorder.log)
    run.look(tick, folder / "lived")
    disk = Disk()
    for operation in run.recorder.log:
        disk.do(operation)
    for kept_share in (0.0, 0.5):
        run.look(tick, disk.cut(random.Random(at), kept_share))
    return kept[0].names


def count(every: int = 1, only: str = "") -> tuple[int, Counter[str]]:
    """(lives, broken promises). `only`: calls of this name."""
    lives, faults = 0, Counter[str]()
    with in_memory() as folder:
        names = fail_at(Path(folder), 0, errno.EIO, stays=False)  # none fails
        for error, stays in itertools.product((errno.EIO, errno.ENOSPC), (False, True)):
            for at in [at for at, name in enumerate(names, 1) if only in name][::every]:
                lives += 1
                try:
                    fail_at(Path(folder), at, error, stays)
                except Lost as lost:
                    faults[f"{errno.errorcode[error]} at call {at}{' and after' if stays else ''}: {lost}"] += 1
    return lives, faults


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.failing_disk", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th call (1)")
    every = parser.parse_args().every
    sys.unraisablehook = lambda _: None  # SQLite closes a file of which a call has failed: nobody hears of it
    lives, faults = count(every)
    print(f"{lives} lives with a failing call: {len(faults)} with a broken promise")
    for fault in list(faults)[:20]:
        print(f"  {fault}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
