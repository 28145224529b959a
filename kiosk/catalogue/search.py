"""Finds items by what a person types: characters, pinyin, initials, English, short codes, common words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.pinyin import Spelling, blurred, blurred_query, letters, spell
from kiosk.text import Localized

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


SpellAll = Callable[[Iterable[str]], Mapping[str, Spelling]]


@dataclass(frozen=True)
class _Entry:
    text: str
    plain: str  # without signs, in small letters
    spelling: Spelling
    blurred: str  # syllables as spoken, joined


class SearchIndex:
    """Built once for a catalogue; a search takes a millisecond or two, and can run at every key.

    `spell_all` spells all its texts at once: `spell_apart` keeps the dictionaries out of this process.
    """

    def __init__(self, catalogue: Catalogue, spell_all: SpellAll | None = None) -> None:
        self._items = (*catalogue.of(None), *catalogue.further)
        titles = {category.name: category.title for category in catalogue.categories}
        chinese = {item.code: _chinese_texts(item, titles[item.category]) for item in self._items}
        texts = {text for lines in chinese.values() for text, _ in lines}
        words = tuple(dict.fromkeys(self._vocabulary(catalogue)))
        spelled = spell_all((*texts, *words)) if spell_all else {text: spell(text) for text in (*texts, *words)}
        self._entries = {text: _entry(text, spelled[text]) for text in texts}
        self._chinese = chinese
        self._english = {item.code: _english_texts(item, titles[item.category]) for item in self._items}
        self._words = tuple(spelled[word] for word in words)
        # a person who deletes a letter comes back to the query before
        self.forget()

    def forget(self) -> None:
        """Keep no query of the visit that has ended; what somebody searched for is theirs."""
        self.find: Callable[..., tuple[Item, ...]] = lru_cache(256)(self._find)
        self.words: Callable[[str], tuple[str, ...]] = lru_cache(256)(self._fitting)

    def _find(self, query: str, language: str = "zh") -> tuple[Item, ...]:
        """Items that fit, best first; among equals the most used first. An empty query finds nothing."""
        text = _NOISE.sub(" ", query).strip()
        exact = [item for item in self._items if text.upper().replace(" ", "") in (item.short, item.code)]
        if exact or not text:
            return tuple(exact)
        found = sorted(
            ((score, item) for item, score in self._scores(text, language) if score > 0),
            key=lambda one: (-one[0], -one[1].popularity),
        )
        return tuple(item for _, item in found)

    def _fitting(self, query: str) -> tuple[str, ...]:
        """Chinese words of the catalogue that the typed letters spell or begin, best first.

        Touching one makes it the query, so each of them finds something.
        """
        typed = letters(query)
        if not typed or _HAN.search(query):
            return ()
        fits = ((word.begins(typed), place, word) for place, word in enumerate(self._words))
        best = sorted((-round(fit, 2), len(word.text), place, word.text) for fit, place, word in fits if fit > 0)
        return tuple(text for *_, text in best[:ENOUGH])

    def _scores(self, text: str, language: str) -> Iterable[tuple[Item, float]]:
        typed = letters(text)
        if _HAN.search(text):
            hits = {entry.text: _chinese(entry, text) for entry in self._entries.values()}
        elif len(typed) == 1:  # one letter fits nearly everything: only what begins with it
            hits = {entry.text: entry.spelling.begins(typed) for entry in self._entries.values()}
        else:
            hits = {entry.text: entry.spelling.match(typed) for entry in self._entries.values()} if typed else {}
        scores = {item.code: self._best(item, hits) for item in self._items}
        if typed and not _HAN.search(text):
            favour = 1.1 if language == "en" else 1.0
            for code, lines in self._english.items():
                english = max(_words_begin(line, text.lower()) * weight for line, weight in lines)
                scores[code] = max(scores[code], english * favour)
        if len(typed) > 3 and not any(scores.values()):
            spoken = blurred_query(typed)
            hits = {entry.text: 0.3 for entry in self._entries.values() if spoken in entry.blurred}
            scores = {item.code: self._best(item, hits) for item in self._items}
        return ((item, scores[item.code]) for item in self._items)

    def _best(self, item: Item, hits: Mapping[str, float]) -> float:
        return max(hits.get(text, 0.0) * weight for text, weight in self._chinese[item.code])

    def _vocabulary(self, catalogue: Catalogue) -> Iterable[str]:
        """Words to offer: the catalogue's own list first, then categories, titles and what people say."""
        yield from catalogue.words
        yield from (category.title.zh for category in catalogue.categories)
        for item in self._items:
            yield item.title.zh
            yield from (alias for alias in item.aliases if len(alias) <= 6)


def _chinese_texts(item: Item, category: Localized) -> tuple[tuple[str, float], ...]:
    own = ((item.title.zh, TITLE), (item.plain.zh, PLAIN), (item.name.zh, NAME))
    group = ((category.zh, GROUP), (item.department.zh, GROUP))
    return (*own, *((alias, ALIAS) for alias in item.aliases), *group)


def _english_texts(item: Item, category: Localized) -> tuple[tuple[str, float], ...]:
    own = ((item.title.en, TITLE), (item.plain.en, PLAIN), (item.name.en, NAME))
    return tuple((text.lower(), weight) for text, weight in (*own, (category.en, GROUP), (item.department.en, GROUP)))


def _entry(text: str, spelling: Spelling) -> _Entry:
    return _Entry(text, _NOISE.sub("", text).lower(), spelling, "".join(blurred(one) for one in spelling.usual))


def _chinese(entry: _Entry, text: str) -> float:
    """1 for the whole text, less for a part, least for the same characters in another order."""
    wanted = _NOISE.sub("", text).lower()
    for attempt, penalty in ((wanted, 0.0), (_FILLERS.sub("", wanted), 0.05)):
        if not attempt:
            continue
        at = entry.plain.find(attempt)
        if at >= 0:
            covered = len(attempt) / len(entry.plain)
            return 0.5 + 0.4 * covered + (0.1 if at == 0 else 0.0) - penalty
        if len(attempt) >= 2 and set(attempt) <= set(entry.plain):
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
