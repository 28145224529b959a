"""Money, numbers and dates read out wrong: a synthesiser alone drops decimals and reads masks as nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech import chinese, english
from kiosk.speech.spelling import spell

ZH = {
    "12,345.60元": "一万二千三百四十五元六角",
    "余额 3520.75 元": "余额三千五百二十元七角五分",
    "¥0.05": "五分",
    "100.05元": "一百元零五分",
    "收费 20 元": "收费二十元",
    "0元": "零元",
    "-12.50元": "负十二元五角",
    "缴费 2 元": "缴费两元",
    "13800000000": "幺三八，零零零零，零零零零",
    "138 0000 0000": "幺三八，零零零零，零零零零",
    "138****5678": "幺三八，隐去四位，五六七八",
    "500***********1234": "五零零，隐去十一位，幺二三四",
    "**** 6789": "尾号六七八九",
    "张*明": "张某明",
    "测*": "测某",
    "请拨打 12345。": "请拨打幺二三四五。",
    "2026-11-22": "二零二六年十一月二十二日",
    "截至 2026-11": "截至二零二六年十一月",
    "2026年11月": "二零二六年十一月",
    "10:05": "十点零五分",
    "第 2 步，共 6 步": "第二步，共六步",
    "2 / 5": "第二页，共五页",
    "约 2 秒": "约两秒",
    "全部 54 项": "全部五十四项",
    "10 个工作日": "十个工作日",
    "12 个月": "十二个月",
    "TEST-0001-000482": "TEST，零零零一，零零零四八二",
    "500112202611220001": "五零零一一二二零二六一一二二零零零一",
    "12.5%": "百分之十二点五",
    "3-5 天": "三到五天",
    "身份证 · 拍照": "身份证，拍照",
    "20__-__": "二十-",
}
EN = {
    "12,345.60 yuan": "twelve thousand three hundred forty-five yuan and sixty fen",
    "¥20": "twenty yuan",
    "138****5678": "one three eight, four hidden, five six seven eight",
    "Call 12345.": "Call one two three four five.",
    "2026-11-22": "twenty-second of November twenty twenty-six",
    "2026-11": "November twenty twenty-six",
    "Step 2 of 6": "Step two of six",
    "2 / 5": "page two of five",
    "All 54 services": "All fifty-four services",
    "TEST-0001": "T E S T zero zero zero one",
    "13800000000": "one three eight, zero zero zero zero, zero zero zero zero",
}


@pytest.mark.parametrize(("line", "said"), ZH.items())
def test_chinese(line: str, said: str) -> None:
    assert spell(line, "zh") == said


@pytest.mark.parametrize(("line", "said"), EN.items())
def test_english(line: str, said: str) -> None:
    assert spell(line, "en") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
        (1_001, "一千零一"), (1_010, "一千零一十"), (10_000, "一万"), (10_001, "一万零一"), (100_000, "十万"),
        (1_000_100, "一百万零一百"), (100_000_001, "一亿零一"), (10_010_000, "一千零一万"),
    ],
)  # fmt: skip
def test_integers(number: int, said: str) -> None:
    assert chinese.integer(number) == said


def _value(said: str) -> int:
    """A number said in Chinese, read back by the school rule: an independent way round."""
    total = section = digit = 0
    for one in said:
        if one in chinese.DIGITS:
            digit = chinese.DIGITS.index(one)
        elif one in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[one]
            digit = 0
        else:
            total = (total + section + digit) * {"万": 10**4, "亿": 10**8}[one]
            section = digit = 0
    return total + section + digit


@given(st.integers(0, 10**8 - 1))
def test_every_number_can_be_understood(number: int) -> None:
    assert _value(chinese.integer(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_no_fen_is_lost(yuan: int, fen: int) -> None:
    said = chinese.money(f"{yuan:,}.{fen:02d}")
    assert ("角" in said) == (fen >= 10)
    assert ("分" in said) == (fen % 10 > 0)
    assert ("元" in said) == (yuan > 0 or fen == 0)


@given(st.text(alphabet="0123456789,.*-元¥X张明年月日 /:％%AB·", max_size=30), st.sampled_from(["zh", "en"]))
def test_no_digit_is_left_to_the_synthesiser(line: str, language: str) -> None:
    assert not re.search(r"\d", spell(line, language))


def test_english_ordinals() -> None:
    assert [english.ordinal(day) for day in (1, 2, 3, 5, 8, 9, 12, 20, 21, 30)] == [
        "first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "twentieth", "twenty-first", "thirtieth",
    ]  # fmt: skip
