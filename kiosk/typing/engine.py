"""The child process that holds the native libraries: `python -m kiosk.typing.engine FOLDER [--model FILE]`.

One JSON document a line, in and out. It keeps nothing and can keep nothing: it may write no byte to any file, leaves
no core dump, and forgets with its end. It ends when its input ends.

in    {"id": 3, "do": "compose", "mode": "pinyin", "events": ["c", "e", 0], "first": 0, "most": 20, "rare": false}
out   {"id": 3, "committed": "", "preedit": "ce", "candidates": [[0, "测"], …], "more": true}
in    {"id": 4, "do": "write", "strokes": [[[0.1, 0.5], [0.9, 0.5]]], "most": 10}
out   {"id": 4, "candidates": [[0, "一"], …], "more": false}
out   {"modes": ["pinyin", "stroke", "handwriting"]}    first of all: what works here
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.typing.handwriting import recognise
from kiosk.typing.rime import NoRime, Rime
from kiosk.typing.zinnia import LIBRARY, MODEL, NoZinnia, Zinnia

SCHEMAS = {"pinyin": "kiosk_pinyin", "stroke": "kiosk_stroke"}
_MOST_MEMORY = 1 << 30  # bytes of address space; both models and tables take a fifth of it


class Engine:
    """What is not there is not offered; nothing raises for that."""

    def __init__(self, folder: Path, model: Path = MODEL) -> None:
        self._model = model
        self._zinnia: Zinnia | None = None
        self._rime: Rime | None = None
        try:
            self._rime = Rime(folder) if (folder / "build").is_dir() else None
        except NoRime:
            self._rime = None
        self.modes = [mode for mode, schema in SCHEMAS.items() if self._rime is not None and self._rime.offers(schema)]
        if model.is_file() and _loads(LIBRARY):
            self.modes.append("handwriting")

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["do"] == "write":
            return self._write(asked)
        if self._rime is None or asked["mode"] not in self.modes:
            return {"candidates": [], "more": False}
        schema = SCHEMAS[asked["mode"]]
        composed = self._rime.compose(schema, asked["events"])
        first, most = asked["first"], asked["most"]
        found: list[tuple[int, str]] = []
        if composed.preedit and asked.get("rare"):
            found = [one for one in self._rime.candidates(schema) if is_rare(one[1])]
        elif composed.preedit:
            found = self._rime.candidates(schema, first + most + 1)
        return {
            "committed": composed.committed,
            "preedit": composed.preedit,
            "candidates": found[first : first + most],
            "more": len(found) > first + most,
        }

    def _write(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self._zinnia is None:
            self._zinnia = Zinnia(self._model)  # 26 MB: only for those who write
        found = recognise(asked["strokes"], self._zinnia.classify, asked["most"])
        return {"candidates": list(enumerate(found)), "more": False}


def is_rare(text: str) -> bool:
    """A single character that everyday sets (GB 2312, 6,763 characters) lack: 䶮, 㙍, 𠮷."""
    if len(text) != 1:
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _loads(library: str) -> bool:
    import ctypes  # noqa: PLC0415 - it is asked once

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def keep_nothing() -> None:
    """No file can be written any more, no memory image left behind."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def serve(engine: Engine, lines: Iterator[str], say: Callable[[str], None]) -> None:
    say(json.dumps({"modes": engine.modes}))
    for line in lines:
        asked = json.loads(line)
        say(json.dumps({"id": asked["id"], **engine.answer(asked)}, ensure_ascii=False))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kiosk.typing.engine")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL)
    args = parser.parse_args(arguments)
    keep_nothing()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever a library prints is no answer

    def say(line: str) -> None:
        out.write(line + "\n")

    try:
        serve(Engine(args.folder, args.model), iter(sys.stdin.readline, ""), say)
    except (BrokenPipeError, NoZinnia):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
