"""Every sentence exists in every language, with the same parameters; a missing one is never shown as a blank."""

from __future__ import annotations

import string

import pytest

from kiosk.text import Localized, message
from kiosk.words import LANGUAGES, say, subjects, words_of


def parameters(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_files(language: str) -> None:
    assert subjects(language) == subjects(LANGUAGES[0])


@pytest.mark.parametrize("subject", subjects(LANGUAGES[0]))
def test_languages_have_the_same_keys_and_parameters(subject: str) -> None:
    first, *others = (words_of(subject, language) for language in LANGUAGES)
    for other in others:
        assert set(first) == set(other)
        for key, words in first.items():
            assert parameters(words) == parameters(other[key]), key
            assert words.strip(), key
            assert other[key].strip(), key


def test_a_parameter_may_be_a_text() -> None:
    text = message("devices.missing", device=Localized("打印机", "printer"))
    assert "打印机" in say(text, "zh")
    assert "printer" in say(text, "en")


def test_words_that_are_data_and_plain_strings_pass() -> None:
    assert say(Localized("社保", "Social security"), "en") == "Social security"
    assert say("500***********1234", "zh") == "500***********1234"


def test_a_missing_key_or_parameter_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        say(message("visit.no_such_sentence"), "zh")
    with pytest.raises(KeyError):
        say(message("devices.missing"), "zh")
