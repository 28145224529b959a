"""Fingers as they are, on the real window: `python -m tests.screens.finger_checks portrait [COUNT]`.

Thousands of gestures at random (taps, double taps, slides, a page that changes under the finger, a panel that reports
twice) beside a few lines that say what may come of them. One line a fault, and nothing else.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from kiosk.visit.intents import Intent
from screens.surface import SLOP_MM
from screens.touch import AGAIN_S, KEY_AGAIN_S
from tests.screens.rig import PX_PER_MM, Rig
from tests.screens.samples import samples

PAGES = ("home", "list", "guide", "check", "question-choice", "result", "done", "rate")


class Expected:
    """What a gesture may send, told from the outside."""

    def __init__(self) -> None:
        self.last: dict[str, float] = {}
        self.last_tap, self.quiet_until = float("-inf"), float("-inf")

    def changed(self) -> None:
        self.quiet_until = self.last_tap + AGAIN_S

    def tap(self, target, now: float) -> bool:
        since = now - self.last.get(target.name, float("-inf"))
        if now < self.quiet_until or since < (KEY_AGAIN_S if target.key else AGAIN_S):
            return False
        self.last[target.name] = self.last_tap = now
        return True


def storm(rig: Rig, count: int, seed: int = 7) -> Iterator[str]:
    from kivy.tests.common import UnitTestTouch

    chance, clock, expected = random.Random(seed), [1000.0], Expected()
    rig.app.guard._clock = lambda: clock[0]
    slop, height = SLOP_MM * PX_PER_MM, rig.size[1]
    page = ""

    def turn() -> None:
        nonlocal page
        page = chance.choice([one for one in PAGES if one != page])
        rig.show(samples()[page])
        expected.changed()

    turn()
    for number in range(count):
        targets = [one for one in rig.app.screen.targets if isinstance(one.action, Intent)]
        target = chance.choice(targets)
        x = target.rect.x + chance.uniform(2, target.rect.w - 3)
        y = target.rect.y + chance.uniform(2, target.rect.h - 3)
        slide = chance.choice((0, 0, 5, 20, 60, 400))
        end = x + chance.uniform(-slide, slide), y + chance.uniform(-slide, slide)
        new_page = chance.random() < 0.15
        clock[0] += chance.choice((0.01, 0.05, 0.2, 0.4, 0.6, 2.0))
        rig.stage.sent.clear()
        fingers = [UnitTestTouch(x, height - y) for _ in range(chance.choice((1, 1, 1, 2)))]  # 2: told twice
        for finger in fingers:
            finger.touch_down()
        if slide:
            for finger in fingers:
                finger.touch_move(end[0], height - end[1])
        if new_page:
            turn()
        for finger in fingers:
            finger.touch_up()
        stays = target.rect.contains(*end, slop) and not new_page
        wanted = [target.action] if target.enabled and stays and expected.tap(target, clock[0]) else []
        if not new_page and rig.stage.sent != wanted:
            what = f"gesture {number} on {target.name}, slide {slide}, told {len(fingers)} times"
            yield f"{what}: {rig.stage.sent}, not {wanted}"
        if new_page and rig.stage.sent:
            yield f"gesture {number}: a page that appeared under the finger took {rig.stage.sent}"
        if chance.random() < 0.3:
            turn()


def main() -> int:
    rig = Rig(sys.argv[1])
    for fault in storm(rig, int(sys.argv[2]) if len(sys.argv) > 2 else 1500):
        print(fault)
    print("checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
