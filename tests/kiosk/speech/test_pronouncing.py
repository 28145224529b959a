"""Chinese read character by character, Latin letters read as pinyin, signs that are named aloud."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.pronouncing import ENGLISH, MANDARIN, Piece, pieces, pinyin


def test_words_and_not_single_characters() -> None:
    assert pinyin("重庆银行，长大。") == "chong2 qing4 yin2 hang2 , zhang3 da4 ."
    assert pinyin("还款后请重写") == "huan2 kuan3 hou4 qing3 chong2 xie3"
    assert pinyin("幺二三四五") == "yao1 er4 san1 si4 wu3"


def test_two_languages_in_a_line_are_two_voices() -> None:
    assert pieces("请扫 TEST，零零一", "zh") == (
        Piece(MANDARIN, "qing3 sao3"),
        Piece(ENGLISH, "TEST"),
        Piece(MANDARIN, ", ling2 ling2 yi1"),
    )
    assert pieces("Call one two three", "en") == (Piece(ENGLISH, "Call one two three"),)
    assert [piece.voice for piece in pieces("Welcome to 杨家坪", "en")] == [ENGLISH, MANDARIN]


def test_nothing_to_say_is_no_call() -> None:
    assert pieces("，。 ", "zh") == ()
    assert pieces("…", "en") == ()


@given(st.text(max_size=40), st.sampled_from(["zh", "en"]))
def test_any_text_gives_plain_letters(text: str, language: str) -> None:
    for piece in pieces(text, language):
        if piece.voice == MANDARIN:
            assert piece.text.isascii()


def test_repr_shows_nobody() -> None:
    assert "ming" not in repr(pieces("张某明", "zh"))
