"""Finds items by what a person types: characters, pinyin, initials, English, short codes, common words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from kiosk.catalogue.matching import HAN, NOISE, chinese, line, words_begin
from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.pinyin import Spelling, blurred_query, letters, spell
from kiosk.text import Localized

TITLE, PLAIN, NAME, ALIAS, GROUP = 1.0, 0.96, 0.9, 0.94, 0.7
"""How much a hit weighs by where it is: in what the tile says, how people say it, the full name, a common word,
the category or department."""
ENOUGH = 12  # more words than one row of candidates can show are of no use


SpellAll = Callable[[Iterable[str]], Mapping[str, Spelling]]


class SearchIndex:
    """Built once for a catalogue; a search takes a millisecond or two, and can run at every key.

    `spell_all` spells all its texts at once: `spell_apart` keeps the dictionaries out of this process.
    """

    def __init__(self, catalogue: Catalogue, spell_all: SpellAll | None = None) -> None:
        self._items = (*catalogue.of(None), *catalogue.further)
        titles = {category.name: category.title for category in catalogue.categories}
        own = {item.code: _chinese_texts(item, titles[item.category]) for item in self._items}
        texts = {text for lines in own.values() for text, _ in lines}
        words = tuple(dict.fromkeys(self._vocabulary(catalogue)))
        spelled = spell_all((*texts, *words)) if spell_all else {text: spell(text) for text in (*texts, *words)}
        self._entries = {text: line(text, spelled[text]) for text in texts}
        self._chinese = own
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
        text = NOISE.sub(" ", query).strip()
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
        if not typed or HAN.search(query):
            return ()
        fits = ((word.begins(typed), place, word) for place, word in enumerate(self._words))
        best = sorted((-round(fit, 2), len(word.text), place, word.text) for fit, place, word in fits if fit > 0)
        return tuple(text for *_, text in best[:ENOUGH])

    def _scores(self, text: str, language: str) -> Iterable[tuple[Item, float]]:
        typed = letters(text)
        if HAN.search(text):
            hits = {entry.text: chinese(entry.plain, text) for entry in self._entries.values()}
        elif len(typed) == 1:  # one letter fits nearly everything: only what begins with it
            hits = {entry.text: entry.spelling.begins(typed) for entry in self._entries.values()}
        else:
            hits = {entry.text: entry.spelling.match(typed) for entry in self._entries.values()} if typed else {}
        scores = {item.code: self._best(item, hits) for item in self._items}
        if typed and not HAN.search(text):
            favour = 1.1 if language == "en" else 1.0
            for code, lines in self._english.items():
                english = max(words_begin(one, text.lower()) * weight for one, weight in lines)
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
