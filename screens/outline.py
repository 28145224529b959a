"""The outline of what is shown: every text and everything that can be touched, with its place.

It is made as the screen is drawn and lives in memory only. `kiosk ui --outline-socket PATH` gives it to whoever
connects to a UNIX socket: one connection, one JSON document. Off by default, readable by the same user only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screens.geometry import Rect
from screens.touch import Target

_SETTLE_S = 2.0  # longest wait for a screen to take touches; the guard needs 0.5


@dataclass(frozen=True)
class ShownText:
    text: str
    rect: Rect
    size: int  # px
    bold: bool
    colour: str
    clipped: bool = False  # the words did not fit their place: a fault that the tests look for
    role: str = "text"
    zone: str = "body"
    key: str | None = None  # of the fixed sentence that it is, for which there may be a recording
    spoken: str | None = None  # what is said in place of the text; None: the text, empty: nothing


def _place(rect: Rect) -> list[int]:
    whole = rect.whole()
    return [int(whole.x), int(whole.y), int(whole.w), int(whole.h)]


def describe(targets: list[Target], texts: list[ShownText]) -> dict[str, Any]:
    """`rect` is [x, y, width, height] in window pixels, y downwards.

    `enabled` is false for what cannot be done now. A greyed item may be touched nevertheless: its guide can be read.
    """
    return {
        "touchables": [
            {
                "name": t.name,
                "role": t.role,
                "text": t.text,
                "rect": _place(t.rect),
                "enabled": t.enabled and not t.dimmed,
                "chosen": t.chosen,
            }
            for t in targets
        ],
        "texts": [{"name": "", "role": t.role, "text": t.text, "rect": _place(t.rect), "enabled": True} for t in texts],
    }


class OutlineSocket:
    """Serves the outline. `settled` says whether the screen takes touches now; an answer waits for that."""

    def __init__(self, path: Path, outline: Callable[[], dict[str, Any]], settled: Callable[[], bool]) -> None:
        self._path = path
        self._outline = outline
        self._settled = settled
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Raises `OSError` when the path cannot be used."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        self._server = await asyncio.start_unix_server(self._answer, self._path)
        self._path.chmod(0o600)

    async def close(self) -> None:
        if self._server:
            self._server.close()
            with contextlib.suppress(FileNotFoundError):
                self._path.unlink()

    async def _answer(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        limit = asyncio.get_running_loop().time() + _SETTLE_S
        # the guard's clock makes no event, so it is looked at
        while not self._settled() and asyncio.get_running_loop().time() < limit:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps(self._outline(), ensure_ascii=False).encode())
            await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
