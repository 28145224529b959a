"""Writes and compiles the dictionaries, once, at set-up: `python -m kiosk.typing.build DEST [--font FILE]`.

Takes about two seconds. What is there and whole is not built again; a new build replaces the old one in one step.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import shutil
import sys
from pathlib import Path

from kiosk.typing import dictionary, readings, rime

_SOURCES = ("pinyin_simp.dict.yaml", "stroke.dict.yaml")
_STAMP = "built"


class CannotBuild(Exception):
    """One sentence that says what is missing."""


def build(destination: Path, font: Path | None = None) -> bool:
    """True when it was built now. Raises `CannotBuild`."""
    try:
        stamp = _stamp(font)
    except OSError as error:
        raise CannotBuild(
            f"{error.filename} is missing; librime1, rime-data-pinyin-simp, rime-data-stroke and unicode-data bring it"
        ) from error
    if (destination / _STAMP).is_file() and (destination / _STAMP).read_text(encoding="ascii") == stamp:
        return False
    unfinished = destination.with_name(destination.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    _write(unfinished, font)
    _compile(unfinished)
    (unfinished / _STAMP).write_text(stamp, encoding="ascii")
    shutil.rmtree(destination, ignore_errors=True)
    unfinished.rename(destination)
    return True


def _stamp(font: Path | None) -> str:
    """Changes with everything that the tables are made of."""
    sources = [dictionary.RIME_DATA / name for name in _SOURCES]
    sources += [readings.UNIHAN / "Unihan_Readings.txt.bz2", Path(dictionary.__file__), Path(readings.__file__)]
    seen = hashlib.sha256()
    for path in sources:
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    seen.update("\n".join(dictionary.local_words()).encode())
    seen.update(b"" if font is None else str(font.stat().st_size).encode())
    return seen.hexdigest()


def _write(folder: Path, font: Path | None) -> None:
    (folder / rime.BUILD).mkdir(parents=True)
    (folder / rime.USER).mkdir()
    known = (dictionary.RIME_DATA / _SOURCES[0]).read_text(encoding="utf-8").splitlines()
    strokes = (dictionary.RIME_DATA / _SOURCES[1]).read_text(encoding="utf-8").splitlines()
    drawn = _code_points(font) if font else frozenset()
    files = {
        "default.yaml": dictionary.DEFAULT,
        "kiosk_pinyin.schema.yaml": dictionary.PINYIN_SCHEMA,
        "kiosk_stroke.schema.yaml": dictionary.STROKE_SCHEMA,
        "kiosk_pinyin.dict.yaml": dictionary.pinyin(known, dictionary.local_words(), drawn),
        "kiosk_stroke.dict.yaml": dictionary.stroke(strokes, known, drawn),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _compile(folder: Path) -> None:
    try:
        library = ctypes.CDLL(rime.LIBRARY)
    except OSError as error:
        raise CannotBuild(f"{rime.LIBRARY} is missing; the Debian package librime1 brings it") from error
    traits = rime.traits(folder)
    library.RimeSetup(ctypes.byref(traits))
    library.RimeInitialize(ctypes.byref(traits))
    library.RimeStartMaintenance(1)
    library.RimeJoinMaintenanceThread()
    library.RimeFinalize()
    for name in ("kiosk_pinyin", "kiosk_stroke"):
        if not (folder / rime.BUILD / f"{name}.table.bin").is_file():
            raise CannotBuild(f"librime did not compile {name}")
    for path in [*folder.glob("*.dict.yaml"), *(folder / rime.BUILD).glob("*.txt"), *(folder / rime.USER).iterdir()]:
        path.unlink() if path.is_file() else shutil.rmtree(path)


def _code_points(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, needed once

    with TTFont(str(font), lazy=True) as face:
        return frozenset(face.getBestCmap())


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kiosk.typing.build")
    parser.add_argument("destination", type=Path)
    parser.add_argument("--font", type=Path)
    args = parser.parse_args(arguments)
    try:
        if build(args.destination, args.font):
            sys.stdout.write("typing: dictionaries for pinyin and strokes\n")
    except (CannotBuild, OSError) as error:
        sys.stderr.write(f"typing: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
