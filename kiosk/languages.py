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
    texts: str | None = None  # file there: words that come with the data, by their Chinese


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


def pick(zh: str, en: str, code: str) -> str:
    """Words that come with the data, in this language. Raises `KeyError` for one that there is not.

    What reads the same in Chinese and English is a name or a number, not words, and stays as it is.
    """
    if code == "zh" or zh == en:
        return zh
    if code == "en":
        return en
    own = _texts(code).get(zh)
    if own is not None:
        return own
    lender = languages()[code].falls_back_to
    if lender is None:
        raise KeyError(code)
    return converted(pick(zh, en, lender), code)


def chinese(text: str, code: str) -> str:
    """What is published in Chinese alone, for readers of this language: in their own characters, if they read any."""
    return converted(text, code)


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
    for name in names:
        words |= _rows(FOLDER / code / name)
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(len(word), longest.get(word[0], 0))
    return _Table(words, longest)


@cache
def _texts(code: str) -> Mapping[str, str]:
    name = languages()[code].texts
    return _rows(FOLDER / code / name) if name else {}


def _rows(path: Path) -> dict[str, str]:
    """Two columns with a tab between; `#` begins a comment line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {before: after for before, _, after in rows}
