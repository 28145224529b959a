"""Every sentence exists in every language, with the same parameters; a missing one is never shown as a blank."""

from __future__ import annotations

import string

import pytest

from kiosk.clock import still
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


def test_a_document_s_name_begins_small_within_a_sentence_unless_it_is_an_abbreviation() -> None:
    names = [Localized("", name).within().en for name in ("Marriage certificate", "ID card", "")]
    assert names == ["marriage certificate", "ID card", ""]


def test_a_countdown_is_told_in_minutes_above_one() -> None:
    told = [say(still(seconds), language) for seconds in (283, 61, 60) for language in ("zh", "en")]
    assert told == ["4 分 43 秒", "4 min 43 s", "1 分 1 秒", "1 min 1 s", "60 秒", "60 s"]


def test_a_missing_key_or_parameter_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        say(message("visit.no_such_sentence"), "zh")
    with pytest.raises(KeyError):
        say(message("devices.missing"), "zh")
