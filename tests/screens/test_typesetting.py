"""Lines that begin with a full stop, torn words, lines that are too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.typesetting import NOT_AT_END, NOT_AT_START, wrap


def measure(text):
    return sum(1.0 if ord(c) > 0x2E80 or c in "“”…" else 0.5 for c in text)


@given(st.text("请把身份证放平。，、（）“”；abc 12", min_size=1, max_size=60), st.integers(6, 18))
def test_no_line_breaks_the_rules(text, width):
    lines = wrap(text, width, measure)
    for line in lines[1:]:
        if line and all(c not in NOT_AT_START for c in text[:1]) and len(set(text)) > 4:
            assert line[0] not in NOT_AT_START or _unavoidable(line, text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width + 1e-6 or len(line) == 1 for line in lines)


def _unavoidable(line, text, width):
    """A run of punctuation that is itself longer than the line has to break somewhere, and so has one after a space."""
    runs, run = [], 0
    for character in text:
        run = run + 1 if character in NOT_AT_START | NOT_AT_END or character == " " else 0
        runs.append(run)
    return max(runs) >= 2


def test_a_line_never_begins_with_a_stop():
    lines = wrap("请把身份证平放在读卡区，放好后不要移动。", 11, measure)
    assert all(line[0] not in NOT_AT_START for line in lines)


def test_it_breaks_at_the_comma_when_the_halves_are_alike():
    assert wrap("已收下，等网络恢复", 7, measure) == ["已收下，", "等网络恢复"]
    assert wrap("有照片的一面朝上，放好后不要移动。", 12, measure) == ["有照片的一面朝上，", "放好后不要移动。"]


def test_english_words_stay_whole():
    assert wrap("Household registry", 6, measure) == ["Household", "registry"]


@pytest.mark.parametrize("text", ["一二三四五六七八九十", "一二三四五六七"])
def test_lines_are_even(text):
    lines = wrap(text, 6, measure)
    assert abs(len(lines[0]) - len(lines[1])) <= 1
