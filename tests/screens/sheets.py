"""The gallery: one sheet of pictures a screen, every mode, language and orientation on it, and a page that lists them.

`python -m tests.screens.sheets OUT` (`make gallery`). It takes some minutes: every picture is drawn by the real window.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from kiosk.words import LANGUAGES

MODES = ("standard", "senior", "contrast")
TALL = (216, 384)  # a fifth of the screen: layout and hierarchy are seen, letters can be guessed
WIDE = (216, 122)
GAP = 8
GROUND = "#5B6579"  # neither the light nor the dark screens melt into it


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-gallery-") as scratch:
        drawn = Path(scratch)
        command = [sys.executable, "-m", "tests.screens.gallery", str(drawn), "--languages", ",".join(LANGUAGES)]
        both = [
            subprocess.Popen([*command, "--orientation", orientation], stdout=subprocess.DEVNULL)
            for orientation in ("portrait", "landscape")
        ]
        codes = [window.wait() for window in both]
        if any(codes):
            print("a screen could not be drawn", file=sys.stderr)
            return 1
        names = sorted({path.name.rsplit("-portrait-", 1)[0] for path in drawn.glob("*-portrait-*.png")})
        for old in out.glob("*.webp"):
            old.unlink()
        for name in names:
            sheet(drawn, name).save(out / f"{name}.webp", quality=72, method=6)
    (out / "README.md").write_text(page(names), encoding="utf-8")
    print(f"{len(names)} sheets in {out}")
    return 0


def sheet(drawn: Path, name: str) -> Image.Image:
    """Columns: the languages within each mode; above upright, below lying."""
    columns = [(mode, language) for mode in MODES for language in LANGUAGES]
    width = len(columns) * (TALL[0] + GAP) + GAP
    made = Image.new("RGB", (width, TALL[1] + WIDE[1] + 3 * GAP), GROUND)
    for index, (mode, language) in enumerate(columns):
        x, y = GAP + index * (TALL[0] + GAP), GAP
        for orientation, size in (("portrait", TALL), ("landscape", WIDE)):
            with Image.open(drawn / f"{name}-{orientation}-{mode}-{language}.png") as picture:
                made.paste(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS), (x, y))
            y += size[1] + GAP
    return made


def page(names: list[str]) -> str:
    order = " · ".join(f"{mode} {language}" for mode in MODES for language in LANGUAGES)
    head = f"# Every screen\n\nMade by `make gallery`. From left to right: {order}; above upright, below lying.\n"
    return head + "".join(f"\n## {name}\n\n![{name}]({name}.webp)\n" for name in names)


if __name__ == "__main__":
    sys.exit(main())
