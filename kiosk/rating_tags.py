"""The tags of a rating (好差评): the national list, with its version, as data.

The platform publishes the list in force; nobody adds or takes away a tag here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.catalogue.source import content_of
from kiosk.settings import Settings
from kiosk.text import Localized

LEVELS = ("very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied")
RATING_TAGS, TAGS_PART = "rating-tags", "rating-tags.json"  # the document (docs/api.md, "Content"), and its one part
OWN = Path(__file__).parent / "visit/rating_tags.json"  # the list that came with the program

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tags:
    version: str
    of: Mapping[str, tuple[tuple[str, Localized], ...]]  # by level


class _Tag(msgspec.Struct, frozen=True):
    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}$")]
    zh: str
    en: str


class _Listed(msgspec.Struct, frozen=True):
    version: str
    levels: dict[str, tuple[_Tag, ...]]


class BadTags(Exception):
    """A list of tags that this release cannot read. One short reason."""


def read_tags(content: bytes) -> Tags:
    """Raises `BadTags`."""
    try:
        raw = msgspec.json.decode(content, type=_Listed)
        return Tags(
            raw.version,
            {level: tuple((one.code, Localized(one.zh, one.en)) for one in raw.levels[level]) for level in LEVELS},
        )
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, RecursionError) as error:
        raise BadTags(f"no list of tags for the {len(LEVELS)} levels") from error


@cache
def tags() -> Tags:
    """The national list (GB/T 39735 and its exchange interface) as it came with the program."""
    return read_tags(OWN.read_bytes())


def tags_in_use(settings: Settings) -> Tags:
    """The list that the platform published last, else the program's own: tags change, and nobody adds one here."""
    content = content_of(settings)
    document = content.current(RATING_TAGS) if content is not None else None
    part = content.part(document, TAGS_PART) if content is not None and document is not None else None
    try:
        return read_tags(part) if part is not None else tags()
    except BadTags as error:
        _log.error("the published tags cannot be used: %s", error)
        return tags()
