"""Small grey pictures of every screen as a person approved them: what changes by accident is seen.

`python -m tests.screens.approved renew` draws them anew; look at `make gallery` before you commit them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).parent / "approved"
SIZES = {"portrait": (135, 240), "landscape": (240, 135)}  # an eighth: a moved or missing part shows, a letter does not
LOOKS = {"portrait": (("zh", "standard"), ("en", "senior")), "landscape": (("zh", "standard"),)}
TILE = 15
MOST = 14  # of 255, on average over a tile: above what other letters in the same place give
TIME = "10:24"
MOVING = ("toast",)  # over a page whose picture is already under way


def differences(orientation: str) -> Iterator[str]:
    """Names of the pictures that are not as approved."""
    wanted = {path.stem for path in FOLDER.glob(f"*-{orientation}-*.png")}
    for name, picture in pictures(orientation):
        path = FOLDER / f"{name}.png"
        wanted.discard(name)
        if not path.exists():
            yield f"{name}: never approved"
            continue
        with Image.open(path) as approved:
            worst = _worst(approved.convert("L"), picture)
        if worst > MOST:
            yield f"{name}: differs by {worst:.0f}"
    yield from (f"{name}: approved, and no longer a sample" for name in sorted(wanted))


def pictures(orientation: str) -> Iterator[tuple[str, Image.Image]]:
    from kiosk.visit.snapshot import Preferences
    from tests.screens.rig import Rig
    from tests.screens.samples import fitting, samples

    rig = Rig(orientation)
    from screens.widgets import busy, card_motion, frame  # not before: they look for the window

    frame.hours_and_minutes = lambda: TIME
    busy.monotonic = card_motion.monotonic = lambda: 0.0  # what moves is caught at its first moment
    for name, snapshot in samples().items():
        if name in MOVING:
            continue
        for language, mode in LOOKS[orientation]:
            rig.show(fitting(replace(snapshot, preferences=Preferences(language, mode))))
            small = rig.picture().convert("L").resize(SIZES[orientation], Image.Resampling.BOX)
            yield f"{name}-{orientation}-{mode}-{language}", small


def _worst(approved: Image.Image, drawn: Image.Image) -> float:
    """The largest mean difference of a tile."""
    width, height = drawn.size
    if approved.size != drawn.size:
        return 255.0
    tiles = ImageChops.difference(approved, drawn).resize((width // TILE, height // TILE), Image.Resampling.BOX)
    return float(max(tiles.getdata()))


def main() -> int:
    what, orientation = sys.argv[1:] if len(sys.argv) == 3 else ("", "")
    if what == "renew" and orientation in SIZES:
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob(f"*-{orientation}-*.png"):
            old.unlink()
        for name, picture in pictures(orientation):
            picture.save(FOLDER / f"{name}.png", optimize=True)
        return 0
    if what == "check" and orientation in SIZES:
        for line in differences(orientation):
            print(line)
        print("compared")
        return 0
    print(f"{__doc__}\nusage: python -m tests.screens.approved renew|check portrait|landscape", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
