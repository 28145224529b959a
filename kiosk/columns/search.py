"""Finds what the columns hold by what a person types: policies with what explains them, indicators, announcements,
the district's own services, and the emergency column while it is on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.catalogue import matching
from kiosk.catalogue.pinyin import Spelling, letters, spell
from kiosk.catalogue.search import SpellAll
from kiosk.columns.model import Announcement, Columns
from kiosk.text import Localized

TITLE, NAME, GROUP, BODY = 1.0, 0.9, 0.6, 0.5
"""How much a hit weighs by where it is: in the title, in a second title or the document number, in who published it, in
the text itself."""
LEAST_IN_TEXT = 2  # characters: one is in every text


@dataclass(frozen=True)
class Reference:
    """An article of the columns. `value`: `policy:<id>`, `indicator:<id>`, `announcement:<id>`,
    `feature:<district>:<place>` or `emergency`; what stands before the first colon is its `kind`."""

    value: str
    title: Localized
    by: Localized  # who published it, or where it holds

    @property
    def kind(self) -> str:
        return self.value.partition(":")[0]


@dataclass(frozen=True)
class _Entry:
    reference: Reference
    chinese: tuple[tuple[matching.Line, float], ...]
    english: tuple[tuple[str, float], ...]
    bodies: tuple[str, ...]  # plain: looked through for characters only
    announcement: Announcement | None = None


@dataclass(frozen=True)
class _Raw:
    reference: Reference
    titles: tuple[tuple[Localized, float], ...]
    text: tuple[Localized, ...]
    announcement: Announcement | None = None


class ArticleIndex:
    """Built once for what is published; a search takes less than a millisecond. It keeps nothing of what was typed."""

    def __init__(self, columns: Columns, district: str, place: Localized, spell_all: SpellAll | None = None) -> None:
        """`district`: whose own services are found, with its name."""
        raw = list(_all(columns, district, place))
        texts = {title.zh for one in raw for title, _ in one.titles}
        spelled = spell_all(texts) if spell_all is not None else {text: spell(text) for text in texts}
        self._district = district
        self._entries = tuple(_entry(one, spelled) for one in raw)

    def find(self, query: str, now: str) -> tuple[Reference, ...]:
        """What fits, best first. `now` (RFC 3339, UTC): an announcement is found while it is valid."""
        text = matching.NOISE.sub(" ", query).strip()
        typed = letters(text)
        han = matching.HAN.search(text) is not None
        if not text or (not han and len(typed) < matching.LEAST_LETTERS):
            return ()
        scored = [(_score(one, text, typed, han), one) for one in self._entries if self._holds(one, now)]
        found = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])
        return tuple(entry.reference for _, entry in found)

    def _holds(self, one: _Entry, now: str) -> bool:
        return one.announcement is None or one.announcement.holds(now, self._district)


def _score(one: _Entry, text: str, typed: str, han: bool) -> float:
    if not han:
        spelled = max((line.spelling.match(typed) * weight for line, weight in one.chinese), default=0.0)
        worded = max((matching.words_begin(line, text.lower()) * weight for line, weight in one.english), default=0.0)
        return max(spelled, worded)
    titled = max((matching.chinese(line.plain, text) * weight for line, weight in one.chinese), default=0.0)
    wanted = matching.plain(text)
    within = len(wanted) >= LEAST_IN_TEXT and any(wanted in body for body in one.bodies)
    return max(titled, 0.5 * BODY if within else 0.0)


def _entry(raw: _Raw, spelled: Mapping[str, Spelling]) -> _Entry:
    chinese = tuple((matching.line(title.zh, spelled[title.zh]), weight) for title, weight in raw.titles)
    english = tuple((title.en.lower(), weight) for title, weight in raw.titles)
    return _Entry(raw.reference, chinese, english, tuple(matching.plain(one.zh) for one in raw.text), raw.announcement)


def _all(columns: Columns, district: str, place: Localized) -> Iterator[_Raw]:
    if columns.emergency.enabled:
        column = columns.emergency.column
        functions = columns.emergency.functions
        titles = ((column.title, TITLE), *((one.title, NAME) for one in functions))
        yield _Raw(Reference("emergency", column.title, place), titles, column.text)
    for policy in columns.policies:
        number = Localized(policy.number, policy.number)
        titles = ((policy.title, TITLE), (number, NAME), (policy.organ, GROUP))
        text = policy.text
        if policy.interpretation is not None:
            titles, text = (*titles, (policy.interpretation.title, NAME)), (*text, *policy.interpretation.text)
        yield _Raw(Reference(f"policy:{policy.id}", policy.title, policy.organ), titles, text)
    for one in columns.indicators:
        yield _Raw(
            Reference(f"indicator:{one.id}", one.title, one.lead), ((one.title, TITLE), (one.lead, GROUP)), one.text
        )
    for notice in columns.announcements:
        reference = Reference(f"announcement:{notice.id}", notice.title, place)
        yield _Raw(reference, ((notice.title, TITLE),), notice.text, notice)
    yield from _features(columns, district, place)


def _features(columns: Columns, district: str, place: Localized) -> Iterable[_Raw]:
    for one in columns.districts:
        if one.code == district:
            for number, feature in enumerate(one.features):
                reference = Reference(f"feature:{district}:{number}", feature.title, place)
                yield _Raw(reference, ((feature.title, TITLE),), (feature.text,))
