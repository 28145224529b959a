"""Switches with which tests and the device bench make the platform misbehave.

They lie in `<home>/sandbox/faults.json`, so that they can be set while it runs, and from outside:
`{"fault": "drop-answer", "path": "/v1/submissions", "times": 1, "seconds": 5}`. Without the file, or
with `"fault": null`, the platform behaves; a platform that starts behaves.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from provisioning.files import write_whole
from provisioning.problem import Problem

FAULTS = {
    "error": "answers 500 and does nothing",
    "busy": "answers 503 and does nothing; Retry-After says `seconds`",
    "slow": "waits before it answers; a record counts as being stored meanwhile",
    "drop-answer": "does what was asked, then cuts the connection instead of answering",
    "captive-portal": "answers 200 with a log-in page, as a hotel's network does",
    "refuse-certificate": "answers 403: the terminal's certificate is blocked",
}
PORTAL = "<!doctype html><title>Wi-Fi login</title><h1>Welcome! Please log in to use the network.</h1>"
LONGEST_S = 600.0


class BadFault(Exception):
    """One sentence that says what is wrong with a switch."""


@dataclass(frozen=True)
class Fault:
    """`path`: beginning of the paths it concerns. `times`: how often, None for as long as it is set."""

    fault: str
    path: str = "/v1/"
    times: int | None = None
    seconds: float = 5.0

    @classmethod
    def read(cls, raw: Any) -> Fault | None:
        """From JSON; None for no fault. Raises `BadFault`."""
        if not isinstance(raw, dict) or not raw.keys() <= {"fault", "path", "times", "seconds"}:
            raise BadFault("a fault is an object of fault, path, times and seconds")
        if raw.get("fault") is None:
            return None
        fault = cls(**raw)
        if fault.fault not in FAULTS:
            raise BadFault(f"{fault.fault!r} is not one of {', '.join(FAULTS)}")
        times, seconds = fault.times, fault.seconds
        if not isinstance(fault.path, str) or not (times is None or (type(times) is int and times > 0)):
            raise BadFault("path is a text, times a whole number above 0 or null")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_S:
            raise BadFault(f"seconds is a number from 0 to {LONGEST_S:g}")
        return fault


class Switches:
    """The switches of a home; `times` is counted down in memory, from the file's last change on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._fault: Fault | None = None
        self._left: int | None = None

    def set(self, fault: Fault | None) -> None:
        content: dict[str, Any] = {"fault": None} if fault is None else asdict(fault)
        write_whole(self.path, json.dumps(content).encode())

    def now(self) -> Fault | None:
        """The fault that is set, whichever path it concerns; an unreadable file sets none."""
        try:
            status = self.path.stat()
            seen = (status.st_mtime_ns, status.st_ino)
            if seen != self._seen:
                self._fault = Fault.read(json.loads(self.path.read_bytes()))
                self._left = self._fault.times if self._fault else None
                self._seen = seen
        except (OSError, ValueError, BadFault):
            self._seen, self._fault = None, None
        return self._fault if self._left is None or self._left > 0 else None

    def take(self, path: str) -> Fault | None:
        """The fault for one request to this path, counted."""
        fault = self.now()
        if fault is None or not path.startswith(fault.path):
            return None
        if self._left is not None:
            self._left -= 1
        return fault


class Faulty:
    """ASGI middleware that applies the switches to an application."""

    def __init__(self, inner: ASGIApp, switches: Switches) -> None:
        self._inner = inner
        self._switches = switches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._switches.take(scope["path"]) if scope["type"] == "http" else None
        match fault and fault.fault:
            case "error":
                await Problem(500, "internal", "a fault switch is set").response()(scope, receive, send)
            case "busy":
                assert fault is not None
                after = {"Retry-After": f"{fault.seconds:.0f}"}
                await Problem(503, "busy", "a fault switch is set", after).response()(scope, receive, send)
            case "captive-portal":
                await HTMLResponse(PORTAL)(scope, receive, send)
            case "refuse-certificate":
                await Problem(403, "terminal-blocked", "a fault switch is set").response()(scope, receive, send)
            case "drop-answer":
                await self._inner(scope, receive, _unheard)
                scope["peer"].abort()
            case "slow":
                assert fault is not None
                scope["pause"] = Pause(fault.seconds)
                await self._inner(scope, receive, _after(scope["pause"], send))
            case _:
                await self._inner(scope, receive, send)


class Pause:
    """Waits once, wherever in a request it is asked first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def take(self) -> None:
        seconds, self._seconds = self._seconds, 0.0
        await asyncio.sleep(seconds)


async def pause_here(scope: Scope) -> None:
    """Where a slow platform is slowest; elsewhere it waits before its answer."""
    if (pause := scope.get("pause")) is not None:
        await pause.take()


async def _unheard(_: Message) -> None:
    pass


def _after(pause: Pause, send: Send) -> Send:
    async def wait_then_send(message: Message) -> None:
        await pause.take()
        await send(message)

    return wait_then_send
