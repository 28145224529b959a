"""Words for citizens, one TOML file a subject and a language: `kiosk/words/zh/visit.toml`, `kiosk/words/en/visit.toml`.

`visit.identify.lay_card` is the key `lay_card` of the table `[identify]` in `visit.toml`. Parameters stand
in braces as for `str.format`; dates and numbers come as the caller wrote them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kiosk.text import Localized, Message, Text

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent


def say(text: Text | str, language: str) -> str:
    """The sentence in `language`. Raises `KeyError` when the key or a parameter is missing: a programming error."""
    if isinstance(text, str):
        return text
    if isinstance(text, Localized):
        return text.of(language)
    params = {name: _spoken(value, language) for name, value in text.params.items()}
    return pattern(text.key, language).format(**params)


def pattern(key: str, language: str) -> str:
    """The words of a key with their braces."""
    subject, _, name = key.partition(".")
    return words_of(subject, language)[name]


@cache
def words_of(subject: str, language: str) -> Mapping[str, str]:
    """All words of one file, the tables' names joined to the keys by points."""
    path = _FOLDER / language / f"{subject}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def subjects(language: str) -> list[str]:
    return sorted(path.stem for path in (_FOLDER / language).glob("*.toml"))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat += _flat(value, f"{prefix}{name}.")
        elif isinstance(value, str):
            flat.append((f"{prefix}{name}", value))
        else:
            raise TypeError(f"{prefix}{name} is not words")
    return flat


def _spoken(value: object, language: str) -> object:
    return say(value, language) if isinstance(value, (Message, Localized)) else value
