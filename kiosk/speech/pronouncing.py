"""Spelt-out text as a synthesiser takes it: runs of one language each, Chinese as pinyin with tones.

Espeak's own reading of Chinese takes each character by itself (重庆 as zhòngqìng); pypinyin knows the words. Its Debian
voice `cmn` is broken for characters, so pinyin goes to `cmn-latn-pinyin`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MANDARIN, ENGLISH = "cmn-latn-pinyin", "en"

READINGS = {
    "还款": "huan2 kuan3",
    "还清": "huan2 qing1",
    "归还": "gui1 huan2",
    "重写": "chong2 xie3",
    "重拍": "chong2 pai1",
    "重选": "chong2 xuan3",
    "重办": "chong2 ban4",
    "重印": "chong2 yin4",
    "长按": "chang2 an4",
    "朝上": "chao2 shang4",
    "朝里": "chao2 li3",
    "朝下": "chao2 xia4",
    "单选": "dan1 xuan3",
    "得几分": "de2 ji3 fen1",
    "都要": "dou1 yao4",
    "幺": "yao1",
}
"""Words of this terminal that the dictionary reads wrong; the longest is taken first."""

_RUNS = re.compile(r"[A-Za-z][A-Za-z' .,-]*[A-Za-z]|[A-Za-z]|[^A-Za-z]+")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𲎯]")
_KNOWN = re.compile("(" + "|".join(sorted(READINGS, key=len, reverse=True)) + ")")
_PAUSES = str.maketrans("，。！？；：、", ",.!?;:,")


@dataclass(frozen=True)
class Piece:
    """What one call of the synthesiser says."""

    voice: str
    text: str = field(repr=False)


def pieces(spelt: str, language: str) -> tuple[Piece, ...]:
    """Nothing for a line without anything to say."""
    if language == "en" and not _HAN.search(spelt):
        return (Piece(ENGLISH, spelt),) if re.search(r"\w", spelt) else ()
    found = []
    for run in _RUNS.findall(spelt):
        latin = run[0].isascii() and run[0].isalpha()
        text = run.lower() if latin and len(run) > 1 and not run.isupper() else run
        text = text if latin else pinyin(run)
        if re.search(r"[a-zA-Z]", text):
            found.append(Piece(ENGLISH if latin else MANDARIN, text.strip()))
    return tuple(found)


def pinyin(text: str) -> str:
    """`请取走。` → `qing3 qu3 zou3 .`; characters that nobody knows are left out."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  (40,000 phrases: the first page does not wait for them)

    said: list[str] = []
    for part in _KNOWN.split(text):
        if part in READINGS:
            said.append(READINGS[part])
        elif part:
            said += lazy_pinyin(part, style=Style.TONE3, neutral_tone_with_five=True, errors=_punctuation)
    return re.sub(r"\s+", " ", " ".join(said)).strip()


def _punctuation(text: str) -> str:
    """Pauses stay, everything else that is no character goes: espeak would name it."""
    return re.sub(r"[^,.!?;:]", " ", text.translate(_PAUSES))
