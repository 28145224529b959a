"""Which syllables a character is read by, from the Unicode Han database (UAX #38), for characters that names have.

Pinyin dictionaries stop at some ten thousand characters; a person called 𠮷 or 䶮 must be able to write it.
"""

from __future__ import annotations

import bz2
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

UNIHAN = Path("/usr/share/unicode")  # Debian's unicode-data
_READINGS = (("kTGHZ2013",), ("kMandarin", "kXHC1983"), ("kHanyuPinyin",))  # the first that is there: today's readings
_VARIANTS = ("kSemanticVariant", "kSpecializedSemanticVariant", "kZVariant", "kSpoofingVariant")
_SYLLABLE = re.compile(r"[a-zü]+")


@cache
def syllables(folder: Path = UNIHAN) -> dict[str, frozenset[str]]:
    """Toneless syllables by character, ü as v. A character without a reading borrows those of its variants.

    Raises `OSError` when the database is missing.
    """
    found: dict[str, set[str]] = defaultdict(set)
    rows = list(_fields(folder, "Readings", tuple(name for names in _READINGS for name in names)))
    for names in _READINGS:
        better = set(found)
        for character, name, value in rows:
            if name in names and character not in better:
                found[character] |= set(_toneless(value))
    for character, _, value in _fields(folder, "Variants", _VARIANTS):
        if character not in found:
            for code in re.findall(r"U\+([0-9A-F]{4,6})", value):
                found[character] |= found.get(chr(int(code, 16)), set())
    return {character: frozenset(read) for character, read in found.items() if read}


@cache
def standard_levels(folder: Path = UNIHAN) -> dict[str, int]:
    """1, 2 or 3 for the 8,105 characters of 通用规范汉字表 (2013); level 3 has the rarer ones of names and places."""
    levels = {}
    for character, _, value in _fields(folder, "OtherMappings", ("kTGH",)):
        place = int(value.partition(":")[2])
        levels[character] = 1 if place <= 3500 else 2 if place <= 6500 else 3
    return levels


def _fields(folder: Path, part: str, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    with bz2.open(folder / f"Unihan_{part}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, name, value = line.rstrip("\n").split("\t", 2)
                if name in names:
                    yield chr(int(code[2:], 16)), name, value


def _toneless(value: str) -> Iterator[str]:
    """`0149.100:chóng 1502.040:zhòng` → chong, zhong."""
    for word in re.split(r"[ ,]", value):
        plain = unicodedata.normalize("NFD", word.rpartition(":")[2].lower())
        kept = "".join(mark for mark in plain if not unicodedata.combining(mark) or mark == "\u0308")
        syllable = unicodedata.normalize("NFC", kept)
        if _SYLLABLE.fullmatch(syllable):
            yield syllable.replace("ü", "v")
