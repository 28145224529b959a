"""Characters of names that the page's own face lacks.

GB 18030-2022 level 3 has 87,887 characters, and a person or a street may be called by any of them; the page's face
draws 44,810. What it lacks is drawn from Debian's fonts-hanazono; what no face has, as a box with its number, so that
the reader sees that there is a character, and which: never an empty place, never one box for all.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from PIL import ImageFont

MORE = tuple(Path("/usr/share/fonts/truetype/hanazono") / name for name in ("HanaMinA.ttf", "HanaMinB.ttf"))
_NOBODYS = "\U0010ffff"  # never a character: what a face draws for it, it draws for all that it lacks
_LOOK_AT = 24  # px, at which two pictures of a character are compared


def lacking(text: str, face: Path) -> bool:
    """Whether `face` cannot draw all of it. Fast for what is not rare."""
    return any(_rare(one) and not _has(face, one) for one in text)


def width(text: str, size: int, face: Path) -> float:
    """Pixels of one line."""
    return sum(_width(piece, source, size) for piece, source in _runs(text, face))


def line(text: str, size: int, face: Path) -> Image.Image:
    """One line, white on nothing, as high as a line of `face`."""
    up, down = _font(face, size).getmetrics()
    runs = _runs(text, face)
    picture = Image.new("RGBA", (round(sum(_width(piece, source, size) for piece, source in runs)), up + down))
    light = Image.new("L", picture.size, 0)
    pen, x = ImageDraw.Draw(light), 0.0
    for piece, source in runs:
        if source is None:
            _box(pen, piece, round(x), up, size, face)
        else:
            pen.text((x, up), piece, fill=255, font=_font(source, size), anchor="ls")
        x += _width(piece, source, size)
    picture.paste((255, 255, 255, 255), mask=light)
    picture.putalpha(light)
    return picture


def _rare(one: str) -> bool:
    """Outside the 20,902 that every Chinese face has, but a character that a name may have."""
    return (
        "\u3400" <= one < "\u4e00" or "\u9fa6" <= one <= "\u9fff" or "\ue000" <= one < "\ufb00" or one >= "\U00020000"
    )


def _runs(text: str, face: Path) -> list[tuple[str, Path | None]]:
    """The text in pieces of one face; None: no face has it."""
    runs: list[tuple[str, Path | None]] = []
    for one in text:
        source = face if not _rare(one) or _has(face, one) else _other(one)
        if runs and source is not None and runs[-1][1] == source:
            runs[-1] = (runs[-1][0] + one, source)
        else:
            runs.append((one, source))
    return runs


def _other(one: str) -> Path | None:
    if "\ue000" <= one < "\uf900" or one >= "\U000f0000":
        return None  # privately used: what another face has there is another character
    return next((face for face in MORE if face.is_file() and _has(face, one)), None)


@lru_cache(maxsize=8)
def _font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - most visits have no such character

    return ImageFont.truetype(str(face), size)


def _has(face: Path, one: str) -> bool:
    drawn = _drawn(face, one)
    return any(drawn) and drawn != _drawn(face, _NOBODYS)


def _drawn(face: Path, one: str) -> bytes:
    light = Image.new("L", (2 * _LOOK_AT, 2 * _LOOK_AT), 0)
    ImageDraw.Draw(light).text((0, 0), one, fill=255, font=_font(face, _LOOK_AT))
    return light.tobytes()


def _width(piece: str, source: Path | None, size: int) -> float:
    return size if source is None else _font(source, size).getlength(piece)


def _box(pen: ImageDraw.ImageDraw, one: str, x: int, baseline: int, size: int, face: Path) -> None:
    """A frame as large as a character, with the character's number in two lines."""
    edge, side = max(1, size // 24), round(size * 0.88)
    left, top = x + (size - side) // 2, baseline - round(size * 0.82)
    pen.rectangle((left, top, left + side - 1, top + side - 1), outline=255, width=edge)
    number = f"{ord(one):04X}"
    half = (len(number) + 1) // 2
    font = _font(face, max(8, round(size * (0.36 if half < 3 else 0.3))))
    for row, digits in enumerate((number[:half], number[half:])):
        pen.text((left + side / 2, top + side * (0.28 + 0.44 * row)), digits, fill=255, font=font, anchor="mm")
