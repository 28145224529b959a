"""What the uploader is doing, for those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    IDLE = "idle"  # nothing to send
    SENDING = "sending"
    WAITING = "waiting"  # for a delay
    OFFLINE = "offline"  # the platform is away
    REFUSED = "refused"  # the platform does not accept this terminal: it must be enrolled again
    DISK = "disk"  # the terminal's own disk fails


@dataclass(frozen=True)
class UploaderState:
    phase: Phase
    detail: str = ""  # "403 terminal-blocked", "ConnectError"; never content
