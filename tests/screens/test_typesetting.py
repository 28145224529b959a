"""Lines that begin with a full stop, torn words, lines that are too long."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.load import load
from kiosk.words import LANGUAGES, subjects, words_of
from screens.typesetting import NOT_AT_END, NOT_AT_START, atoms, narrow, wrap


def measure(text):
    return sum(1.0 if ord(c) > 0x2E80 or c in "“”…" else 0.5 for c in text)


CHINESE = st.text("请把身份证放平。，、；：！？（）《》“”〔〕—…·abc12 %", min_size=1, max_size=60)


@given(CHINESE, st.integers(6, 18))
def test_no_line_breaks_the_rules(text, width):
    """Wherever every atom fits a line; a run of signs that is itself longer must break somewhere."""
    lines = wrap(text, width, measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width + 1e-6 or len(line) == 1 for line in lines)
    if max(measure(atom) for atom in atoms(text)) > width:
        return
    for before, line in pairwise(lines):
        assert line[0] not in NOT_AT_START
        assert before[-1] not in NOT_AT_END
        assert before[-1] + line[0] not in ("——", "……")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("医保个人账户余额及明细查询", 7, ["医保个人账户", "余额及明细查询"]),
        ("醫保個人賬戶餘額", 5, ["醫保個人", "賬戶餘額"]),
    ],
)
def test_words_are_not_torn(text, width, lines):
    assert wrap(text, width, measure) == lines


def test_latin_words_have_narrow_signs():
    assert narrow("Say “I can’t”, vehicles …") == 'Say "I can\'t", vehicles ...'


@given(CHINESE)
def test_atoms_are_the_text(text):
    assert "".join(atoms(text)) == text


def every_text():
    yield from (
        words for subject in subjects("zh") for language in LANGUAGES for words in words_of(subject, language).values()
    )
    for item in load().items:
        guide = item.guide
        for text in (item.name, item.title, item.plain, guide.who, guide.bring, guide.how, guide.fee, *guide.notes):
            yield from (text.of(language) for language in LANGUAGES)


def test_the_rules_hold_for_every_sentence_of_the_terminal():
    """All words and guides, in all languages, from the narrowest column to a full line."""
    checked = 0
    for text in set(every_text()):
        for width in (8, 11, 14, 18, 23):
            if max(measure(atom) for part in text.split("\n") for atom in atoms(part) or [""]) > width:
                continue
            for part in text.split("\n"):
                lines = wrap(part, width, measure)
                for before, line in pairwise(lines):
                    assert line[0] not in NOT_AT_START, lines
                    assert before[-1] not in NOT_AT_END, lines
                checked += len(lines)
    assert checked > 10_000


@pytest.mark.parametrize(
    ("text", "atom"),
    [
        ("约 3 秒，请稍候", "3 秒，"),
        ("2026 年 12 月", "12 月"),
        ("请在 12 月 5 日前取走", "12 月 5 日"),
        ("彭水苗族土家族自治县", "土家族"),
        ("等等……好", "等……"),
        ("甲——乙", "——"),
        ("don’t go", "don’t"),
    ],
)
def test_what_stays_together(text, atom):
    assert atom in atoms(text)


def test_no_markup_in_paragraphs():
    """A tag within Chinese text begins a new line: nothing drawn may use Kivy's markup."""
    for path in (Path(__file__).parents[2] / "screens").rglob("*.py"):
        assert "markup" not in path.read_text("utf-8"), path.name


def test_a_line_never_begins_with_a_stop():
    lines = wrap("请把身份证平放在读卡区，放好后不要移动。", 11, measure)
    assert all(line[0] not in NOT_AT_START for line in lines)


@pytest.mark.parametrize("width", range(3, 9))
def test_a_piece_that_is_too_wide_carries_its_sign_along(width):
    """Names that no line takes are cut somewhere, and the next line began with their semicolon."""
    lines = wrap("ABCDEFGHIJKL；《MNOPQRSTUVWX》；YZ", width, measure)
    assert all(line[0] not in NOT_AT_START for line in lines)
    assert all(line[-1] not in NOT_AT_END for line in lines[:-1])


def test_it_breaks_at_the_comma_when_the_halves_are_alike():
    assert wrap("已收下，等网络恢复", 7, measure) == ["已收下，", "等网络恢复"]
    assert wrap("有照片的一面朝上，放好后不要移动。", 12, measure) == ["有照片的一面朝上，", "放好后不要移动。"]


def test_english_words_stay_whole():
    assert wrap("Household registry", 6, measure) == ["Household", "registry"]


@pytest.mark.parametrize("text", ["一二三四五六七八九十", "一二三四五六七"])
def test_lines_are_even(text):
    lines = wrap(text, 6, measure)
    assert abs(len(lines[0]) - len(lines[1])) <= 1
