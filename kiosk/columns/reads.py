"""How often each of the district's own services was read at this terminal: what people here want comes first.

`KIOSK_HOME/reads.json` has titles that the platform published and a number each, and never leaves the terminal. The
order is that of the visits that are over, so that nothing moves under a citizen's finger.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.columns.model import Feature
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed

NAME = "reads.json"
MOST = 500  # titles that are counted: ten times what a district has; of what is published no more the least read goes
HALVED_AT = 10_000  # reads; then all are halved, so that what was wanted years ago does not stand above for ever

_log = logging.getLogger(__name__)
_Kept = dict[str, Annotated[int, msgspec.Meta(ge=0, le=10**9)]]


class Reads:
    def __init__(self, home: Path) -> None:
        """Reads what was counted; a file that cannot be read counts for nothing."""
        self._path = home / NAME
        self._counted: Counter[str] = _load(self._path)
        self._now: Counter[str] = Counter()  # of the visit that is under way
        self._written = True

    def note(self, feature: Feature) -> None:
        self._now[feature.title.zh] += 1

    def settle(self) -> None:
        """The visit is over: what was read in it counts from now on."""
        if not self._now:
            return
        self._counted += self._now
        self._now.clear()
        if max(self._counted.values()) > HALVED_AT:
            self._counted = Counter({title: count // 2 for title, count in self._counted.items()})
        self._counted = Counter(dict(self._counted.most_common(MOST)))
        self._written = False

    def save(self) -> None:
        """Blocks for some milliseconds of disk. A disk that cannot take it costs the count."""
        if self._written:
            return
        self._written = True
        try:
            DurableFiles().write(self._path, msgspec.json.encode(dict(self._counted)))
        except DiskFailed as error:
            _log.error("what is read here is not counted: %s", error.reason)

    def ordered(self, features: Sequence[Feature]) -> list[tuple[int, Feature]]:
        """With their places as published, the most read first; else as they were published."""
        return sorted(enumerate(features), key=lambda one: (-self._counted[one[1].title.zh], one[0]))


def _load(path: Path) -> Counter[str]:
    try:
        return Counter(msgspec.json.decode(path.read_bytes(), type=_Kept))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Counter()
