"""The Simplified Chinese face, taken out of Debian's font collection once, at set-up.

`python -m screens.fonts DEST` writes `NotoSansSC-Regular.otf` and `NotoSansSC-Bold.otf`. The window's text
library takes face 0 of a collection, which is the Japanese one: many characters would look foreign.
"""

from __future__ import annotations

import sys
from pathlib import Path

COLLECTIONS = Path("/usr/share/fonts/opentype/noto")  # Debian's fonts-noto-cjk
FACE = "Noto Sans CJK SC"
WEIGHTS = ("Regular", "Bold")
REGULAR, BOLD = "KioskRegular", "KioskBold"  # names under which Kivy knows them


class MissingFonts(Exception):
    """One sentence that says which file is missing."""


def font_files(folder: Path) -> dict[str, Path]:
    """The files in `folder` by weight. Raises `MissingFonts`."""
    files = {weight: folder / f"NotoSansSC-{weight}.otf" for weight in WEIGHTS}
    for path in files.values():
        if not path.is_file():
            raise MissingFonts(f"the font {path} is missing; 'make setup' extracts it")
    return files


def register(folder: Path) -> None:
    """Tell Kivy about both weights. Raises `MissingFonts`."""
    files = font_files(folder)
    from kivy.core.text import LabelBase  # noqa: PLC0415 - set-up runs this module without Kivy

    LabelBase.register(REGULAR, str(files["Regular"]))
    LabelBase.register(BOLD, str(files["Bold"]))


def extract(destination: Path, collections: Path = COLLECTIONS) -> list[Path]:
    """Write the faces that are not there yet; return what was written. Raises `MissingFonts`."""
    written = []
    for weight in WEIGHTS:
        target = destination / f"NotoSansSC-{weight}.otf"
        if target.is_file() and target.stat().st_size > 0:
            continue
        source = collections / f"NotoSansCJK-{weight}.ttc"
        if not source.is_file():
            raise MissingFonts(f"{source} is missing; the Debian package fonts-noto-cjk brings it")
        destination.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".part")
        _save_face(source, unfinished)
        unfinished.rename(target)  # whole or not at all: set-up may be interrupted
        written.append(target)
    return written


def _save_face(collection: Path, target: Path) -> None:
    from fontTools.ttLib import TTCollection  # noqa: PLC0415 - slow to import, needed once

    with TTCollection(str(collection), lazy=True) as fonts:
        for font in fonts:
            if font["name"].getBestFamilyName() == FACE:
                font.save(str(target))
                return
    raise MissingFonts(f"{collection} has no face named {FACE}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m screens.fonts DEST\n")
        return 2
    try:
        written = extract(Path(arguments[0]))
    except (MissingFonts, OSError) as error:
        sys.stderr.write(f"fonts: {error}\n")
        return 1
    for path in written:
        sys.stdout.write(f"fonts: {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
