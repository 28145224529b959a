"""The kiosk's own dictionaries: what librime compiles, made from Debian's data and the catalogue's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from kiosk.catalogue import regions
from kiosk.catalogue.load import load
from kiosk.typing import readings

RIME_DATA = Path("/usr/share/rime-data")  # Debian's rime-data-*
LOCAL_WEIGHT = 3000  # above 预备 (718) for yubei: who stands here more often means 渝北
_LEVEL_WEIGHT = {1: 40, 2: 20, 3: 5}  # at least; the dictionary's everyday characters have hundreds and thousands
_LONGEST_WORD = 8
_SUFFIXES = ("特别行政区", "自治州", "自治县", "自治区", "地区", "省", "市", "区", "县")


def pinyin(known: Iterable[str], local: Iterable[str], font: frozenset[int]) -> str:
    """`kiosk_pinyin.dict.yaml`: what `pinyin_simp` has, local words, and every other character of the font.

    `known`: lines of `pinyin_simp.dict.yaml`. `font`: code points that the window can draw; empty: all.
    A character outside 通用规范汉字表 comes last: 煙 after 䶮, which is in names.
    """
    levels = readings.standard_levels()

    def weight(character: str, known: int) -> int:
        return max(known, _LEVEL_WEIGHT[levels[character]]) if character in levels else 0

    rows = {(word, code): weight(word, many) if len(word) == 1 else many for word, code, many in _entries(known)}
    rows |= {(word, " ".join(_read(word))): LOCAL_WEIGHT for word in local}
    for character, syllables in readings.syllables().items():
        if not font or ord(character) in font:
            for one in syllables:
                rows.setdefault((character, one), weight(character, 0))
    return _dictionary("kiosk_pinyin", [f"{word}\t{code}\t{many}" for (word, code), many in rows.items()])


def stroke(strokes: Iterable[str], known: Iterable[str], font: frozenset[int]) -> str:
    """`kiosk_stroke.dict.yaml`: the strokes of each character, those that are written here and now first."""
    weights: dict[str, int] = {}
    for word, _, weight in _entries(known):
        if len(word) == 1:
            weights[word] = max(weight, weights.get(word, 0))
    levels = readings.standard_levels()
    lines = []
    for character, code, _ in _entries(strokes):
        if len(character) != 1 or (font and ord(character) not in font):
            continue
        standard = levels.get(character, 0)  # 国 before 國, however often books have it
        weight = (weights.get(character, 0) + 10 * _LEVEL_WEIGHT[standard]) if standard else 0
        lines.append(f"{character}\t{code}\t{weight}")
    return _dictionary("kiosk_stroke", lines)


def local_words() -> list[str]:
    """Places, with and without 市 or 区, and what the catalogue calls things."""
    catalogue = load()
    places = [one.title.zh for province in regions.provinces() for one in (province, *province.within)]
    short = [name.removesuffix(end) for name in places for end in _SUFFIXES if name.endswith(end)]
    things = [*catalogue.words, *(item.title.zh for item in catalogue.items)]
    words = [*places, *short, *things, "渝快办", "解放碑", "观音桥", "杨家坪"]
    return [
        word for word in words if 2 <= len(word) <= _LONGEST_WORD and all("\u4e00" <= one <= "\u9fff" for one in word)
    ]


def _read(word: str) -> list[str]:
    return lazy_pinyin(word, style=Style.NORMAL)


def _entries(lines: Iterable[str]) -> Iterable[tuple[str, str, int]]:
    """The rows of a `.dict.yaml`: word, code, weight."""
    for line in lines:
        parts = line.rstrip("\n").split("\t")
        if len(parts) >= 2 and not line.startswith("#"):
            yield parts[0], parts[1], int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0


def _dictionary(name: str, lines: Iterable[str]) -> str:
    head = f'---\nname: {name}\nversion: "1"\nsort: by_weight\nuse_preset_vocabulary: false\n...\n\n'
    return head + "\n".join(lines) + "\n"


def schema(name: str, engine: Mapping[str, str], body: str) -> str:
    """A schema that translates letters and does nothing else: no user dictionary, no punctuation, no switches."""
    return f"""\
schema:
  schema_id: {name}
  name: {name}
  version: "1"
engine:
  processors: [speller, express_editor]
  segmentors: [abc_segmentor, fallback_segmentor]
  translators: [{engine["translator"]}]
  filters: [uniquifier]
menu:
  page_size: 10
speller:
  alphabet: {engine["alphabet"]}
  delimiter: " '"
{body}"""


# Spoken here without a difference: zh and z, ch and c, sh and s, -eng and -en, -ing and -in (the letters that people
# leave out). n and l are not: taking them for each other hides 身份证 behind other words.
_FUZZY = """\
    - fuzz/^([zcs])h/$1/
    - fuzz/^([zcs])([^h])/$1h$2/
    - fuzz/([ei])n$/$1ng/
    - fuzz/([ei])ng$/$1n/
"""

PINYIN_SCHEMA = schema(
    "kiosk_pinyin",
    {"translator": "script_translator", "alphabet": "zyxwvutsrqponmlkjihgfedcba"},
    """\
  algebra:
    - erase/^(hm|m|n|ng)$/
"""
    + _FUZZY
    + """\
    - abbrev/^([a-z]).+$/$1/
    - abbrev/^([zcs]h).+$/$1/
    - derive/^([nl])ue$/$1ve/
    - derive/^([jqxy])u/$1v/
translator:
  dictionary: kiosk_pinyin
  enable_user_dict: false
  enable_encoder: false
  spelling_hints: 1
  preedit_format:
    - xform/([nl])v/$1ü/
    - xform/([nl])ue/$1üe/
    - xform/([jqxy])v/$1u/
""",
)

STROKE_SCHEMA = schema(
    "kiosk_stroke",
    {"translator": "table_translator", "alphabet": "hspnz"},
    """\
translator:
  dictionary: kiosk_stroke
  enable_user_dict: false
  enable_encoder: false
  enable_sentence: false
  enable_completion: true
  preedit_format:
    - xlit/hspnz/一丨丿丶乛/
""",
)

DEFAULT = """\
config_version: "1"
schema_list:
  - schema: kiosk_pinyin
  - schema: kiosk_stroke
switcher:
  hotkeys: []
  save_options: []
menu:
  page_size: 10
"""
