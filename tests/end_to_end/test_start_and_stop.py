"""Starting says when it is ready, and means it; stopping, in whatever way, leaves no process behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually
from tests.limits import LIMIT_S
from tests.processes import descendants


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_ready_means_painted_and_ctrl_c_stops_everything() -> None:
    with Terminal() as terminal:
        picture = np.asarray(terminal.picture().convert("L"))
        assert picture.shape == (1920, 1080)
        assert picture.std() > 10, "the demo said that it is ready before the window showed anything"
        assert "vnc" in terminal.http.get(terminal.screen_address).text.lower()  # the live picture is served
        started = descendants(terminal.process.pid)
        assert len(started) >= 8
        os.kill(terminal.process.pid, signal.SIGINT)
        terminal.process.wait(LIMIT_S)
        assert terminal.process.returncode == 0
        assert alive(started) == set()


def test_when_the_demo_is_killed_its_processes_end_too() -> None:
    with Terminal() as terminal:
        started = descendants(terminal.process.pid)
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait(LIMIT_S)
        eventually("the end of all processes", lambda: not alive(started))


def test_a_visit_in_landscape() -> None:
    with Terminal("1920x1080") as terminal:
        assert terminal.picture().size == (1920, 1080)
        visits.query_contributions(terminal)
        visits.rate_and_leave(terminal)
