"""Readings of Chinese text, and whether typed letters are one of them.

A person types `gongjijin`, `gong ji jin`, `gjj`, `gongjj` or has got as far as `gongji`: each character may be
given by its whole syllable, by its first letter, or (the last one) by a beginning. Readings come from pypinyin,
phrase by phrase, so that 银行 is yin hang and 重庆 chong qing; a character's other readings are kept as second
choices, because not everybody knows which is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_PHRASES = {"还款": [["huán"], ["kuǎn"]], "还贷": [["huán"], ["dài"]]}
"""Phrases of this field that pypinyin's dictionary does not hold and would read character by character."""

_HAN = re.compile(r"[\u3400-\u9fff〇]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")


def letters(query: str) -> str:
    """The query as typed letters and digits: without blanks and apostrophes, in small letters, ü as v."""
    return _NOT_LETTERS.sub("", query.lower().replace("ü", "v"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text with what may be typed for each of its characters; signs that nobody types have none.

    `usual` holds each character's reading in this phrase, `others` its readings elsewhere; `starts`
    the places of the characters that may begin with a letter.
    """

    text: str
    usual: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    starts: Mapping[str, tuple[int, ...]]

    def match(self, typed: str) -> float:
        """How well the letters fit: 0 not at all, 1 all of the text by its usual readings."""
        best = 0.0
        for start in self.starts.get(typed[0], ()):
            reached = self._reach(typed, 0, start)
            if reached is not None:
                end, cost = reached
                covered = (end - start) / len(self.usual)
                best = max(best, 0.5 + 0.4 * covered + (0.1 if start == 0 else 0.0) - cost)
        return best

    def begins(self, typed: str) -> float:
        """As `match`, for letters that begin with the first character."""
        reached = self._reach(typed, 0, 0) if typed and self.usual else None
        return 0.6 + 0.4 * reached[0] / len(self.usual) - reached[1] if reached else 0.0

    def _reach(self, typed: str, at: int, place: int) -> tuple[int, float] | None:
        """The place after the last character that the rest of the letters fill, and what it cost."""
        if at == len(typed):
            return place, 0.0
        if place == len(self.usual):
            return None
        best: tuple[int, float] | None = None
        for length, cost in self._takes(typed, at, place):
            further = self._reach(typed, at + length, place + 1)
            if further is not None and (best is None or further[1] + cost < best[1]):
                best = (further[0], further[1] + cost)
        return best

    def _takes(self, typed: str, at: int, place: int) -> Iterator[tuple[int, float]]:
        """How many letters this character may take, each with its cost."""
        for rank, syllable in enumerate((self.usual[place], *self.others[place])):
            penalty = 0.15 if rank else 0.0
            if typed.startswith(syllable, at):
                yield len(syllable), penalty
            elif len(typed) - at > 1 and syllable.startswith(typed[at:]):
                yield len(typed) - at, penalty + 0.02  # not finished yet
            if syllable[0] == typed[at]:
                yield 1, penalty


@cache
def _add_phrases() -> None:
    """Once: pypinyin reads its whole dictionary again each time."""
    from pypinyin import load_phrases_dict  # noqa: PLC0415

    load_phrases_dict(_PHRASES)


@cache
def spell(text: str) -> Spelling:
    """Raises nothing: a text without Chinese is spelled as it stands."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 (its dictionaries take a moment to load)

    _add_phrases()
    usual: list[str] = []
    others: list[tuple[str, ...]] = []
    for run in re.findall(r"[\u3400-\u9fff〇]+|[A-Za-z0-9]", text):
        if not _HAN.match(run):
            usual.append(run.lower())
            others.append(())
            continue
        said = [one[0] for one in pinyin(run, style=Style.NORMAL, v_to_u=False)]
        known = pinyin(list(run), style=Style.NORMAL, heteronym=True, v_to_u=False)
        for syllable, readings in zip(said, known, strict=True):
            usual.append(syllable)
            others.append(tuple(one for one in dict.fromkeys(readings) if one != syllable))
    return spelling(text, usual, others)


def spelling(text: str, usual: Sequence[str], others: Sequence[Sequence[str]]) -> Spelling:
    """From the readings of its characters."""
    starts: dict[str, tuple[int, ...]] = {}
    for place, syllable in enumerate(usual):
        for letter in {one[0] for one in (syllable, *others[place])}:
            starts[letter] = (*starts.get(letter, ()), place)
    return Spelling(text, tuple(usual), tuple(map(tuple, others)), starts)


_SOUNDS = re.compile(r"^(zh|ch|sh)|(ng)$")


def blurred(syllable: str) -> str:
    """The syllable as many people here say it: zh, ch, sh as z, c, s; ng as n; l as n; f as h."""
    syllable = _SOUNDS.sub(lambda found: found.group(0)[0], syllable)
    return {"l": "n", "f": "h"}.get(syllable[0], syllable[0]) + syllable[1:]


# a syllable as typed: an initial, vowels, a nasal or er; approximate, which is enough for a second chance
_SYLLABLE = re.compile(r"(?:zh|ch|sh|[b-df-hj-np-tw-z])?[aeiouv]+(?:ng|n(?![aeiouv])|r(?![aeiouv]))?")


def blurred_query(typed: str) -> str:
    """What was typed, as far as its syllables can be told, as `blurred` has it."""
    found = _SYLLABLE.findall(typed)
    return "".join(blurred(one) for one in found) if "".join(found) == typed else typed
