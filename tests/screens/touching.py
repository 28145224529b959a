"""A citizen's hands at the real window: touches what is drawn, waits for what comes, and notes how long it took.

A touch is timed twice: from the finger's coming down to the frame that shows its mark, and from its lifting to the
first frame that shows another page. A frame counts when it has been drawn and handed to the X server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screens import registry
from screens.app import KioskApp
from screens.touch import AGAIN_S, KEY_AGAIN_S, Target
from tests.limits import LIMIT_S
from tests.screens.finger import Finger

SURE_S = 0.05  # the window counts from when it hears of the tap
HOLD_S = 0.08  # how long a finger lies on the glass
MARK_LIMIT_S = 0.5  # a pad, and what lies under a picture, has no mark


@dataclass(frozen=True)
class Touched:
    where: str  # "question digit:5 → question"
    mark_s: float | None
    next_s: float
    work_s: float  # of the processor, by everything in this process, until then


class Hands:
    def __init__(self, app: KioskApp) -> None:
        self.app = app
        self.touched: list[Touched] = []
        self._finger = Finger()
        self._pages = 0  # drawn on the canvas so far
        self._shown = 0  # of them, on the glass
        self._frame = asyncio.Event()
        self._last: dict[str, float] = {}  # when each was touched
        self._watch()

    def _watch(self) -> None:
        app = self.app
        draw_screen, draw_overlay, draw = app._draw_screen, app._draw_overlay, app.frames.draw

        def page() -> None:
            draw_screen()
            self._pages += 1

        def overlay(snapshot: Any) -> None:
            before = list(app.overlay.drawn)
            draw_overlay(snapshot)
            self._pages += before != app.overlay.drawn

        def frame() -> bool:
            pages = self._pages
            drawn = draw()
            if drawn:
                self._shown = pages
                self._frame.set()
            return drawn

        app._draw_screen, app._draw_overlay, app.frames.draw = page, overlay, frame  # type: ignore[method-assign]

    def meet(self, stage: Any) -> None:
        """Another terminal is behind the same window from now on."""
        app = self.app
        app.stage, app._identity = stage, None
        stage.subscribe(lambda *_: app._redraw())
        app._redraw()

    # ---- what is there ----------------------------------------------------------------------------
    def targets(self) -> list[Target]:
        app = self.app
        shown = app.overlay.targets if app.overlay.modal else app.screen.targets + app.overlay.targets
        return [target for target in shown if target.enabled]

    def find(self, wanted: Callable[[Target], bool]) -> Target | None:
        return next((target for target in self.targets() if wanted(target)), None)

    @property
    def screen(self) -> str:
        return registry.name_of(self.app._shown.view) if self.app._shown is not None else ""

    async def until(self, met: Callable[[], Any], what: str) -> Any:
        try:
            async with asyncio.timeout(LIMIT_S):
                while not (found := met()):
                    await asyncio.sleep(0.01)
                return found
        except TimeoutError:
            names = [target.name for target in self.targets()]
            raise AssertionError(f"{what}: not on {self.screen}, which offers {names}") from None

    async def settled(self) -> None:
        """The page is on the glass, and a touch would count."""
        app = self.app
        await self.until(lambda: app.settled() and self._shown == self._pages and not app.frames.due, "a page at rest")

    # ---- touching ---------------------------------------------------------------------------------
    async def touch(self, target: Target) -> None:
        """On its middle; returns when another page is on the glass."""
        await self._again(target)
        await self.settled()
        here, pages = self.screen, self._pages
        x, y = target.rect.x + target.rect.w / 2, target.rect.y + target.rect.h / 2
        self._frame.clear()
        begun = time.monotonic()
        self._finger.down(x, y)
        mark = await self._next_frame(begun)
        await asyncio.sleep(HOLD_S)
        begun, work = time.monotonic(), time.process_time()
        self._finger.up()
        self._last[target.name] = begun
        taken = worked = 0.0  # another page came by itself, while the finger lay on the glass
        try:
            async with asyncio.timeout(LIMIT_S):
                while self._shown <= pages:
                    self._frame.clear()
                    await self._frame.wait()
                    taken, worked = time.monotonic() - begun, time.process_time() - work
        except TimeoutError:
            raise AssertionError(f"{target.name} on {here} was touched, and nothing else was drawn") from None
        self.touched.append(Touched(f"{here} {target.name} → {self.screen}", mark, taken, worked))

    async def _again(self, target: Target) -> None:
        """No finger taps one key twice within an eighth of a second; the window takes that for a tremor."""
        least = KEY_AGAIN_S if target.key else AGAIN_S
        rest = self._last.get(target.name, float("-inf")) + least + SURE_S - time.monotonic()
        if rest > 0:
            await asyncio.sleep(rest)

    async def stroke(self, target: Target, points: list[tuple[float, float]]) -> None:
        """A line in a pad; `points` in shares of it."""
        await self.settled()
        rect = target.rect
        there = [(rect.x + rect.w * x, rect.y + rect.h * y) for x, y in points]
        self._finger.down(*there[0])
        await asyncio.sleep(0.03)
        for point in there[1:]:
            self._finger.slide([point])
            await asyncio.sleep(0.015)
        self._finger.up()
        await asyncio.sleep(0.1)

    async def _next_frame(self, begun: float) -> float | None:
        try:
            async with asyncio.timeout(MARK_LIMIT_S):
                await self._frame.wait()
        except TimeoutError:
            return None
        return time.monotonic() - begun

    def close(self) -> None:
        self._finger.close()
