"""What the window's process tells the agent: two small files in `KIOSK_HOME/run`, without anything personal.

`painted` holds the boot-clock time of the last painted frame (`screens/painted.py` writes it); `state.json` says
what the terminal does and how its devices are. Both are replaced at one stroke: nobody ever reads half of one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drivers.status import Status
from offline_cache.clock import boottime


@dataclass(frozen=True)
class UiState:
    state: str  # "idle", "visit", "out_of_order" or "starting"
    devices: tuple[Mapping[str, Any], ...]  # {"name", "device", "secondary"}


def write_state(home: Path, state: UiState) -> None:
    """A disk that cannot take it is not this file's problem: the agent then sees an old one."""
    folder = home / "run"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "state.json.part"
        part.write_text(json.dumps({"state": state.state, "devices": list(state.devices)}), encoding="utf-8")
        part.replace(folder / "state.json")


def read_state(home: Path) -> UiState | None:
    """None: there is none, or it cannot be read."""
    try:
        raw: Any = json.loads((home / "run/state.json").read_text(encoding="utf-8"))
        return UiState(str(raw["state"]), tuple(raw["devices"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def painted_ago(home: Path) -> float | None:
    """Seconds since the window last painted; None: it never did since the machine was started."""
    try:
        painted = float((home / "run/painted").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    ago = boottime() - painted
    return ago if ago >= 0 else None  # of an earlier boot


def device_state(name: str, status: Status) -> dict[str, Any]:
    """One device for the heartbeat; `secondary` holds its class's own states, such as `{"paper": "low"}`."""
    words = {key: str(value) for key, value in asdict(status).items()}
    return {"name": name, "device": words.pop("device"), "secondary": words}
