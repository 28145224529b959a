"""One thing that is wrong with a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Finding:
    """`item` is its short code, or empty for the catalogue as a whole; `path` is dotted, from the item or the top."""

    item: str
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.item + ' ' if self.item else ''}{self.path}: {self.sentence}"


def languages(item: str, path: str, text: Mapping[str, str]) -> Iterator[Finding]:
    if not _CHINESE.search(text["zh"]):
        yield Finding(item, path, "the Chinese text holds no Chinese")
    if _CHINESE.search(text["en"]) or not text["en"].strip():
        yield Finding(item, path, "the English text is not English")
