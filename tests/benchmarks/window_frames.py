"""From a touch to what it changes on the glass, and what a still screen costs.

`python -m tests.benchmarks.window_frames [EVERY] [NAME…]`; EVERY 10: only each tenth screen; NAME: only those whose
names begin so.

The real window on an X server, software rendering, 1080×1920. `xdotool` is the finger: its own time to reach the X
server counts. A frame counts from the moment at which the window's picture has been handed over and rendered.

Each screen is shown twice, first and in a later visit (its words were forgotten between), and the processor's work for
it is named, for the slowest ones; and what each costs that stands still, over the ten seconds after it was shown.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import table
from tests.benchmarks.screen import SIZE, virtual_screen

STILL_S = 2.0
MOVED_S = 10.0  # where that was more: a hand moves once, within 2.4 s, and then stands still
SLOWEST = 8
AT_REST = "home"  # between two screens
LIVE = ("face", "material")  # a camera's pictures
ENOUGH = 0.02  # of a core
SETTLE_S = 0.6  # the guard against a second tap has opened again
FRAME_LIMIT_S = 2.0


def main() -> None:
    if os.environ.get("KIOSK_BENCH_SCREEN") != "1":
        with virtual_screen() as display:
            environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "KIOSK_BENCH_SCREEN": "1"}
            command = [sys.executable, "-m", "tests.benchmarks.window_frames", *sys.argv[1:]]
            raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as scratch:
        numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
        names = tuple(word for word in sys.argv[1:] if not word.isdigit())
        asyncio.run(_measure(Path(scratch), numbers[0] if numbers else 1, names or ("",)))


async def _measure(scratch: Path, every: int, beginnings: tuple[str, ...]) -> None:
    from screens import kivy_setup

    kivy_setup.configure(kivy_setup.Geometry(*SIZE), scratch)
    from kivy.core.window import Window
    from kivy.graphics.opengl import glFinish

    from screens import fonts
    from screens.app import KioskApp
    from tests.screens.samples import samples

    fonts.register(Path(sys.prefix) / "share/kiosk/fonts")
    stage = _Stage()
    app = KioskApp(stage, SIZE, 4.03)
    flips = _Flips(Window, glFinish)
    running = asyncio.create_task(app.async_run(async_lib="asyncio"))
    still = {
        name: shot
        for name, shot in samples().items()
        if name == AT_REST or (name.startswith(beginnings) and not name.startswith(LIVE))
    }
    await asyncio.sleep(1)
    try:
        showings = _showings(app, stage, still, every)
        press, turn, widest = [], [], ("", 0.0)
        names = list(still)[::every]
        for name, following in zip(names, names[1:] + names[:1], strict=True):
            stage.show(still[name])
            await asyncio.sleep(SETTLE_S)
            target = next((t for t in app.screen.targets if t.enabled), None)
            if target is None:
                continue
            stage.then = still[following]
            x, y = target.rect.x + target.rect.w / 2, target.rect.y + target.rect.h / 2
            press.append(await flips.after(["mousemove", str(int(x)), str(int(y)), "mousedown", "1"]))
            await asyncio.sleep(0.2)
            stage.sent.clear()
            if not await _released(flips, stage, turn):
                continue
            if turn[-1] > widest[1]:
                widest = (f"{name} → {following}", turn[-1])
        idle = {name: await _idle(stage, still[AT_REST], shot) for name, shot in list(still.items())[::every]}
    finally:
        app.stop()
        running.cancel()
    print(table(
        ("", "median", "p95", "most", "wanted"),
        ("touch to its mark on the button, ms", *_ms(press), "50"),
        ("touch to the next screen's first frame, ms", *_ms(turn), "100 (p95)"),
        ("work of the processor for a screen's first showing, ms", *_ms([one for one, _ in showings.values()]), "100"),
        ("the same for a later one, ms", *_ms([two for _, two in showings.values()]), "100"),
        ("a still screen, % of a core", *(f"{100 * f:.1f}" for f in _spread(list(idle.values()))), "2"),
    ))  # fmt: skip
    print(f"\nslowest: {widest[0]}; {len(turn)} screens, {len(idle)} still ones")
    worst = sorted(showings.items(), key=lambda one: -one[1][0])[:SLOWEST]
    print(
        f"\n{table(('screen', 'first showing, ms', 'a later one, ms'), *((name, *_each(two)) for name, two in worst))}"
    )
    print("\nstill, but above 2 %:", ", ".join(f"{name} {share:.1%}" for name, share in idle.items() if share > ENOUGH))


async def _released(flips: _Flips, stage: _Stage, turn: list[float]) -> bool:
    """Lift the finger; what the screen does itself (a page turned, a letter typed) is a screen of its own, too."""
    turn.append(await flips.after(["mouseup", "1"]))
    return bool(stage.sent)


def _showings(app: Any, stage: _Stage, shots: dict[str, Any], every: int) -> dict[str, tuple[float, float]]:
    """By screen: the processor's seconds from its snapshot to its frame, at first and in a later visit."""
    from kivy.clock import Clock
    from kivy.graphics.opengl import glFinish

    def show(shot: Any) -> float:
        begun = time.process_time()
        stage.show(shot)
        Clock.tick_draw()
        app.frames.draw()
        glFinish()
        return time.process_time() - begun

    found: dict[str, list[float]] = {}
    gc.collect()
    gc.freeze()  # as `kiosk/assembly.py` does
    for _ in range(2):
        for name, shot in list(shots.items())[::every]:
            app.textures.forget_words()
            show(shots[AT_REST])
            found.setdefault(name, []).append(show(shot))
    return {name: (first, later) for name, (first, later) in found.items()}


