"""Guards against a promise that a power cut breaks: at every call to the disk, in the short form of power_cuts.py."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from offline_cache import outbox, rows, sending, states
from tests.faults.power_cuts import Run, count, forgetting, in_memory


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with in_memory() as folder:
        yield Run(Path(folder))


def test_every_event_happens_in_the_life_whose_power_is_cut(tmp_path: Path) -> None:
    seen = mock.Mock(side_effect=states.after)
    own = outbox.Outbox._own  # a commit asks the table but once, when the program starts: a citizen waits
    with contextlib.ExitStack() as patched:
        for module in (rows, sending, outbox):
            patched.enter_context(mock.patch.object(module, "after", seen))
        staged = patched.enter_context(mock.patch.object(outbox.Outbox, "_own", autospec=True, side_effect=own))
        Run(tmp_path)
    happened = {call.args[1] for call in seen.call_args_list} | {call.args[2] for call in staged.call_args_list}
    assert happened >= {event for (before, event), state in states.TRANSITIONS.items() if state is not before}


def test_no_cut_loses_or_damages_what_was_promised(run: Run) -> None:
    cuts, faults = count(run, 1)
    assert cuts > 500 and not faults


def test_a_second_cut_while_the_outbox_recovers_from_the_first_loses_nothing_either(run: Run) -> None:
    _, faults = count(run, 1, again=True, every=5)
    assert not faults


@pytest.mark.parametrize("forgotten", ["log", "pages", "database", "folders"])
def test_the_proof_sees_a_program_that_forgets_to_sync(run: Run, forgotten: str) -> None:
    whole = run.recorder.log
    run.recorder.log = forgetting(whole, forgotten)
    try:
        _, faults = count(run, 1, every=3)
    finally:
        run.recorder.log = whole
    assert faults


def test_a_disk_that_lies_about_fsync_is_seen_to_lose_records(run: Run) -> None:
    """Out of contract (offline_cache/README.md): nothing that a program does can keep a promise on it."""
    _, faults = count(run, 1, lies=True, every=20)
    assert faults
