"""What a key makes of a field: letters lost, a word that cannot be taken back, a tab that cannot work."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.typing import typist as typist_module
from kiosk.typing.typist import Answer, Typist
from screens.keyboard import typing as t
from screens.keyboard.typing import Typing
from tests.limits import LIMIT_S

MOST = 12


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine may be busy: no engine that answers is given up."""
    for limit in ("KEY_LIMIT_S", "START_LIMIT_S"):
        monkeypatch.setattr(typist_module, limit, LIMIT_S)


@pytest.fixture(scope="module")
def typist() -> Iterator[Typist]:
    made = Typist(Path(sys.prefix) / "share/kiosk/typing")
    yield made
    made.forget()


def keys(typist: Typist, now: Typing, *pressed: str) -> Typing:
    for key in pressed:
        now = t.press(now, key, typist, MOST)
    return now


def pick(typist: Typist, now: Typing, wanted: str) -> Typing:
    index = next(at for at, text in now.answer.candidates if text == wanted)
    return t.choose(now, index, typist, MOST)


def test_a_name_word_by_word(typist: Typist) -> None:
    now = keys(typist, Typing("pinyin"), *"ceshiyuan")
    assert (now.value, now.answer.preedit) == ("", "ce shi yuan")
    now = pick(typist, now, "测试")
    assert (now.value, now.answer.preedit) == ("", "测试yuan")
    now = pick(typist, now, "员")
    assert (now.value, now.composing, now.answer) == ("测试员", False, Answer())
    assert pick(typist, keys(typist, now, *"jia"), "甲").value == "测试员甲"


def test_delete_takes_back_letters_then_choices_then_characters(typist: Typist) -> None:
    now = pick(typist, keys(typist, Typing("pinyin", "甲"), *"ceshiyuan"), "测试")
    now = keys(typist, now, t.DELETE)  # the choice
    assert now.answer.preedit == "ce shi yuan"
    now = keys(typist, now, *[t.DELETE] * 9)  # the letters
    assert (now.value, now.composing) == ("甲", False)
    assert keys(typist, now, t.DELETE).value == ""
    assert keys(typist, Typing("pinyin"), t.DELETE) == Typing("pinyin")


def test_a_space_takes_the_first_candidate_and_a_sign_too(typist: Typist) -> None:
    assert keys(typist, Typing("pinyin"), *"yubei", t.SPACE).value == "渝北"
    assert keys(typist, Typing("pinyin"), *"yubei", "·").value == "渝北·"
    assert keys(typist, Typing("pinyin", "甲"), t.SPACE).value == "甲 "


def test_clear_wipes_the_field_and_the_composition(typist: Typist) -> None:
    assert keys(typist, Typing("pinyin", "测试"), *"yu", t.CLEAR) == Typing("pinyin")


def test_another_way_of_writing_drops_the_letters_and_keeps_the_field(typist: Typist) -> None:
    now = t.turn(keys(typist, Typing("pinyin", "测试"), *"yu"), "stroke")
    assert (now.mode, now.value, now.composing) == ("stroke", "测试", False)


def test_the_field_takes_no_more_than_it_may(typist: Typist) -> None:
    full = Typing("pinyin", "测" * MOST)
    assert keys(typist, full, *"yubei", t.SPACE).value == full.value
    assert keys(typist, Typing("english", "a" * MOST), "b").value == "a" * MOST
    assert len(keys(typist, Typing("pinyin"), *"a" * 60).events) == 40


def test_pages_of_candidates_go_forth_and_back_and_rare_ones_alone(typist: Typist) -> None:
    first = t.more(keys(typist, Typing("pinyin"), *"yan"), typist, open_=True)
    second = t.following(first, 40, typist)
    assert second.answer.candidates[0] == first.answer.candidates[40]
    assert t.preceding(second, typist) == first
    rare = t.more(second, typist, rare=True)
    assert "䶮" in [text for _, text in rare.answer.candidates]
    assert pick(typist, rare, "䶮").value == "䶮"
    assert not t.more(rare, typist, open_=False).rare


def test_strokes(typist: Typist) -> None:
    now = keys(typist, Typing("stroke"), *"hshszh")
    assert now.answer.preedit == "一丨一丨乛一"
    assert pick(typist, now, "吉").value == "吉"


def test_handwriting_adds_what_is_touched() -> None:
    now = t.wrote(Typing("handwriting", "测"), Answer(((0, "试"), (1, "式"))))
    then = t.choose(now, 1, Typist.without_engines(), MOST)
    assert (then.value, then.answer) == ("测式", Answer())


def test_capitals() -> None:
    nobody = Typist.without_engines()
    now = t.press(Typing("english"), t.SHIFT, nobody, MOST)
    assert now.upper
    assert not t.press(now, t.SHIFT, nobody, MOST).upper


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (Typing("pinyin", events=tuple("gjj")), "gjj"),
        (Typing("pinyin", "公积金", tuple("gj")), "公积金"),
        (Typing("pinyin", events=tuple("xi'an")), "xian"),
        (Typing("pinyin", events=(*"gongjijin", 1), answer=Answer(preedit="公积jin")), "公积"),
        (Typing("stroke", events=tuple("hs"), answer=Answer(preedit="一丨")), ""),
        (Typing("english", "sb03"), "sb03"),
    ],
)
def test_what_is_searched_for(typed: Typing, asked: str) -> None:
    assert t.query(typed) == asked


def test_which_way_is_offered_first(typist: Typist) -> None:
    assert t.begin(typist, "", None, "zh", senior=False).mode == "pinyin"
    assert t.begin(typist, "", None, "zh", senior=True).mode == "handwriting"
    assert t.begin(typist, "", None, "en", senior=False).mode == "english"
    assert t.begin(typist, "", "stroke", "zh", senior=True).mode == "stroke"
    nobody = Typist.without_engines()
    assert t.offered(nobody) == ("english", "digits")
    assert t.begin(nobody, "", "pinyin", "zh", senior=False).mode == "english"


def test_an_engine_that_dies_for_good_leaves_the_letters(typist: Typist) -> None:
    frail = Typist(Path(sys.prefix) / "share/kiosk/typing")
    now = keys(frail, Typing("pinyin", "测"), *"yu")
    for _ in range(2):
        if frail._process is None:
            frail.prepare()
        os.kill(frail._process.pid, signal.SIGKILL)
        frail._process.wait()
        now = keys(frail, now, "b")
    assert (now.mode, now.value, now.composing) == ("english", "测", False)
    assert keys(frail, now, "b").value == "测b"
    frail.forget()


def test_nothing_typed_is_in_a_repr(typist: Typist) -> None:
    now = pick(typist, keys(typist, Typing("pinyin", "甲"), *"ceshiyuan"), "测试")
    assert not any(word in repr(now) for word in ("甲", "测试", "yuan", "'c'"))
