"""The languages of the terminal: which there are, and what is said in one that lacks a text.

Data stands in `kiosk/words/languages.toml`. Chinese in traditional characters is simplified Chinese by way of a
table, with whole words before single characters (头发 → 頭髮, 发布 → 發布), and its own words where they differ.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Language:
    code: str
    name: str  # as its speakers call it
    script: str  # "han" or "latin"
    face: str  # "SC" or "TC"
    falls_back_to: str | None = None
    conversion: tuple[str, ...] = ()  # files in the language's folder, a later one before an earlier


@cache
def languages() -> Mapping[str, Language]:
    """By code, in the order in which they are offered."""
    raw = tomllib.loads((FOLDER / "languages.toml").read_text(encoding="utf-8"))
    return {
        code: Language(code, **table | {"conversion": tuple(table.get("conversion", ()))})
        for code, table in raw.items()
    }


def language_of(code: str) -> Language:
    """Raises `KeyError` for one that there is not: a programming error."""
    return languages()[code]


def pick(texts: Mapping[str, str], code: str) -> str:
    """The text in this language, or in the one that it falls back to. Raises `KeyError` when there is none.

    What reads the same in Chinese and English is a name or a number, not words, and stays as it is.
    """
    language = languages()[code]
    if code in texts:
        return texts[code]
    if language.falls_back_to is None:
        raise KeyError(code)
    text = pick(texts, language.falls_back_to)
    return text if texts.get("zh") == texts.get("en") else converted(text, code)


def converted(text: str, code: str) -> str:
    """`text` of the language that this one falls back to, in its own characters."""
    table = _table(code)
    if table is None:
        return text
    out, at = [], 0
    while at < len(text):
        longest = min(table.longest.get(text[at], 0), len(text) - at)
        for length in range(longest, 0, -1):
            found = table.words.get(text[at : at + length])
            if found is not None:
                out.append(found)
                at += length
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


@dataclass(frozen=True)
class _Table:
    words: Mapping[str, str]
    longest: Mapping[str, int]  # of the words that begin with this character


@cache
def _table(code: str) -> _Table | None:
    names = languages()[code].conversion
    if not names:
        return None
    words: dict[str, str] = {}
    longest: dict[str, int] = {}
    lines = [line for name in names for line in (FOLDER / code / name).read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line and not line.startswith("#"):
            before, _, after = line.partition("\t")
            words[before] = after
            longest[before[0]] = max(len(before), longest.get(before[0], 0))
    return _Table(words, longest)
