"""A live picture that is taken by itself once it is well framed, or at once when the citizen says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.devices import Stream
from kiosk.text import Message
from kiosk.visit.views import Picture
from kiosk.visit.visitor import Shot

PREVIEW_SIDE = 960  # px; nearly the window's width, and cheap to draw at 30 pictures a second
STILL_FRAMES = 4  # well framed in a row: a hand that is still moving fails one of them
NO_PICTURE_S = 2.5  # a camera gives its first picture within a second and a half
JPEG_QUALITY = 90  # print stays legible to people and to OCR; some 1.5 MB a frame

Judge = Callable[[Any], Message | None]
"""What to do so that this frame can be taken; None: it can. Called on a worker thread."""


@dataclass
class LivePreview:
    """What the screen draws: the newest frame, made small once."""

    stream: Stream
    _frame: Any = None
    _picture: Picture | None = None

    def latest(self) -> Picture | None:
        frame = self.stream.latest()
        if frame is not self._frame:
            self._frame = frame
            self._picture = None if frame is None else frame.picture(PREVIEW_SIDE)
        return self._picture


async def well_framed(stream: Stream, judge: Judge, hint: Callable[[Message | None], None], away: Message) -> Any:
    """The first frame that was good `STILL_FRAMES` times in a row. `hint` is told what to do each time it changes;
    None: hold still."""
    told: object = ()
    good = 0
    frame = None

    def tell(now: Message | None) -> None:
        nonlocal told
        if now != told:
            told = now
            hint(now)

    while True:
        try:
            async with asyncio.timeout(NO_PICTURE_S):
                frame = await stream.next(frame)
        except TimeoutError:
            tell(away)
            continue
        problem = await asyncio.to_thread(judge, frame)
        tell(problem)
        good = good + 1 if problem is None else 0
        if good >= STILL_FRAMES:
            return frame


async def shot_of(frame: Any) -> Shot:
    jpeg = await asyncio.to_thread(frame.jpeg, JPEG_QUALITY)
    return Shot(jpeg, frame.picture(PREVIEW_SIDE))
