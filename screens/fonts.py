"""The Chinese faces, simplified and traditional, taken out of Debian's font collection once, at set-up.

`python -m screens.fonts DEST` writes `NotoSansSC-Regular.otf`, `NotoSansTC-Bold.otf` and so on. The window's text
library takes face 0 of a collection, which is the Japanese one: many characters would look foreign.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

COLLECTIONS = Path("/usr/share/fonts/opentype/noto")  # Debian's fonts-noto-cjk
FACES = {"SC": "Noto Sans CJK SC", "TC": "Noto Sans CJK TC"}
WEIGHTS = ("Regular", "Bold")
_files: dict[str, Path] = {}  # what is registered, by its name


class MissingFonts(Exception):
    """One sentence that says which file is missing."""


def name_of(face: str, bold: bool) -> str:
    """The name under which Kivy knows it. `face`: "SC" or "TC"."""
    return f"Kiosk{face}{'Bold' if bold else 'Regular'}"


def font_files(folder: Path, face: str = "SC") -> dict[str, Path]:
    """The files in `folder` by weight. Raises `MissingFonts`."""
    files = {weight: folder / f"NotoSans{face}-{weight}.otf" for weight in WEIGHTS}
    for path in files.values():
        if not path.is_file():
            raise MissingFonts(f"the font {path} is missing; 'make setup' extracts it")
    return files


def register(folder: Path) -> None:
    """Tell Kivy about every face and weight; a file is opened when it is first drawn with. Raises `MissingFonts`."""
    from kivy.core.text import LabelBase  # noqa: PLC0415 - set-up runs this module without Kivy

    for face in FACES:
        for weight, path in font_files(folder, face).items():
            LabelBase.register(name_of(face, weight == "Bold"), str(path))
            _files[name_of(face, weight == "Bold")] = path


def file_of(name: str) -> Path:
    """The file behind a registered name."""
    return _files[name]


def extract(destination: Path, collections: Path = COLLECTIONS) -> list[Path]:
    """Write the faces that are not there yet; return what was written. Raises `MissingFonts`."""
    written = []
    for face, weight in product(FACES, WEIGHTS):
        target = destination / f"NotoSans{face}-{weight}.otf"
        if target.is_file() and target.stat().st_size > 0:
            continue
        source = collections / f"NotoSansCJK-{weight}.ttc"
        if not source.is_file():
            raise MissingFonts(f"{source} is missing; the Debian package fonts-noto-cjk brings it")
        destination.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".part")
        _save_face(source, FACES[face], unfinished)
        unfinished.rename(target)  # whole or not at all: set-up may be interrupted
        written.append(target)
    return written


def _save_face(collection: Path, name: str, target: Path) -> None:
    from fontTools.ttLib import TTCollection  # noqa: PLC0415 - slow to import, needed once

    with TTCollection(str(collection), lazy=True) as fonts:
        for font in fonts:
            if font["name"].getBestFamilyName() == name:
                font.save(str(target))
                return
    raise MissingFonts(f"{collection} has no face named {name}")


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
