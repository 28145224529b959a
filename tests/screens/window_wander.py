"""Confused citizens at the real window: what no scripted walk finds.

`python -m tests.screens.window_wander [--seed N] [--visits N] [--from N] [--portrait | --landscape]` (`make prove`):
one process, one window on an X server of its own, the real drivers before virtual devices, the real sandbox platform
behind a socket. Each visit draws its acts from the seed and its own number; after each act and each visit, and at the
end, it is checked what must always hold (`wander_checks.py`). A fault prints seed, visit and the last acts.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.screen import SIZE, virtual_screen

if TYPE_CHECKING:  # all of Kivy comes after its configuration
    from tests.screens.confused import Confused
    from tests.screens.wander_checks import Ears

SECOND_S = 0.1  # the terminal's: a page's limit of two minutes is over in 12 s
HOME_S = 150.0  # from any page, at most: the longest limit, doubled in large print, and a slow printer
MOST_ACTS = 70
LOOKED_INTO = 5  # every so many visits the memory is searched
GLANCES = 0.2  # of moments in which every pixel is compared with those of a page drawn whole
WAYS = ("mode:senior", "mode:contrast", "low:on")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="window_wander")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--visits", type=int, default=40)
    parser.add_argument(
        "--from", type=int, default=1, dest="first", help="number of the first visit: replays a later one"
    )
    parser.add_argument("--landscape", action="store_true")
    parser.add_argument("--portrait", action="store_true", help="the usual")
    parser.add_argument("--pictures", type=Path, help="a folder: what the window shows at odd moments")
    args = parser.parse_args(arguments)
    size = SIZE[::-1] if args.landscape else SIZE
    if os.environ.get("KIOSK_WANDER_SCREEN") != "1":
        with virtual_screen(size) as display:
            environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "KIOSK_WANDER_SCREEN": "1"}
            environment.pop("SDL_VIDEODRIVER", None)
            command = [sys.executable, "-m", "tests.screens.window_wander", *arguments, "--seed", str(args.seed)]
            return subprocess.run(command, env=environment, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="kiosk-wander-") as scratch:
        return asyncio.run(_wander(Path(scratch), args, size))


async def _wander(scratch: Path, args: argparse.Namespace, size: tuple[int, int]) -> int:
    from screens import heap, kivy_setup

    heap.steady()
    kivy_setup.configure(kivy_setup.Geometry(*size), scratch / "run")
    from kivy.core.window import Window  # noqa: F401  (opens it)

    from kiosk.typing.typist import Typist
    from kiosk.visit.stage import SETTLE_S
    from screens import fonts
    from screens.app import KioskApp
    from tests.kiosk.sandbox_stand import sandbox_stand
    from tests.screens.confused import Confused
    from tests.screens.touching import Hands
    from tests.screens.twins_at_hand import TwinsAtHand
    from tests.screens.wander_checks import Ears, Promises, at_the_end

    share = Path(sys.prefix) / "share/kiosk"
    fonts.register(share / "fonts")
    twins = TwinsAtHand(share / "fonts")
    await twins.start()
    ears = Ears()
    try:
        async with sandbox_stand(scratch / "home", second=SECOND_S, prepare=twins.stand_at) as (one, far):
            one.stage._settle = SETTLE_S  # as it is for a citizen
            app = KioskApp(one.stage, size, 4.03, typist=Typist(share / "typing"))
            window = asyncio.create_task(app.async_run(async_lib="asyncio"))
            await asyncio.sleep(0)
            hands = Hands(app)
            gc.freeze()  # as `kiosk/assembly.py` does
            promises = Promises(one)
            confused = Confused(random.Random(args.seed), hands, one, far, twins)
            run = Run(args, confused, window, ears)
            for number in range(args.first, args.first + args.visits):
                await run.visit(number)
                if window.done() or run.lost:
                    break
            await confused.well_again()
            run.note(0, await at_the_end(one, far, promises))
            app.stop()
            await asyncio.wait({window}, timeout=5)
            hands.close()
    finally:
        await twins.close()
    run.report(promises.outcomes)
    return 1 if run.faults else 0


class Run:
    def __init__(self, args: argparse.Namespace, confused: Confused, window: asyncio.Task[None], ears: Ears) -> None:
        self._args, self._confused, self._window, self._ears = args, confused, window, ears
        self.faults: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.lost = False  # home was never seen again
        self._begun = time.monotonic()
        self._leaving = 0.0

    def note(self, number: int, found: Iterable[str]) -> None:
        """Each fault once in full, with how to see it again; then it is counted."""
        for fault in found:
            alike = re.sub(r"\d+", "#", fault)[:160]
            self.faults[alike] += 1
            if self.faults[alike] == 1:
                acts = "".join(f"\n    {act}" for act in self._confused.acts)
                where = f"--seed {self._args.seed} --from {number} --visits 1"
                sys.stderr.write(f"\nFAULT {fault[:1500]}\n  {where}{' --landscape' * self._args.landscape}{acts}\n")
                self._picture(number, "fault")

    async def visit(self, number: int) -> None:
        from kiosk.visit import intents as i
        from tests.screens.wander_checks import afterwards, in_memory
        from tests.screens.window_walker import WindowWalker

        confused = self._confused
        one, hands = confused.one, confused.hands
        dice = confused.dice = random.Random(f"{self._args.seed} {number}")
        confused.acts.clear()
        if dice.random() < 0.85:  # else what the one before did to the devices is still so
            await confused.well_again()
        confused.tearing = dice.random() < 0.6
        confused.walker = WindowWalker(hands, one)
        before = one.snapshot.visits
        await self._adapt(dice)
        if dice.random() < 0.7:
            item = dice.choice(one.catalogue.items)
            confused.acts.append(f"item {item.short}")
            one.touch(i.ChooseItem(item.code))
        sensible = dice.choice((0, 4, 10, 20, 30))
        acts = dice.randint(8, MOST_ACTS)
        for at in range(acts):
            await (confused.sensibly() if at < sensible and dice.random() < 0.85 else confused.act())
            self._look(number, dice)
            if self._home(before) or self._window.done():
                break
        begun = time.monotonic()
        if not await self._leave(number, before, dice):
            return
        self._leaving += time.monotonic() - begun
        self.note(number, afterwards(hands, one, one.snapshot))
        if number % LOOKED_INTO == 0:
            self.note(number, in_memory(one, hands))
        sys.stderr.write(".")

    async def _adapt(self, dice: random.Random) -> None:
        """Most come with a wish of how to be shown things."""
        wishes = [dice.choice(WAYS)] if dice.random() < 0.5 else []
        if dice.random() < 0.4:
            wishes += ["language:menu", dice.choice(("language:en", "language:zh_hant"))]
        for wish in wishes:
            self._confused.acts.append(f"wish {wish}")
            await self._confused.wish(wish)

    def _look(self, number: int, dice: random.Random) -> None:
        from tests.screens.wander_checks import at_any_moment, on_the_glass

        hands = self._confused.hands
        self.pages[hands.screen] += 1
        if self._window.done():
            error = None if self._window.cancelled() else self._window.exception()
            self.note(number, [f"the window ended: {error!r}"])
            return
        self.note(number, at_any_moment(hands, self._confused.one))
        self.note(number, self._ears.take())
        if dice.random() < GLANCES:
            self.note(number, on_the_glass(hands))
        if dice.random() < 0.02:
            self._picture(number, hands.screen)

    def _home(self, before: int) -> bool:
        from kiosk.visit import views as v

        snapshot = self._confused.one.snapshot
        return snapshot.visits > before and isinstance(snapshot.view, v.HomeView)

    async def _leave(self, number: int, before: int, dice: random.Random) -> bool:
        """Some go away without a word, and the time limit ends it; most touch the way out."""
        confused = self._confused
        silent = dice.random() < 0.25
        if silent:
            await confused.twins.take_cards()
            confused.acts.append("goes away")
        ends = time.monotonic() + HOME_S
        while not self._home(before) and not self._window.done():
            if not confused.one.snapshot.in_visit and type(confused.one.snapshot.view).__name__ == "HomeView":
                break  # nothing was begun
            if time.monotonic() > ends:
                self.note(number, [f"{confused.hands.screen}: home is not reached within {HOME_S:.0f} s"])
                self.lost = True
                return False
            if silent:
                await asyncio.sleep(0.5)
            else:
                await confused.leave()
            self._look(number, dice)
        confused.one.touch(_exit())  # a home page that was only looked at is fresh, too
        await asyncio.sleep(0.5)
        return True

    def _picture(self, number: int, name: str) -> None:
        if self._args.pictures is not None:
            from PIL import ImageGrab

            self._args.pictures.mkdir(parents=True, exist_ok=True)
            count = len(list(self._args.pictures.iterdir()))
            ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).save(
                self._args.pictures / f"{count:04d}-{number}-{name}.png"
            )

    def report(self, outcomes: Counter[str]) -> None:
        took = time.monotonic() - self._begun
        print(f"\nseed {self._args.seed}: {self._args.visits} visits, {self._confused.done} acts in {took:.0f} s")
        print(f"pages: {dict(self.pages.most_common())}\nended: {dict(outcomes)}")
        spent = {act: round(seconds) for act, seconds in self._confused.took.most_common()}
        print(f"seconds: {spent}, on the way home {self._leaving:.0f}")
        for fault, count in self.faults.most_common():
            print(f"{count} × {fault}")


def _exit() -> object:
    from kiosk.visit import intents as i

    return i.Exit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
