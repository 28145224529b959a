"""Guards against an item that people cannot find in the words that they use."""

from __future__ import annotations

import time

import pytest

from kiosk.catalogue.model import Item
from kiosk.catalogue.pinyin import spell
from kiosk.catalogue.search import SearchIndex
from tests.kiosk.stand import index_of, sample

CATALOGUE = sample()
INDEX = index_of(CATALOGUE.version)


def shorts(query: str, language: str = "zh") -> list[str]:
    return [item.short for item in INDEX.find(query, language)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("异地就医", "YB04"), ("备案异地", "YB04"), ("看病备案", "YB04"), ("ydjy", "YB04"), ("ydjyba", "YB04"),
        ("yidijiuyi", "YB04"), ("yi di jiu yi", "YB04"), ("YB04", "YB04"), ("yb 04", "YB04"),
        ("社保交了多少", "SB03"), ("sbjf", "SB03"), ("社保缴费", "SB03"),
        ("医保余额", "YB03"), ("医保还有多少钱", "YB03"), ("ybye", "YB03"), ("yibaozhanghu", "YB03"),
        ("gongjijin", "GJ01"), ("gong ji jin", "GJ01"), ("gong'ji'jin", "GJ01"), ("gjj", "GJ01"), ("gongjj", "GJ01"),
        ("gongji", "GJ01"), ("GJJ", "GJ01"), ("公积金", "GJ01"), ("怎么查公积金", "GJ01"), ("租房取公积金", "GJ04"),
        ("养老金发了多少", "SB04"), ("退休工资", "SB04"), ("养老金年审", "SB05"),
        ("身份证丢了", "HZ03"), ("补身份证", "HZ03"), ("sfzdl", "HZ03"), ("驾照到期", "CJ03"), ("jiazhao", "CJ03"),
        ("违章", "CJ01"), ("交罚款", "CJ02"), ("香港", "CR01"), ("xianggang", "CR01"), ("我要办护照", "CR03"),
        ("无房证明", "BD02"), ("征信", "RH01"), ("zhengxin", "RH01"), ("电费", "GY01"), ("营业执照", "SC01"),
        ("低保", "MZ02"), ("老人津贴", "MZ03"), ("结婚", "MZ01"), ("公租房", "ZJ01"), ("失业金", "SB10"),
    ],
)  # fmt: skip
def test_what_people_type_finds_the_item_first(query: str, first: str) -> None:
    assert shorts(query)[:1] == [first]


def test_the_housing_fund_is_one_of_the_five_insurances_and_one_fund() -> None:
    assert {"SB01", "SB03", "GJ01"} <= set(shorts("五险一金"))


@pytest.mark.parametrize(
    ("query", "first"),
    [("out-of-area medical", "YB04"), ("housing fund", "GJ01"), ("fund rent", "GJ04"), ("passport", "CR03"),
     ("traffic fine", "CJ02"), ("pension payments", "SB04"), ("Credit", "RH01")],
)  # fmt: skip
def test_english_words_find_the_item_first(query: str, first: str) -> None:
    assert shorts(query, "en")[:1] == [first]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("银行", ["yin", "hang"]), ("重庆", ["chong", "qing"]), ("行驶证", ["xing", "shi", "zheng"]),
        ("长寿区", ["chang", "shou", "qu"]), ("户籍", ["hu", "ji"]), ("还款", ["huan", "kuan"]),
    ],
)  # fmt: skip
def test_polyphones_are_read_by_their_phrase(word: str, syllables: list[str]) -> None:
    assert list(spell(word).usual) == syllables


def test_who_reads_a_polyphone_the_other_way_still_finds_it() -> None:
    for query in ("chongqing", "zhongqing"):
        assert "重庆" in INDEX.words(query)
        assert shorts(query)
    assert shorts("haikuan")[:1] == shorts("huankuan")[:1] == ["GJ03"]  # 还款


@pytest.mark.parametrize(
    ("spoken", "meant"), [("sebao", "shebao"), ("gongjijing", "gongjijin"), ("senfenzhen", "shenfenzheng")]
)
def test_letters_as_people_here_say_them(spoken: str, meant: str) -> None:
    assert shorts(meant) and set(shorts(meant)) <= set(shorts(spoken))


@pytest.mark.parametrize(
    ("typed", "word"),
    [("gjj", "公积金"), ("gongj", "公积金"), ("sfz", "身份证"), ("shenfen", "身份证"), ("cq", "重庆"),
     ("yinhang", "银行"), ("yh", "银行"), ("sb", "社保"), ("s", "社保"), ("ylj", "养老金")],
)  # fmt: skip
def test_letters_offer_the_word_that_is_meant_first_or_nearly(typed: str, word: str) -> None:
    assert word in INDEX.words(typed)[:4]


def test_every_word_that_is_offered_finds_something() -> None:
    offered = {word for typed in "abcdefghjklmnopqrstwxyz" for word in INDEX.words(typed)}
    offered |= set(CATALOGUE.words)
    assert len(offered) > 60
    assert [word for word in sorted(offered) if not shorts(word)] == []


@pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.short)
def test_every_item_is_found_by_its_titles_and_its_initials(item: Item) -> None:
    for text in (item.title.zh, item.plain.zh, item.name.zh, *item.aliases):
        assert item.short in shorts(text), text
    syllables = spell(item.title.zh).usual
    assert item.short in shorts("".join(syllables))[:3]
    assert item.short in shorts("".join(one[0] for one in syllables))[:3]
    assert item.short in shorts(item.title.en, "en")[:3]
    assert shorts(item.code) == [item.short]


@pytest.mark.parametrize(
    "query", ["", "  ", "？？", "''", "zzzzzz", "龘龘", "<script>", "%_", "\\", "🙂", "a" * 500, "1" * 40]
)
def test_what_means_nothing_finds_nothing(query: str) -> None:
    assert shorts(query) == []
    assert INDEX.words(query) == ()


def test_fast_enough_for_every_key() -> None:
    """Each beginning of what is typed, none of them seen before; the limit leaves room for a busy machine."""
    index = SearchIndex(CATALOGUE)
    worst = []
    for text in ("gongjijinzhanghuyue", "ydjyba", "异地就医备案", "shenfenzheng", "housing fund loan"):
        for end in range(1, len(text) + 1):
            began = time.process_time()
            index.find(text[:end], "zh")
            index.words(text[:end])
            worst.append(time.process_time() - began)
    assert sorted(worst)[len(worst) // 2] < 0.005
    assert max(worst) < 0.025
