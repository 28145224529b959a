"""How well what a person types fits a line of text: by its characters or its English words (letters: `pinyin.py`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.catalogue.pinyin import Spelling, blurred

HAN = re.compile(r"[\u3400-\u9fff〇]")
NOISE = re.compile(r"[\s·、，。？！,.?!'’“”\"（）()]+")
_ENGLISH = re.compile(r"[a-z]+")
_OPENERS = "怎么|如何|我要|我想|帮我|请问"
_FILLERS = re.compile(rf"^(?:{_OPENERS})|(?:{_OPENERS}|哪里|在哪|可以|一下|的|了|吗|呢|么)")
LEAST_LETTERS = 2  # one letter fits nearly everything


@dataclass(frozen=True)
class Line:
    text: str
    plain: str  # without signs, in small letters
    spelling: Spelling
    blurred: str  # syllables as spoken, joined


def line(text: str, spelling: Spelling) -> Line:
    return Line(text, plain(text), spelling, "".join(blurred(one) for one in spelling.usual))


def plain(text: str) -> str:
    return NOISE.sub("", text).lower()


def chinese(within: str, text: str) -> float:
    """1 for the whole of a plain text, less for a part, least for the same characters in another order."""
    wanted = plain(text)
    for attempt, penalty in ((wanted, 0.0), (_FILLERS.sub("", wanted), 0.05)):
        if not attempt:
            continue
        at = within.find(attempt)
        if at >= 0:
            covered = len(attempt) / len(within)
            return 0.5 + 0.4 * covered + (0.1 if at == 0 else 0.0) - penalty
        if len(attempt) >= 2 and set(attempt) <= set(within):
            return 0.3 + 0.1 * len(set(attempt)) / len(within) - penalty
    return 0.0


def words_begin(within: str, text: str) -> float:
    """Every typed English word begins a word of the text, which is in small letters."""
    wanted = _ENGLISH.findall(text)
    if not wanted or sum(map(len, wanted)) < LEAST_LETTERS:
        return 0.0
    words = _ENGLISH.findall(within)
    if not all(any(word.startswith(one) for word in words) for one in wanted):
        return 0.0
    whole = sum(one in words for one in wanted) / len(wanted)
    return 0.5 + 0.3 * whole + 0.2 * len(wanted) / len(words)
