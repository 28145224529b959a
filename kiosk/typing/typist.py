"""The window's end of the engine: starts it when somebody types, ends it with the visit, survives it.

A call that is answered at once (a key takes about a millisecond) is answered in the call. An engine that hangs or
dies is replaced, once a visit; after that its modes are no longer offered, and letters and digits remain.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.typing.zinnia import MODEL, Stroke

_log = logging.getLogger(__name__)

KEY_LIMIT_S = 1.5  # far beyond any key; the first one may wait for the engine's start
START_LIMIT_S = 4.0
WRITE_LIMIT_S = 3.0
_RESTARTS = 1  # a visit
_MOST_LINE = 1 << 20  # bytes; an answer is a hundredth of that


@dataclass(frozen=True)
class Answer:
    """`candidates`: index by which it is chosen, and text. `committed` is finished, `preedit` is being composed."""

    candidates: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    more: bool = False
    committed: str = field(default="", repr=False)
    preedit: str = field(default="", repr=False)


class Typist:
    """One for a window. Everything is called from the window's thread; only `compose` waits, and within limits."""

    def __init__(self, folder: Path, model: Path = MODEL, command: Sequence[str] | None = None) -> None:
        self._command = list(
            command or (sys.executable, "-m", "kiosk.typing.engine", str(folder), "--model", str(model))
        )
        self._presumed: tuple[str, ...] = ("pinyin", "stroke") if (folder / "build").is_dir() else ()
        self._presumed += ("handwriting",) if model.is_file() else ()
        self._process: subprocess.Popen[bytes] | None = None
        self._told: tuple[str, ...] | None = None  # what the engine says that it can
        self._began = 0.0
        self._buffer = b""
        self._asked = 0
        self._written: tuple[int, float] | None = None  # the pending `write`, and when it was asked
        self._failures = 0
        self.preferred: str | None = None  # the way of writing that this citizen has chosen

    @classmethod
    def without_engines(cls) -> Typist:
        """For a window on which no Chinese can be written."""
        return cls(Path(os.devnull), Path(os.devnull))

    @property
    def modes(self) -> tuple[str, ...]:
        """Ways of writing Chinese that work here; what the engine has not yet denied counts."""
        if self._failures > _RESTARTS:
            return ()
        return self._presumed if self._told is None else self._told

    def prepare(self) -> None:
        """A keyboard is being shown: the engine starts while the finger is on its way. Does not wait."""
        if self.modes and self._process is None:
            self._start()
        self._read(0.0)

    def compose(
        self, mode: str, events: Sequence[str | int], first: int = 0, most: int = 20, rare: bool = False
    ) -> Answer | None:
        """The composition after these letters and choices; None when the engine fails."""
        asked = {"do": "compose", "mode": mode, "events": list(events), "first": first, "most": most, "rare": rare}
        for _ in range(_RESTARTS + 1):
            number = self._ask(asked)
            if number is not None:
                raw = self._wait(number, KEY_LIMIT_S if self._told is not None else START_LIMIT_S)
                if raw is not None and mode in self.modes:
                    return _answer(raw)
            if mode not in self.modes:
                return None
        return None

    def write(self, strokes: Sequence[Stroke], most: int = 10) -> bool:
        """Ask what these strokes are; `written` has the answer later. False when the engine fails."""
        points = [[[round(point[0], 4), round(point[1], 4)] for point in stroke] for stroke in strokes]
        number = self._ask({"do": "write", "strokes": points, "most": most})
        if number is None:
            return False
        self._written = (number, time.monotonic())
        return True

    def written(self) -> Answer | None:
        """The answer to the last `write` once it is there; an empty one when the engine fails."""
        if self._written is None:
            return None
        number, since = self._written
        for raw in self._read(0.0):
            if raw.get("id") == number:
                self._written = None
                return _answer(raw)
        if self._process is None or time.monotonic() - since > WRITE_LIMIT_S + (0 if self._told else START_LIMIT_S):
            self._fail("is silent")
            return Answer()
        return None

    def forget(self) -> None:
        """The visit is over: what the engine may remember ends with it."""
        self._end()
        self._failures = 0
        self.preferred = None

    # ---- inside ---------------------------------------------------------------------------------
    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._fail("cannot be started")
            return
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        self._told, self._buffer, self._began = None, b"", time.monotonic()

    def _ask(self, request: dict[str, Any]) -> int | None:
        if not self.modes:
            return None
        if self._process is None:
            self._start()
        if self._process is None or self._process.stdin is None:
            return None
        self._asked += 1
        line = json.dumps({"id": self._asked, **request}).encode() + b"\n"
        try:
            if os.write(self._process.stdin.fileno(), line) != len(line):
                raise BlockingIOError  # a pipe holds 64 KB: it has not read for long
        except OSError:
            self._fail("takes nothing")
            return None
        return self._asked

    def _wait(self, number: int, limit: float) -> dict[str, Any] | None:
        end = time.monotonic() + limit
        while self._process is not None:
            left = max(0.0, end - time.monotonic())
            for raw in self._read(left):  # also when the time is over: a machine that stood still has its answer there
                if raw.get("id") == number:
                    return raw
            if not left and self._process is not None:
                self._fail("is silent")
        return None

    def _read(self, limit: float) -> list[dict[str, Any]]:
        """Whole lines that are there, waiting for the first at most `limit` seconds."""
        if self._process is None or self._process.stdout is None:
            return []
        pipe = self._process.stdout.fileno()
        if not select.select([pipe], [], [], limit)[0]:
            return []
        piece = os.read(pipe, 1 << 16)
        if not piece or len(self._buffer) > _MOST_LINE:
            self._fail("has ended")
            return []
        *lines, self._buffer = (self._buffer + piece).split(b"\n")
        answers = []
        for line in lines:
            try:
                raw = json.loads(line)
            except ValueError:
                self._fail("speaks nonsense")
                return []
            if "modes" in raw:
                self._told = tuple(raw["modes"])
            else:
                answers.append(raw)
        return answers

    def _fail(self, how: str) -> None:
        """Never says what was typed."""
        _log.warning("the typing engine %s", how)
        self._failures += 1
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        self._written, self._buffer = None, b""
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _answer(raw: dict[str, Any]) -> Answer:
    return Answer(
        tuple((int(index), str(text)) for index, text in raw["candidates"]),
        bool(raw["more"]),
        str(raw.get("committed", "")),
        str(raw.get("preedit", "")),
    )
