"""Words for citizens, one TOML file a subject and a language: `kiosk/words/zh/visit.toml`, `kiosk/words/en/visit.toml`.

`visit.identify.lay_card` is the key `lay_card` of the table `[identify]` in `visit.toml`. Parameters stand
in braces as for `str.format`; dates and numbers come as the caller wrote them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kiosk.languages import converted, language_of, languages
from kiosk.text import Localized, Message, Text

LANGUAGES = tuple(languages())
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
    """All words of one file, the tables' names joined to the keys by points; what a language lacks, it borrows."""
    path, words = _FOLDER / language / f"{subject}.toml", dict[str, str]()
    lender = language_of(language).falls_back_to
    if lender is not None:
        words = {name: converted(text, language) for name, text in words_of(subject, lender).items()}
    elif not path.is_file():
        raise KeyError(subject)
    if path.is_file():
        words |= _flat(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return words


def subjects(language: str) -> list[str]:
    own = {path.stem for path in (_FOLDER / language).glob("*.toml")}
    lender = language_of(language).falls_back_to
    return sorted(own | set(subjects(lender) if lender is not None else ()))


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
