"""What a family of printers can do: a file of `profiles/` each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from drivers.capabilities import PrinterCapabilities
from drivers.receipt_printer import escpos

FOLDER = Path(__file__).parent / "profiles"
_KNOWN: dict[str, tuple[str, ...]] = {
    "text": ("raster", "gb18030"),
    "charset": ("gb2312", "gbk"),
    "qr": ("raster", "native"),
}


class BadProfile(ValueError):
    """One sentence."""


@dataclass(frozen=True)
class Profile:
    """`text` "raster": the whole receipt is a picture. "gb18030": lines within `charset` go as text, others drawn.

    `charset` names the characters that were seen printed right on this family; `fs_toggle`: FS & first.
    """

    name: str = "default"
    models: str = "any"
    text: Literal["raster", "gb18030"] = "raster"
    charset: Literal["gb2312", "gbk"] = "gb2312"
    fs_toggle: bool = False
    qr: Literal["raster", "native"] = "raster"
    width: int = 576  # dots: 576 (80 mm paper) or 384 (58 mm)
    cut: bytes = escpos.CUT  # empty: it has no knife, and the paper is torn off
    end: tuple[str, ...] = ("gs_r", "asb")

    @property
    def columns(self) -> int:
        """Of font A, 12 × 24 dots; a Chinese character takes two."""
        return self.width // 12

    @property
    def asks(self) -> bytes:
        """GS r comes last: its answer means that all was heard."""
        return (escpos.REPORT_END if "asb" in self.end else b"") + escpos.END_QUESTION

    @property
    def prologue(self) -> bytes:
        return escpos.SILENCE if "asb" in self.end else b""

    def capabilities(self, *, two_way: bool = True) -> PrinterCapabilities:
        """`two_way`: the printer's answers reach us."""
        return PrinterCapabilities(
            commands=("print",),
            type="receipt",
            formats=("escpos",),
            width=self.width,
            columns=self.columns if self.text != "raster" else 0,
            text=self.text,
            qr_codes=self.qr,
            control=(*(("partialCut",) if self.cut else ()), "clearBuffer"),
            proof=self.end if two_way else (),
        )

    def prints(self, text: str) -> bool:
        """Every character is in the set that was tested. Control characters never are."""
        return all(0x20 <= ord(character) < 0x7F or self._in_charset(character) for character in text)

    def _in_charset(self, character: str) -> bool:
        two = character.encode("gb18030", "replace")
        if len(two) != 2:
            return False
        return _decodes(two, self.charset)  # for · and — GB 2312 names other characters than GB 18030, by these bytes


def _decodes(two: bytes, charset: str) -> bool:
    try:
        two.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str) -> Profile:
    """Raises `BadProfile`."""
    if name not in names():
        raise BadProfile(f"there is no printer profile {name!r}; known are {', '.join(names())}")
    return parse(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def parse(name: str, written: dict[str, Any]) -> Profile:
    for key, known in _KNOWN.items():
        if written.get(key, known[0]) not in known:
            raise BadProfile(f"printer profile {name}: {key} takes {' or '.join(known)}")
    if written.get("width", 576) not in (576, 384):
        raise BadProfile(f"printer profile {name}: width takes 576 or 384")
    values = dict(written)
    values["cut"] = bytes.fromhex(values.get("cut", escpos.CUT.hex()))
    values["end"] = tuple(values.get("end", ("gs_r",)))
    try:
        return Profile(name, **values)
    except TypeError as error:
        raise BadProfile(f"printer profile {name}: {error}") from None
