"""A rating (好差评) as the platform reads it: voluntary, anonymous, and "not rated" where nobody rated."""

from __future__ import annotations

import logging

from kiosk.rating_tags import Tags, tags_in_use
from kiosk.visit.context import Equipment, Visit
from kiosk.visit.submission import SCHEMA, seal_record, utc
from kiosk.visit.views import RatingTag
from offline_cache.faults import DiskFailed
from offline_cache.records import Refused

NOT_RATED = "not_rated"
SPACE = 16 * 1024  # a rating and its envelope: some 600 bytes

_log = logging.getLogger(__name__)


def tags_of(known: Tags, level: str | None, chosen: frozenset[str]) -> tuple[RatingTag, ...]:
    if level is None:
        return ()
    return tuple(RatingTag(code, title, code in chosen) for code, title in known.of[level])


def record_rating(visit: Visit) -> None:
    """Seal and commit what was rated, or that nobody rated. Blocks; a failing disk costs the rating, not the visit."""
    outcome = visit.outcome
    if outcome is None or visit.rated:
        return
    visit.rated = True
    order = outcome.key.replace("-", "")
    record_about(
        visit.kit, visit.item.code, outcome.key, order=order, level=visit.rating_level, chosen=visit.rating_tags
    )


def record_about(
    kit: Equipment, item: str, about: str, *, order: str, level: str | None, chosen: frozenset[str]
) -> None:
    """One rating `about` a submission or query (its key), or a case (its number: 追评). Blocks."""
    slot = kit.outbox.reserve("ratings", item, order, SPACE)
    if isinstance(slot, Refused):
        _log.error("a rating was not taken in: %s", slot.reason)
        return
    record = {
        "schema": SCHEMA,
        "key": slot.key,
        "terminal": kit.settings.terminal_id,
        "about": about,
        "item_code": item,
        "level": level or NOT_RATED,
        "tags": sorted(chosen),
        "tag_version": tags_in_use(kit.settings).version,
        "rated_at": utc(kit.pace.now()),
        "channel": "self_service",
        "anonymous": True,
    }
    try:
        kit.outbox.commit(slot.key, seal_record(kit, "rating", slot, item, record))
    except DiskFailed as error:
        _log.error("a rating could not be kept: %s", error.reason)
