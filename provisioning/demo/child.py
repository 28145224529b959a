"""One process that the demo starts, watches and stops, as systemd would on a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provisioning.demo.readiness import Readiness

STOP_LIMIT_S = 8.0  # a child that has not ended by then is killed with its whole group
POLL_S = 0.05  # for programs that do not say when they are ready
RESTART_PAUSE_S = 1.0  # so that a child that dies at once does not eat the machine
PR_SET_PDEATHSIG = 1  # prctl(2): be told when the parent dies, however it dies


class StartFailed(Exception):
    """One sentence that names the process and where its log is."""


@dataclass(frozen=True)
class Recipe:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    notifies: bool = True  # says READY=1; otherwise it is ready when it runs, or when `ready_when` says so
    ready_when: Callable[[], bool] | None = None
    watchdog_s: float | None = None  # restarted when it has not been fed for so long
    ready_limit_s: float = 60.0  # the slowest machine seen needed 15 s for the first window


class Child:
    def __init__(self, recipe: Recipe, logs: Path) -> None:
        self.recipe = recipe
        self.log = logs / f"{recipe.name}.log"
        self.wanted = False
        self.restarts = 0
        self._process: asyncio.subprocess.Process | None = None
        self._readiness = Readiness(recipe.name) if recipe.notifies else None
        self._watch: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.running else None

    async def start(self) -> None:
        """Start it and wait until it says that it is ready. Raises `StartFailed`."""
        self.wanted = True
        await self._spawn()
        try:
            await self._until_ready()
        except StartFailed:
            await self.stop()
            raise
        self._watch = asyncio.create_task(self._keep_alive())

    async def _spawn(self) -> None:
        environment = {**os.environ, **self.recipe.environment}
        for inherited in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
            environment.pop(inherited, None)
        if self._readiness:
            self._readiness.started()
            environment["NOTIFY_SOCKET"] = self._readiness.address
        if self.recipe.watchdog_s:
            environment["WATCHDOG_USEC"] = str(int(self.recipe.watchdog_s * 1e6))
        with self.log.open("ab") as log:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self.recipe.command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=environment,
                    start_new_session=True,
                    preexec_fn=_end_with_parent,
                )
            except OSError as error:
                raise StartFailed(f"{self.recipe.name} cannot be started: {error}") from error

    async def _until_ready(self) -> None:
        assert self._process is not None
        if not self._readiness and not self.recipe.ready_when:
            return
        ready = asyncio.create_task(self._ready())
        ended = asyncio.create_task(self._process.wait())
        try:
            done, _ = await asyncio.wait(
                {ready, ended}, timeout=self.recipe.ready_limit_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            ready.cancel()
            ended.cancel()
        if ready in done:
            return
        why = f"ended with {self._process.returncode}" if ended in done else "did not get ready in time"
        raise StartFailed(f"{self.recipe.name} {why}: {self._last_line()} (log: {self.log})")

    async def _ready(self) -> None:
        if self._readiness:
            await self._readiness.ready.wait()
        while self.recipe.ready_when and not self.recipe.ready_when():  # noqa: ASYNC110  it cannot tell us
            await asyncio.sleep(POLL_S)

    def _last_line(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    async def _keep_alive(self) -> None:
        """Start it again when it ends by itself or starves its watchdog."""
        while self.wanted:
            assert self._process is not None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), timeout=1.0)
            if self.running and self._starved():
                self._signal(signal.SIGKILL)
                await self._process.wait()
            if self.wanted and not self.running:
                await asyncio.sleep(RESTART_PAUSE_S)
                self.restarts += 1
                await self._spawn()

    def _starved(self) -> bool:
        if not (self.recipe.watchdog_s and self._readiness and self._readiness.ready.is_set()):
            return False
        return time.monotonic() - self._readiness.fed_at > self.recipe.watchdog_s

    async def stop(self) -> None:
        self.wanted = False
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        if self._process is None:
            return
        if self.running:
            self._signal(signal.SIGTERM, group=False)
            try:
                await asyncio.wait_for(self._process.wait(), STOP_LIMIT_S)
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self._process.wait()
        self._signal(signal.SIGKILL)  # what it may have started and left behind

    def _signal(self, number: signal.Signals, group: bool = True) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self._process.pid, number)

    def close(self) -> None:
        if self._readiness:
            self._readiness.close()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
