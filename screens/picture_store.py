"""The pictures of the first page, kept in a file: drawing cards, icons and the head anew takes a tenth of a second.

Only what is drawn while the terminal prepares itself is kept: no visit, and so nobody's codes or photographs. The file
holds a mark of the program's own files; another program draws its pictures anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Hashable
from pathlib import Path

from PIL import Image

Pixels = tuple[tuple[int, int], bytes]
"""Width and height; four bytes a pixel, the lowest row first."""

_PROGRAM = Path(__file__).parent
_MADE_BY = (".", "painting", "icons", "widgets")


class PictureStore:
    """`open` is true while pictures are taken from the file, or gathered for it."""

    def __init__(self, run_folder: Path) -> None:
        self._file = run_folder / "front.pictures"
        self._mark = _mark()
        self._kept = self._read()
        self._new: dict[str, Pixels] = {}
        self.open = True

    def picture(self, key: Hashable, make: Callable[[], Image.Image]) -> Pixels:
        name = repr(key)
        found = self._kept.get(name)
        if found is None:
            found = pixels(make())
        self._new[name] = found
        return found

    def close(self) -> Callable[[], None]:
        """Nothing more is kept. Gives what writes the file, in any thread."""
        new, kept = self._new, self._kept
        self.open, self._new, self._kept = False, {}, {}
        return (lambda: None) if new.keys() <= kept.keys() else (lambda: self._write(new))

    def _read(self) -> dict[str, Pixels]:
        try:
            head, _, body = self._file.read_bytes().partition(b"\n")
            listed = json.loads(head)
            if listed["mark"] != self._mark:
                return {}
            view, kept, at = memoryview(body), dict[str, Pixels](), 0
            for name, width, height in listed["pictures"]:
                end = at + width * height * 4
                if end > len(view):
                    return {}
                kept[name] = ((width, height), bytes(view[at:end]))
                at = end
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return kept

    def _write(self, pictures: dict[str, Pixels]) -> None:
        listed = [(name, *size) for name, (size, _) in pictures.items()]
        unfinished = self._file.with_suffix(".new")
        try:
            with unfinished.open("wb") as out:
                out.write(json.dumps({"mark": self._mark, "pictures": listed}).encode() + b"\n")
                for _, data in pictures.values():
                    out.write(data)
            unfinished.rename(self._file)  # whole or not at all
        except OSError:
            return  # a full disk costs a tenth of a second at the next start


def pixels(picture: Image.Image) -> Pixels:
    if picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    return picture.size, picture.tobytes("raw", "RGBA", 0, -1)  # the last row first


def _mark() -> str:
    digest = hashlib.sha256()
    for folder in _MADE_BY:
        with os.scandir(_PROGRAM / folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_file():
                    found = entry.stat()
                    digest.update(f"{entry.path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
