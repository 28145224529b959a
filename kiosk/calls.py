"""Calls for a person, from the window's process to the agent: small files in `KIOSK_HOME/run/calls`.

A call says which terminal, why and when, and nothing about who stands there. `<id>.json` is written by the window;
the agent replaces it by `<id>.heard` once the fleet service has it. What nobody took within ten minutes is dropped:
who comes then would look for somebody who has left.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from offline_cache.clock import boottime

HELP, CARD_LEFT, PAPER_LEFT = "help", "card_left", "paper_left"
REASONS = (HELP, CARD_LEFT, PAPER_LEFT)
GOOD_FOR_S = 600.0


@dataclass(frozen=True)
class Call:
    id: str  # UUIDv7
    number: int  # said to the citizen and shown to staff, so that both speak of the same; from 1 since the start
    reason: str
    at: float  # seconds of the boot clock


def make(home: Path, reason: str) -> Call | None:
    """Write a call down for the agent; None: the disk does not take it."""
    folder = home / "run/calls"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        call = Call(str(uuid7()), _next(folder / "number"), reason, boottime())
        body = {"id": call.id, "number": call.number, "reason": call.reason, "at": call.at}
        part = folder / f"{call.id}.part"
        part.write_text(json.dumps(body), encoding="utf-8")
        part.replace(folder / f"{call.id}.json")
    except OSError:
        return None
    return call


def _next(path: Path) -> int:
    try:
        last = int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        last = 0
    path.write_text(str(last + 1), encoding="ascii")
    return last + 1


def was_heard(home: Path, call: Call) -> bool:
    """Whether the fleet service has it."""
    return (home / "run/calls" / f"{call.id}.heard").exists()


def waiting(home: Path) -> Iterator[Call]:
    """For the agent: what is still to be told, the oldest first; what is too old, or heard long ago, is removed."""
    folder = home / "run/calls"
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob("*.json")):
            call = _read(path)
            if call is None or not 0 <= boottime() - call.at <= GOOD_FOR_S:
                path.unlink(missing_ok=True)
            else:
                yield call


def heard(home: Path, call: Call) -> None:
    """For the agent: the service has it. The mark of the call before goes."""
    folder = home / "run/calls"
    with contextlib.suppress(OSError):
        for old in folder.glob("*.heard"):
            old.unlink(missing_ok=True)
        (folder / f"{call.id}.json").replace(folder / f"{call.id}.heard")


def _read(path: Path) -> Call | None:
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        return Call(str(raw["id"]), int(raw["number"]), str(raw["reason"]), float(raw["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