async def _idle(stage: _Stage, between: Any, shot: Any) -> float:
    """Share of a core; where something moves, over the first ten seconds of it."""
    share = await _share(stage, between, shot, STILL_S)
    return share if share <= ENOUGH else await _share(stage, between, shot, MOVED_S)


async def _share(stage: _Stage, between: Any, shot: Any, seconds: float) -> float:
    stage.then = None
    stage.show(between)
    await asyncio.sleep(SETTLE_S)
    stage.show(shot)
    await asyncio.sleep(0.5)
    before, begun = time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    return (time.process_time() - before) / (time.monotonic() - begun)


class _Stage:
    """Shows the next sample as soon as something was meant: what a visit does between is not the window's time."""

    def __init__(self) -> None:
        self.snapshot: Any = None
        self.sent: list[Any] = []
        self.then: Any = None
        self._callback: Any = lambda *_: None

    def subscribe(self, callback: Any) -> None:
        self._callback = callback

    def send(self, intent: Any, drawn: int | None = None) -> None:
        self.sent.append(intent)
        if self.then is not None:
            self.show(self.then)
            self.then = None

    def show(self, snapshot: Any) -> None:
        serial = self.snapshot.serial + 1 if self.snapshot else 1
        self.snapshot = replace(snapshot, serial=serial)
        self._callback(self.snapshot)


class _Flips:
    def __init__(self, window: Any, finish: Any) -> None:
        self._flipped = asyncio.Event()
        self._finish = finish
        window.bind(on_flip=lambda *_: asyncio.get_running_loop().call_soon(self._rendered))

    def _rendered(self) -> None:
        self._finish()
        self._flipped.set()

    async def after(self, finger: list[str]) -> float:
        """Seconds from the command to the finger until a new frame is on the glass."""
        self._flipped.clear()
        begun = time.monotonic()
        process = await asyncio.create_subprocess_exec("xdotool", *finger)
        try:
            async with asyncio.timeout(FRAME_LIMIT_S):
                await self._flipped.wait()
        except TimeoutError:
            return FRAME_LIMIT_S
        finally:
            taken = time.monotonic() - begun
            await process.wait()
        return taken


def _each(two: tuple[float, float]) -> list[str]:
    return [f"{1000 * one:.0f}" for one in two]


def _ms(found: list[float]) -> list[str]:
    return [f"{1000 * value:.0f}" for value in _spread(found)]


def _spread(found: list[float]) -> tuple[float, float, float]:
    ordered = sorted(found)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]


if __name__ == "__main__":
    main()
