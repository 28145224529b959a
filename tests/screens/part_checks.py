"""A frame of which only parts were drawn is the same picture as one drawn whole; runs in a process of its own.

`python -m tests.screens.part_checks portrait|landscape [EVERY]` goes from each sample screen (EVERY 8: each eighth, and
one on which a hand moves) to the next, lets hands move, presses what is there, and writes one line for each picture
that is not the same. At the end: "checked" and how much was drawn in parts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PIL import ImageChops

from tests.screens.rig import Rig
from tests.screens.samples import samples

HAND = "take_card"


def main(arguments: list[str]) -> int:
    rig = Rig(arguments[0])
    from screens.widgets import frame

    frame.hours_and_minutes = lambda: "10:24"  # the minute may turn between the two pictures
    every = int(arguments[1]) if len(arguments) > 1 else 1
    faults, drawn = 0, [0, 0]
    all_shots = samples()
    for name, shot in {**dict(list(all_shots.items())[::every]), HAND: all_shots[HAND]}.items():
        english = replace(shot, preferences=replace(shot.preferences, language="en"))
        pressed = next((target for target in _targets(rig, shot) if target.enabled), None)
        for what, change in (
            ("shown", partial(rig.show, shot)),
            ("moved", partial(_moved, rig)),
            ("said again", partial(_said_again, rig)),
            ("moved on", partial(_moved, rig)),
            ("pressed", partial(rig.press, pressed) if pressed else _nothing),
            ("let go", rig.lift if pressed else _nothing),
            ("in English", partial(rig.show, english)),
            ("in Chinese again", partial(rig.show, shot)),
        ):
            fault = _same(rig, change, drawn)
            if fault:
                faults += 1
                sys.stderr.write(f"{name}, {what}: {fault}\n")
    print(f"checked, {drawn[0]} of {drawn[1]} in parts")
    return 1 if faults else 0


def _targets(rig: Rig, shot: object) -> list:
    rig.show(shot)
    rig.app.frames.everything()
    rig.app.frames.draw()
    return list(rig.app.screen.targets)


def _nothing() -> None: ...


def _moved(rig: Rig) -> None:
    """A third of a second later for a hand that moves."""
    from screens.widgets import card_motion

    later = card_motion.monotonic() + 0.33
    card_motion.monotonic = lambda: later
    for child in rig.app.screen.children:
        if isinstance(child, card_motion.CardMotion):
            child._step(0)


def _said_again(rig: Rig) -> None:
    """The page is drawn anew while the hand is on its way."""
    rig.app._draw_screen()


def _same(rig: Rig, change: Callable[[], None], drawn: list[int]) -> str | None:
    change()
    drawn[0] += rig.app.frames.in_parts
    drawn[1] += 1
    rig.app.frames.draw()
    parts = rig.pixels()
    rig.app.frames.everything()
    rig.app.frames.draw()
    place = ImageChops.difference(parts, rig.pixels()).getbbox()
    return f"another picture within {place}" if place else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
