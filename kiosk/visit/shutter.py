"""A live picture that is taken by itself once it is well framed, or at once when the citizen says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from drivers.camera.frame import Frame, jpeg, picture
from kiosk.devices import Camera, Stream
from kiosk.text import Message, Text
from kiosk.visit import intents as i
from kiosk.visit.framing import Judge, Verdict
from kiosk.visit.stage import Stage
from kiosk.visit.views import Picture, Preview
from kiosk.visit.visitor import Shot

PREVIEW_SIDE = 960  # px; nearly the window's width, and cheap to draw at 30 pictures a second
NO_PICTURE_S = 2.5  # a camera gives its first picture within a second and a half
JPEG_QUALITY = 90  # print stays legible to people and to OCR; under 1 MB a sheet

Show = Callable[[Preview, Text | None], None]


@dataclass
class LivePreview:
    """What the screen draws: the newest frame, made small once."""

    stream: Stream
    _frame: Frame | None = None
    _picture: Picture | None = None

    def latest(self) -> Picture | None:
        frame = self.stream.latest()
        if frame is not self._frame:
            self._frame = frame
            self._picture = None if frame is None else frame.picture(PREVIEW_SIDE)
        return self._picture


async def take_picture(
    stage: Stage, camera: Camera, judge: Judge, show: Show, away: Message, *, others: tuple[type[i.Intent], ...]
) -> Shot | i.Intent:
    """A picture, taken by itself or by `Capture`, or whichever of `others` came first.

    `show(preview, hint)` draws the page; a hint of None leaves the page's first words.
    """
    async with camera.open() as stream:
        preview = LivePreview(stream)
        newest: list[Verdict] = []

        def told(hint: Message) -> None:
            show(preview, hint)

        show(preview, None)
        while True:
            got = await stage.race(_watch(stream, judge, told, newest, away), i.Capture, *others)
            if isinstance(got, i.Intent) and not isinstance(got, i.Capture):
                return got
            if newest:
                return await _shot(newest[-1])


async def _watch(
    stream: Stream, judge: Judge, told: Callable[[Message], None], newest: list[Verdict], away: Message
) -> None:
    """Return when the newest frame may be taken. `told` hears each other hint once."""
    said: Message | None = None
    frame: Frame | None = None
    while True:
        verdict: Verdict | None = None
        try:
            async with asyncio.timeout(NO_PICTURE_S):
                frame = await stream.next(frame)
        except TimeoutError:
            newest.clear()
        else:
            verdict = await asyncio.to_thread(judge.look, frame)
            newest[:] = [verdict]
        hint = away if verdict is None else verdict.hint
        if hint != said:
            said = hint
            told(hint)
        if verdict is not None and verdict.take:
            return


async def _shot(seen: Verdict) -> Shot:
    data = await asyncio.to_thread(jpeg, seen.kept, JPEG_QUALITY)
    return Shot(data, picture(seen.kept, PREVIEW_SIDE), seen.doubt)
