"""A rating (好差评) as the platform reads it: voluntary, anonymous, and "not rated" where nobody rated."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.text import Localized
from kiosk.visit.context import Visit
from kiosk.visit.submission import SCHEMA, seal_record, utc
from kiosk.visit.views import RatingTag
from offline_cache.faults import DiskFailed
from offline_cache.records import Refused

LEVELS = ("very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied")
NOT_RATED = "not_rated"
SPACE = 16 * 1024  # a rating and its envelope: some 600 bytes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tags:
    version: str
    of: dict[str, tuple[tuple[str, Localized], ...]]  # by level


@cache
def tags() -> Tags:
    """The national list (§ GB/T 39735 and its exchange interface) as it is in force."""
    raw = json.loads(Path(__file__).with_name("rating_tags.json").read_text(encoding="utf-8"))
    return Tags(
        raw["version"],
        {level: tuple((t["code"], Localized.read(t)) for t in raw["levels"][level]) for level in LEVELS},
    )


def tags_of(level: str | None, chosen: frozenset[str]) -> tuple[RatingTag, ...]:
    if level is None:
        return ()
    return tuple(RatingTag(code, title, code in chosen) for code, title in tags().of[level])


def record_rating(visit: Visit) -> None:
    """Seal and commit what was rated, or that nobody rated. Blocks; a failing disk costs the rating, not the visit."""
    outcome = visit.outcome
    if outcome is None or visit.rated:
        return
    visit.rated = True
    kit, item = visit.kit, visit.item
    slot = kit.outbox.reserve("ratings", item.code, outcome.key.replace("-", ""), SPACE)
    if isinstance(slot, Refused):
        _log.error("a rating was not taken in: %s", slot.reason)
        return
    record = {
        "schema": SCHEMA,
        "key": slot.key,
        "terminal": kit.settings.terminal_id,
        "about": outcome.key,
        "item_code": item.code,
        "level": visit.rating_level or NOT_RATED,
        "tags": sorted(visit.rating_tags),
        "tag_version": tags().version,
        "rated_at": utc(kit.pace.now()),
        "channel": "self_service",
        "anonymous": True,
    }
    try:
        kit.outbox.commit(slot.key, seal_record(kit, "rating", slot, item.code, record))
    except DiskFailed as error:
        _log.error("a rating could not be kept: %s", error.reason)
