"""Guards against records that are lost or doubled when window or agent die (short form of process_death.py)."""

from __future__ import annotations

from pathlib import Path

from tests.faults.process_death import kill_at_random
from tests.provisioning.services import sandbox


def test_window_and_agent_killed_at_any_instant_lose_and_double_nothing(tmp_path: Path) -> None:
    with sandbox(tmp_path / "home") as service:
        outcome = kill_at_random(service.home, rounds=40, seed=6)
    assert not outcome.wrong
    assert outcome.stored >= outcome.promised > 40
