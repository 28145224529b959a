"""All items through the real window, each touch on what is drawn; how long the window took to answer.

`python -m tests.screens.window_walk [ITEM…] [zh|en|zh_hant] [senior|contrast|low] [landscape]` (`make walk`): one
process, one window on an X server of its own (1080×1920, software rendering), the real sandbox platform behind a
socket; every item from home to home, in Chinese and in English, each page looked at for words cut off or lying over
each other. Without an ITEM: all 54.
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
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.measuring import table
from tests.benchmarks.screen import SIZE, virtual_screen

if TYPE_CHECKING:  # all of Kivy comes after its configuration
    from kiosk.catalogue.model import Item
    from tests.kiosk.stand import Stand
    from tests.screens.touching import Touched
    from tests.screens.window_walker import WindowWalker

LANGUAGES = ("zh", "en")
WAYS = {"senior": "mode:senior", "contrast": "mode:contrast", "low": "low:on"}
OTHERS = (*LANGUAGES, "zh_hant", *WAYS, "landscape")
SECOND_S = 0.5  # the terminal's, as in the walk without a window
SLOWEST = 12


def main(arguments: Sequence[str]) -> int:
    if os.environ.get("KIOSK_WALK_SCREEN") != "1":
        with virtual_screen(_size(arguments)) as display:
            environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "KIOSK_WALK_SCREEN": "1"}
            environment.pop("SDL_VIDEODRIVER", None)
            command = [sys.executable, "-m", "tests.screens.window_walk", *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="kiosk-walk-") as scratch:
        return asyncio.run(_walk(Path(scratch), arguments))


def _size(words: Sequence[str]) -> tuple[int, int]:
    return SIZE[::-1] if "landscape" in words else SIZE


async def _walk(scratch: Path, words: Sequence[str]) -> int:
    from screens import heap, kivy_setup

    heap.steady()
    size = _size(words)
    kivy_setup.configure(kivy_setup.Geometry(*size), scratch / "run")
    from kivy.core.window import Window  # noqa: F401  (opens it)

    from kiosk.typing.typist import Typist
    from kiosk.visit.stage import SETTLE_S
    from provisioning import clock
    from screens import fonts
    from screens.app import KioskApp
    from tests.kiosk.sandbox_stand import sandbox_stand
    from tests.kiosk.stand import sample
    from tests.kiosk.test_walk_money import ANSWERS
    from tests.screens.touching import Hands
    from tests.screens.window_walker import WindowWalker

    fonts.register(Path(sys.prefix) / "share/kiosk/fonts")
    languages = [word for word in words if word in (*LANGUAGES, "zh_hant")] or LANGUAGES
    ways = [WAYS[word] for word in words if word in WAYS]
    shorts = [word for word in words if word not in OTHERS]
    items = [item for item in sample().items if not shorts or item.short in shorts]
    faults: list[str] = []
    begun = time.monotonic()
    load = os.getloadavg()[0]
    app: KioskApp | None = None
    for language in languages:
        async with sandbox_stand(scratch / language, second=SECOND_S) as (one, far):
            one.stage._settle = SETTLE_S  # as it is for a citizen

            async def pay(far: object = far) -> None:
                payments = far.sandbox.payments
                payments.pay(payments.newest(1, clock.now())[0]["key"], clock.now())

            if app is None:
                app = KioskApp(one.stage, size, 4.03, typist=Typist(Path(sys.prefix) / "share/kiosk/typing"))
                running = asyncio.create_task(app.async_run(async_lib="asyncio"))
                await asyncio.sleep(0)
                hands = Hands(app)
                gc.freeze()  # as `kiosk/assembly.py` does
            else:
                hands.meet(one.stage)
            for item in items:
                walker = WindowWalker(hands, one, ANSWERS.get(item.short), pay)
                word = await _one_item(walker, item, language, ways)
                sys.stderr.write(f"{item.short} {language}: {word}, {time.monotonic() - begun:.0f} s\n")
                if word != "done":
                    faults.append(f"{item.short} {language}: {word}")
                    await _home(one)
                faults += [f"{item.short} {language}: {fault}" for fault in sorted(walker.faults)]
    app.stop()
    await asyncio.wait({running}, timeout=5)
    touched = hands.touched
    hands.close()
    print(_report(touched, len(items), time.monotonic() - begun, load))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


async def _one_item(walker: WindowWalker, item: Item, language: str, ways: Sequence[str]) -> str:
    """ "done", or what went wrong."""
    from tests.kiosk.test_walk_all import ENDS
    from tests.screens.window_walker import walk

    try:
        walked = await walk(walker, item, language, ways)
    except AssertionError as error:
        return str(error)[:600]
    outcome = walked.done.outcome if walked.done is not None else None
    return "done" if outcome in ENDS[item.kind] else f"it ended in {outcome}"


async def _home(one: Stand) -> None:
    from kiosk.visit import intents as i
    from kiosk.visit import views as v

    one.id_cards.take()
    one.cards.take()
    one.touch(i.Exit())
    one.touch(i.Exit())
    await asyncio.sleep(1)
    one.touch(i.Next())
    await one.sees(v.HomeView)


def _report(touched: Sequence[Touched], items: int, took: float, load: float) -> str:
    marks = [1000 * one.mark_s for one in touched if one.mark_s is not None]
    pages = [1000 * one.next_s for one in touched]
    slowest = sorted(touched, key=lambda one: -one.next_s)[:SLOWEST]
    first, later = _showings(touched)
    worst = sorted(first, key=lambda page: -first[page].work_s)[:SLOWEST]
    lines = [
        table(
            ("ms", "median", "p95", "most", "wanted"),
            ("finger down to its mark on the glass", *_spread(marks), "50"),
            ("finger up to the next page on the glass", *_spread(pages), "100 (p95)"),
            ("the same, work of the processor", *_spread([1000 * one.work_s for one in touched]), ""),
            ("the same, each page's first showing", *_spread([1000 * one.work_s for one in first.values()]), "100"),
        ),
        "",
        table(
            ("page", "first showing, ms", "work", "later ones (median), ms", "work", "how often"),
            *((page, *_both([first[page]]), *_both(later.get(page, [])), len(later.get(page, []))) for page in worst),
        ),
        f"\n{items} items, {len(touched)} touches in {took:.0f} s; load {load:.1f} and then {os.getloadavg()[0]:.1f}",
        "slowest: "
        + "; ".join(f"{one.where} {1000 * one.next_s:.0f} (work {1000 * one.work_s:.0f})" for one in slowest),
    ]
    return "\n".join(lines)


def _showings(touched: Sequence[Touched]) -> tuple[dict[str, Touched], dict[str, list[Touched]]]:
    """Each page's first showing in the life of this process, and the later ones, but for what changes on it."""
    first: dict[str, Touched] = {}
    later: dict[str, list[Touched]] = {}
    for one in touched:
        before, _, page = one.where.partition(" → ")
        if page not in first:
            first[page] = one
        elif before.partition(" ")[0] != page:
            later.setdefault(page, []).append(one)
    return first, later


def _both(found: Sequence[Touched]) -> tuple[str, str]:
    """Until it is on the glass, and the processor's work for it."""
    if not found:
        return "", ""
    return _middle([one.next_s for one in found]), _middle([one.work_s for one in found])


def _middle(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f}"


def _spread(found: Sequence[float]) -> tuple[str, str, str]:
    ordered = sorted(found) or [0.0]
    at = min(len(ordered) - 1, int(len(ordered) * 0.95))
    return f"{statistics.median(ordered):.0f}", f"{ordered[at]:.0f}", f"{ordered[-1]:.0f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
