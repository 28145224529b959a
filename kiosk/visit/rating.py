"""A rating (好差评) as the platform reads it: voluntary, anonymous, and "not rated" where nobody rated."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from kiosk.contract.ratings import Rated
from kiosk.rating_tags import Tags, tags_in_use
from kiosk.visit.context import Equipment, Visit
from kiosk.visit.submission import SCHEMA, seal_record, utc
from kiosk.visit.views import RatingTag
from offline_cache.faults import DiskFailed
from offline_cache.records import Refused

NOT_RATED = "not_rated"
SPACE = 16 * 1024  # a rating and its envelope: some 600 bytes, and at most 240 of words
SYSTEM = "yukuaiban"  # what a rating of the system is about

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Given:
    """What a citizen said: `level` None where they did not; `words` are their own, and may hold anything."""

    level: str | None = None
    tags: frozenset[str] = frozenset()
    words: str = field(default="", repr=False)


def tags_of(known: Tags, given: Given) -> tuple[RatingTag, ...]:
    if given.level is None:
        return ()
    return tuple(RatingTag(code, title, code in given.tags) for code, title in known.of[given.level])


def record_rating(visit: Visit) -> None:
    """Seal and commit what was rated, or that nobody rated. Blocks; a failing disk costs the rating, not the visit."""
    outcome = visit.outcome
    if outcome is None or visit.rated:
        return
    visit.rated = True
    order = outcome.key.replace("-", "")
    given = Given(visit.rating_level, visit.rating_tags, visit.rating_words)
    _record(visit.kit, visit.item.code, outcome.key, given, order=order, number=outcome.number)


def record_about_case(kit: Equipment, item: str, number: str, given: Given) -> None:
    """A case, by its number; also once more (追评). Blocks."""
    _record(kit, item, number, given, order=number.lower(), number=number)


def record_about_other(kit: Equipment, rated: Rated, given: Given) -> None:
    """The terminal itself, or the system. Blocks."""
    about = kit.settings.terminal_id if rated is Rated.TERMINAL else SYSTEM
    _record(kit, rated.value, about, given, order=rated.value, rated=rated)


def _record(
    kit: Equipment, item: str, about: str, given: Given, *, order: str, number: str = "", rated: Rated = Rated.ITEM
) -> None:
    """One rating `about` a submission or query (its key), a case (its number), or what is no item. `number`: on the
    slip, so that the platform knows a second rating that comes by the slip's code."""
    slot = kit.outbox.reserve("ratings", item, order, SPACE)
    if isinstance(slot, Refused):
        _log.error("a rating was not taken in: %s", slot.reason)
        return
    record = {
        "schema": SCHEMA,
        "key": slot.key,
        "terminal": kit.settings.terminal_id,
        "object": rated.value,
        "about": about,
        "item_code": item,
        "level": given.level or NOT_RATED,
        "tags": sorted(given.tags),
        "tag_version": tags_in_use(kit.settings).version,
        "rated_at": utc(kit.pace.now()),
        "channel": "self_service",
        "anonymous": True,
    }
    record |= {"number": number} if number else {}
    record |= {"words": given.words} if given.words and given.level is not None else {}
    try:
        kit.outbox.commit(slot.key, seal_record(kit, "rating", slot, item, record))
    except DiskFailed as error:
        _log.error("a rating could not be kept: %s", error.reason)
