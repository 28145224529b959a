"""A third language that needs code; a sentence that stays in simplified characters; a name that is rewritten."""

from __future__ import annotations

import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import languages as module
from kiosk.catalogue.load import load
from kiosk.languages import converted, languages
from kiosk.text import Localized, message
from kiosk.words import LANGUAGES, say, subjects, words_of

WORDS = Path(module.__file__).parent / "words"
HANT = "zh_hant"


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_and_no_parameter_is_missing_in_any_language(language: str) -> None:
    assert subjects(language) == subjects("zh")
    for subject in subjects("zh"):
        ours, theirs = words_of(subject, "zh"), words_of(subject, language)
        assert theirs.keys() == ours.keys(), subject
        for key, words in theirs.items():
            assert words.strip(), key
            assert fields(words) == fields(ours[key]), f"{subject}.{key}"


def test_every_text_of_the_catalogue_is_there_in_every_language() -> None:
    for item in load().items:
        for text in (item.name, item.title, item.plain, item.department, item.guide.who, item.guide.bring):
            assert all(text.of(language) for language in LANGUAGES)
        assert item.title.of(HANT) == converted(item.title.zh, HANT)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("头发", "頭髮"),
        ("发布", "發佈"),
        ("以后", "以後"),
        ("办理单位", "辦理單位"),
        ("在这里约 {minutes} 分钟", "在這裏約 {minutes} 分鐘"),
        ("养老金发到哪张卡", "養老金發到哪張卡"),
        ("发卡银行", "發卡銀行"),
        ("复印件", "複印件"),
        ("恢复", "恢復"),
        ("账户余额", "賬戶餘額"),
        ("新余市", "新余市"),
        ("提交前请核对", "提交前請核對"),
        ("平台", "平台"),
        ("有不对的，点“修改”。", "有不對的，點「修改」。"),
        ("您为什么在外地就医？", "您為什麼在外地就醫？"),
    ],
)
def test_words_before_characters(simplified: str, traditional: str) -> None:
    assert converted(simplified, HANT) == traditional


def simplified_only() -> set[str]:
    """Characters that never stand in a traditional text: they have another form, and are no other's form."""
    rows = [line.split("\t") for line in (WORDS / HANT / "characters.tsv").read_text("utf-8").splitlines()[4:]]
    single = {before: after for before, after in rows if len(before) == 1}
    return single.keys() - {character for _, after in rows for character in after}


def test_nothing_simplified_is_left() -> None:
    never = simplified_only()
    assert {"办", "险", "证"} <= never
    texts = [words for subject in subjects(HANT) for words in words_of(subject, HANT).values()]
    texts += [item.name.of(HANT) + item.guide.who.of(HANT) for item in load().items]
    left = {character for text in texts for character in text if character in never}
    assert not left


@given(st.text(max_size=30))
def test_conversion_keeps_what_is_not_chinese(text: str) -> None:
    plain = re.sub(r"[“”\u2e80-\u9fff\U00020000-\U0003ffff]", "", text)
    assert converted(plain, HANT) == plain


def test_what_reads_the_same_in_both_is_a_name_and_stays() -> None:
    """What goes to the platform is what the card says, and the check page must show exactly that."""
    assert Localized("测试员甲", "测试员甲").of(HANT) == "测试员甲"
    assert say(message("screens.brand.site", site="测试员甲", terminal="1"), HANT) == "测试员甲 · 終端 1"


def test_a_language_that_there_is_not_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Localized("是", "Yes").of("xx")


def test_adding_a_language_is_data(tmp_path: Path) -> None:
    """A fourth language by a table and one file of words: offered, spoken, and complete."""
    copy = tmp_path / "words"
    subprocess.run(["cp", "-r", WORDS, copy], check=True)
    with (copy / "languages.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[test]\nname = "Testish"\nscript = "latin"\nface = "SC"\nfalls_back_to = "en"\ntexts = "texts.tsv"\n'
        )
    (copy / "test").mkdir()
    (copy / "test/texts.tsv").write_text("# items\n社保参保证明\tPaper of social insurance\n", encoding="utf-8")
    (copy / "test/screens.toml").write_text('[button]\nnext = "Onward"\n', encoding="utf-8")
    code = (
        "import sys, json; from pathlib import Path; from kiosk import languages;"
        "languages.FOLDER = Path(sys.argv[1]);"
        "import kiosk.words as w; w._FOLDER = languages.FOLDER;"
        "from kiosk.text import Localized;"
        "print(json.dumps([list(w.LANGUAGES), w.words_of('screens', 'test')['button.next'],"
        "w.words_of('screens', 'test')['button.back'], Localized('是', 'Yes').of('test'),"
        "Localized('社保参保证明', 'Social insurance certificate').of('test')]))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(copy)], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [[*languages(), "test"], "Onward", "Back", "Yes", "Paper of social insurance"]


def test_what_is_published_in_chinese_alone_has_the_readers_characters_and_a_name_has_its_own():
    """Simplified pages stood between traditional ones; and nobody's name is rewritten."""
    guide = Localized.chinese("社会保障卡遗失补领")
    assert [say(guide, code) for code in ("zh", "en", "zh_hant")] == [
        "社会保障卡遗失补领",
        "社会保障卡遗失补领",
        "社會保障卡遺失補領",
    ]
    assert say(Localized.alike("测试员万"), "zh_hant") == "测试员万"
