"""Guards against promises on a disk that has failed (short form of failing_disk.py)."""

from __future__ import annotations

from unittest import mock

import pytest

from tests.faults.failing_disk import count
from tests.faults.watched import WatchedSystem

# SQLite closes a file of which a call has failed; what fails then reaches nobody but Python's last resort.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_a_call_that_fails_promises_nothing_and_loses_nothing() -> None:
    lives, faults = count(every=9)
    assert lives > 100 and not faults


def test_the_proof_sees_a_program_that_takes_a_second_fsync_for_success() -> None:
    real = WatchedSystem.fsync

    def stubborn(self: WatchedSystem, fd: int) -> None:
        try:
            real(self, fd)
        except OSError:
            real(self, fd)

    with mock.patch.object(WatchedSystem, "fsync", stubborn):
        _, faults = count(only="sync")
    assert any("corrupt" in fault for fault in faults)
