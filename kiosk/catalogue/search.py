"""Finds items by what a person types: characters, pinyin, initials, English, short codes, common words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.pinyin import Spelling, blurred, letters, spell

_HAN = re.compile(r"[\u3400-\u9fff〇]")
_ENGLISH = re.compile(r"[a-z]+")
_NOISE = re.compile(r"[\s·、，。？！,.?!'’“”\"（）()]+")
_OPENERS = "怎么|如何|我要|我想|帮我|请问"
_FILLERS = re.compile(rf"^(?:{_OPENERS})|(?:{_OPENERS}|哪里|在哪|可以|一下|的|了|吗|呢|么)")

TITLE, PLAIN, NAME, ALIAS, GROUP = 1.0, 0.96, 0.9, 0.94, 0.7
"""How much a hit weighs by where it is: in what the tile says, how people say it, the full name, a common word,
the category or department."""
LEAST_LETTERS = 2  # one letter fits nearly everything
ENOUGH = 12  # more words than one row of candidates can show are of no use


@dataclass(frozen=True)
class _Entry:
    text: str
    plain: str  # without signs
    weight: float
    spelling: Spelling
    blurred: str  # syllables as spoken, joined


class SearchIndex:
    """Built once for a catalogue; a search takes a millisecond or so, and can run at every key."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._items = catalogue.of(None)
        titles = {category.name: category.title for category in catalogue.categories}
        self._entries: dict[str, tuple[_Entry, ...]] = {}
        self._english: dict[str, tuple[tuple[str, float], ...]] = {}
        for item in self._items:
            chinese = [(item.title.zh, TITLE), (item.plain.zh, PLAIN), (item.name.zh, NAME)]
            chinese += [(alias, ALIAS) for alias in item.aliases]
            chinese += [(titles[item.category].zh, GROUP), (item.department.zh, GROUP)]
            self._entries[item.code] = tuple(_entry(text, weight) for text, weight in chinese)
            english = [(item.title.en, TITLE), (item.plain.en, PLAIN), (item.name.en, NAME)]
            english += [(titles[item.category].en, GROUP), (item.department.en, GROUP)]
            self._english[item.code] = tuple((text.lower(), weight) for text, weight in english)
        self._words = tuple(dict.fromkeys(self._vocabulary(catalogue)))
        self.find = lru_cache(256)(self._find)  # a person who deletes a letter comes back to the query before
        self.words = lru_cache(256)(self._fitting)

    def _find(self, query: str, language: str = "zh") -> tuple[Item, ...]:
        """Items that fit, best first; among equals the most used first. An empty query finds nothing."""
        text = _NOISE.sub(" ", query).strip()
        if not text:
            return ()
        scored = [(self._score(item, text, language), item) for item in self._items]
        found = sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], -one[1].popularity))
        return tuple(item for _, item in found)

    def _fitting(self, query: str) -> tuple[str, ...]:
        """Chinese words of the catalogue that the typed letters spell or begin, best first.

        Touching one makes it the query, so each of them finds something.
        """
        typed = letters(query)
        if not typed or _HAN.search(query):
            return ()
        scored = []
        for place, word in enumerate(self._words):
            fit = spell(word).begins(typed)
            if fit > 0:
                scored.append((-round(fit, 2), len(word), place, word))
        return tuple(word for *_, word in sorted(scored)[:ENOUGH])

    def _score(self, item: Item, text: str, language: str) -> float:
        if text.replace(" ", "").upper() in (item.short, item.code):
            return 2.0
        entries = self._entries[item.code]
        if _HAN.search(text):
            return max(_chinese(entry, text) * entry.weight for entry in entries)
        typed = letters(text)
        if not typed:
            return 0.0
        best = 0.0
        if len(typed) >= LEAST_LETTERS or language == "zh":
            best = max(entry.spelling.match(typed) * entry.weight for entry in entries)
        english = max(_words_begin(line, text.lower()) * weight for line, weight in self._english[item.code])
        best = max(best, english * (1.1 if language == "en" else 1.0))
        if best == 0.0 and len(typed) > 3:
            spoken = _blur(typed)
            best = max(0.3 * entry.weight if spoken in entry.blurred else 0.0 for entry in entries)
        return best

    def _vocabulary(self, catalogue: Catalogue) -> Iterable[str]:
        """Words to offer: the catalogue's own list first, then categories, titles and what people say."""
        yield from catalogue.words
        yield from (category.title.zh for category in catalogue.categories)
        for item in self._items:
            yield item.title.zh
            yield from (alias for alias in item.aliases if len(alias) <= 6)


def _entry(text: str, weight: float) -> _Entry:
    spelling = spell(text)
    return _Entry(
        text, _NOISE.sub("", text), weight, spelling, "".join(blurred(syllable) for syllable in spelling.usual)
    )


def _chinese(entry: _Entry, text: str) -> float:
    """1 for the whole text, less for a part, least for the same characters in another order."""
    wanted = _NOISE.sub("", text).lower()
    for attempt, penalty in ((wanted, 0.0), (_FILLERS.sub("", wanted), 0.05)):
        if not attempt:
            continue
        at = entry.plain.lower().find(attempt)
        if at >= 0:
            covered = len(attempt) / len(entry.plain)
            return 0.5 + 0.4 * covered + (0.1 if at == 0 else 0.0) - penalty
        if len(attempt) >= 2 and set(attempt) <= set(entry.plain.lower()):
            return 0.3 + 0.1 * len(set(attempt)) / len(entry.plain) - penalty
    return 0.0


def _words_begin(line: str, text: str) -> float:
    """Every typed English word begins a word of the line."""
    wanted = _ENGLISH.findall(text)
    if not wanted or sum(map(len, wanted)) < LEAST_LETTERS:
        return 0.0
    words = _ENGLISH.findall(line)
    if not all(any(word.startswith(one) for word in words) for one in wanted):
        return 0.0
    whole = sum(one in words for one in wanted) / len(wanted)
    return 0.5 + 0.3 * whole + 0.2 * len(wanted) / len(words)


@lru_cache(512)
def _blur(typed: str) -> str:
    """What was typed, syllable by syllable as far as it can be told, as people here say it."""
    syllables = re.findall(r"(?:zh|ch|sh|[b-df-hj-np-tw-z])?[aeiouv]+(?:ng|n(?![aeiouv])|r(?![aeiouv]))?", typed)
    return "".join(blurred(one) for one in syllables) if "".join(syllables) == typed else typed
