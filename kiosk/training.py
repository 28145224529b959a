"""Training (培训) on an installed terminal: the same screens and devices, another platform, and a mark on everything.

`KIOSK_TRAINING=yes` gives the terminal another home, `KIOSK_HOME/training`: outbox, journal, counters and content are
apart, and whom it trusts and asks stands in `training/terminal.env` alone (`kiosk sandbox serve --home …/training`
writes one). Of the real `terminal.env` only what is not about trust counts. A real platform cannot be reached: its
address or its authority is refused at the start, and one that does not call itself a platform for tests is asked for
nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from drivers.outcome import Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Line, Receipt, Rule
from kiosk.text import message
from kiosk.words import say

FOLDER = "training"
ASKED = ("KIOSK_PLATFORM_URL", "KIOSK_FLEET_URL")
TRUSTED = (
    *ASKED, "KIOSK_PLATFORM_CA", "KIOSK_TERMINAL_ID", "KIOSK_TERMINAL_CERT", "KIOSK_TERMINAL_KEY", "KIOSK_SEALING_KEY",
    "KIOSK_CONTENT_KEY", "KIOSK_PROXY", "KIOSK_RATING_URL", "KIOSK_GUIDE_URL", "KIOSK_CATALOGUE",
)  # fmt: skip
"""What the training's own file says, and neither the real one nor the environment."""
PLACES = ("KIOSK_VOICE", "KIOSK_FONTS", "KIOSK_TYPING")  # folders of the machine, relative to the real home
PROVED_S = 60.0  # how long a platform's word that it is one for tests holds


class NotTraining(Exception):
    """Why this terminal cannot train. One sentence."""


def variables(home: Path, real: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The variables of a terminal in training. `own`: of `training/terminal.env`. Raises `NotTraining`."""
    where = home / FOLDER / "terminal.env"
    if not own.get("KIOSK_PLATFORM_URL"):
        raise NotTraining(f"{where} names no KIOSK_PLATFORM_URL to train with")
    forbidden = {place for name in ASKED if (place := _place(real.get(name, "")))}
    if any(_place(own.get(name, "")) in forbidden for name in ASKED):
        raise NotTraining(f"{where} names the real platform")
    theirs, ours = _content(home, real), _content(home / FOLDER, own)
    if theirs is not None and theirs == ours:
        raise NotTraining(f"{where} trusts the authority of the real platform")
    kept = {name: value for name, value in real.items() if name not in TRUSTED}
    places = {name: str((home / kept[name]).absolute()) for name in PLACES if kept.get(name)}
    return kept | places | {name: value for name, value in own.items() if name in TRUSTED}


def _place(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        return (parts.hostname.lower(), parts.port or 443) if parts.hostname else None
    except ValueError:
        return None


def _content(folder: Path, named: Mapping[str, str]) -> bytes | None:
    """What the authority's file holds."""
    name = named.get("KIOSK_PLATFORM_CA")
    try:
        return (folder / name).read_bytes() if name else None
    except OSError:
        return None


class OnlyTests:
    """A hook before each request: it goes out only to a platform that calls itself one for tests (`health`)."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._until = 0.0

    async def __call__(self, request: httpx.Request) -> None:
        """Raises `httpx.ConnectError`: as if the platform were not there."""
        if request.extensions.get("training") or self._until > time.monotonic():
            return
        answer = await self._client.get("/v1/health", extensions={"training": True})
        try:
            proved = answer.status_code == 200 and answer.json().get("test") is True
        except (ValueError, AttributeError):
            proved = False
        if not proved:
            raise httpx.ConnectError("not a platform for tests", request=request)
        self._until = time.monotonic() + PROVED_S


@dataclass(frozen=True)
class MarkedPrinter:
    """The receipt printer, which says on every slip, above and below, that it is worth nothing."""

    real: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def print(self, receipt: Receipt, limit: float = 30.0, job: str | None = None) -> Printed | Failure:
        outcome: Printed | Failure = await self.real.print(marked(receipt), limit, job)
        return outcome


def marked(receipt: Receipt) -> Receipt:
    lines = tuple(Line(say(message("training.slip"), language), bold=True, align="centre") for language in ("zh", "en"))
    return Receipt((*lines, Rule("thick"), *receipt.blocks, Rule("thick"), *lines))
