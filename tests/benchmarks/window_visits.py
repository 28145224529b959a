"""A thousand visits in one process, window and all: what memory, open files and threads do.

`python -m tests.benchmarks.window_visits [COUNT]`. Each visit: home, guide, card, two questions, result, card taken,
receipt, rating, farewell; every third one in large print, every fourth in English. The first 50 fill the caches.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

from tests.benchmarks.measuring import table
from tests.benchmarks.screen import SIZE, pss_mb, virtual_screen

WARM = 50
LATEST = 20  # visits of which a figure is the median: at the end of one a page's picture of 8 MB may still be about
SECOND_S = 0.2  # the terminal's: on a busy machine a shorter one lets pages run out before anybody touches them
MODES = ("standard", "standard", "senior")
LANGUAGES = ("zh", "zh", "zh", "en")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if os.environ.get("KIOSK_BENCH_SCREEN") != "1":  # SDL's own screen without glass never frees what it drew
        with virtual_screen() as display:
            environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "KIOSK_BENCH_SCREEN": "1"}
            command = [sys.executable, "-m", "tests.benchmarks.window_visits", str(count)]
            raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as scratch:
        asyncio.run(_measure(Path(scratch), count))


async def _measure(scratch: Path, count: int) -> None:
    from screens import heap, kivy_setup

    heap.steady()
    kivy_setup.configure(kivy_setup.Geometry(*SIZE), scratch / "run")
    from kivy.core.window import Window  # noqa: F401  (opens it)

    from screens import fonts
    from screens.app import KioskApp
    from tests.kiosk.stand import stand

    fonts.register(Path(sys.prefix) / "share/kiosk/fonts")
    rows: list[tuple[object, ...]] = [("after", "memory (PSS), MB", "its own of it, MB", "open files", "threads")]
    async with stand(scratch / "home", second=SECOND_S) as one:
        app = KioskApp(one.stage, SIZE, 4.03)
        running = asyncio.create_task(app.async_run(async_lib="asyncio"))
        one.start_agent()
        begun = time.monotonic()
        marks = {WARM, count, *range(100, count, 100)}
        figures = {}
        recent: deque[tuple[float, ...]] = deque(maxlen=LATEST)
        for number in range(1, count + 1):
            await _visit(one, MODES[number % len(MODES)], LANGUAGES[number % len(LANGUAGES)])
            one.seen.clear()
            one.printer.receipts.clear()
            one.sent.clear()
            one.far_platform.bodies.clear()
            recent.append(_now())
            if number in marks:
                figures[number] = tuple(statistics.median(one) for one in zip(*recent, strict=True))
                rows.append((number, *(f"{value:.0f}" for value in figures[number])))
                sys.stderr.write(f"{rows[-1]}\n")
        took = time.monotonic() - begun
        app.stop()
        running.cancel()
    print(table(*rows))
    print(f"\n{count} visits in {took:.0f} s; from {WARM} to {count}: {figures[count][0] - figures[WARM][0]:+.1f} MB")


async def _visit(one: object, mode: str, language: str) -> None:
    from kiosk.visit import intents as i
    from kiosk.visit import views as v
    from tests.kiosk.stand import CARD, Stand

    assert isinstance(one, Stand)
    await one.sees(v.HomeView)
    one.touch(i.SetMode(mode))
    one.touch(i.SetLanguage(language))
    await one.begin("SB03")
    await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
    one.id_cards.lay(CARD)
    await one.answer("insurance", "pension")
    await one.answer("start_month", "2026-01")
    await one.answer("end_month", "2026-11")
    await one.sees(v.ResultView)
    one.touch(i.Next())
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    await one.sees(v.DoneView, lambda view: view.paper == "printed")
    one.touch(i.Next())
    await one.sees(v.RateView)
    one.touch(i.Skip())
    await one.sees(v.FarewellView)
    one.touch(i.Next())


def _now() -> tuple[float, float, float, float]:
    files, threads = (sum(1 for _ in Path("/proc/self", kind).iterdir()) for kind in ("fd", "task"))
    own = [os.getpid()]
    return pss_mb(own), pss_mb(own, "Pss_Anon"), files, threads


if __name__ == "__main__":
    main()
