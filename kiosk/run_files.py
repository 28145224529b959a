"""What the window's process tells the agent: two small files in `KIOSK_HOME/run`, without anything personal.

`painted` is touched by the window after each frame; `state.json` says what the terminal does and how its
devices are. Both are replaced at one stroke, so that a reader never sees half of one.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.status import Status


@dataclass(frozen=True)
class UiState:
    state: str  # "idle", "visit", "out_of_order" or "starting"
    devices: tuple[Mapping[str, str], ...]  # {"name", "device", "secondary"}


def run_folder(home: Path) -> Path:
    return home / "run"


def painted_path(home: Path) -> Path:
    return run_folder(home) / "painted"


def write_state(home: Path, state: UiState) -> None:
    """A disk that cannot take it is not this file's problem: the agent then sees an old one."""
    folder = run_folder(home)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "state.json.part"
        part.write_text(json.dumps({"state": state.state, "devices": list(state.devices)}), encoding="utf-8")
        part.replace(folder / "state.json")


def read_state(home: Path) -> UiState | None:
    """None: there is none, or it cannot be read."""
    try:
        raw: Any = json.loads((run_folder(home) / "state.json").read_text(encoding="utf-8"))
        return UiState(str(raw["state"]), tuple(raw["devices"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_painted(home: Path) -> None:
    """The window has just painted a frame."""
    path = painted_path(home)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path)


def painted_ago(home: Path) -> float | None:
    """Seconds since the window last painted; None: it never did."""
    try:
        return max(0.0, time.time() - painted_path(home).stat().st_mtime)
    except OSError:
        return None


def device_state(name: str, status: Status) -> dict[str, str]:
    """One device for the heartbeat: `secondary` holds its other words, such as `paper low`."""
    others = {key: str(value) for key, value in vars(status).items() if key != "device"}
    return {
        "name": name,
        "device": str(status.device),
        "secondary": ", ".join(f"{key} {value}" for key, value in sorted(others.items())),
    }
