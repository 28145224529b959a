"""What is said to a person: a key with parameters, or words that come with the data.

No sentence travels through the program. A step publishes a `Message`; the words are looked up
where they are drawn, spoken or printed. `Localized` is for words that are themselves data: the
name of an item, an option of a form, an answer of the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.languages import chinese, pick


@dataclass(frozen=True, slots=True)
class Localized:
    """Words that are data, in Chinese and English; further languages have them from `kiosk/languages.py`."""

    zh: str
    en: str

    @classmethod
    def read(cls, raw: Mapping[str, str]) -> Localized:
        """From `{"zh": …, "en": …}`."""
        return cls(raw["zh"], raw["en"])

    @classmethod
    def alike(cls, text: str) -> Localized:
        """What reads the same in both: a number, a name that there is in Chinese alone."""
        return cls(text, text)

    @staticmethod
    def chinese(text: str) -> Localized:
        """What is published in Chinese alone: every language shows that text, traditional Chinese in its characters.
        A person's name is none of it."""
        return _ChineseAlone(text, text)

    def of(self, language: str) -> str:
        return pick(self.zh, self.en, language)

    def within(self) -> Localized:
        """As it stands within an English sentence: "Marriage certificate" begins small there, "ID card" does not."""
        small = self.en[:1].lower() + self.en[1:]
        return Localized(self.zh, small if self.en[1:2].islower() else self.en)


@dataclass(frozen=True, slots=True)
class _ChineseAlone(Localized):
    def of(self, language: str) -> str:
        return chinese(self.zh, language)


@dataclass(frozen=True)
class Message:
    """A key of `kiosk/words` with its parameters; a parameter may itself be a text."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


Text = Message | Localized


def message(key: str, /, **params: Any) -> Message:
    return Message(key, params)
