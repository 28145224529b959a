"""The platform's sealing keys as a terminal knows them: the newest that was announced, or the one it began with."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from offline_cache.content import SEALING_KEYS, Content
from offline_cache.sealing import BadKey, Prepared, SealingKey

PART = "sealing-keys.json"

log = logging.getLogger(__name__)


class KeyRing:
    """`first`: file of the key that came with the terminal. Seals to the newest key, also when it changes meanwhile."""

    def __init__(self, first: Path, content: Content | None) -> None:
        """Raises `BadKey`."""
        self._content = content
        self._seen: str | None = None
        self._newest = SealingKey.load(first)

    @property
    def newest(self) -> SealingKey:
        """Costs the reading of two small files."""
        document = self._content.current(SEALING_KEYS) if self._content else None
        if self._content is not None and document is not None and document.digest != self._seen:
            part = self._content.part(document, PART)
            if part is not None:  # what cannot be read now is no reason to go back to an older key
                self._seen = document.digest
                self._newest = _first_usable(part) or self._newest
                log.info("sealing to key %s (%s)", self._newest.key_id, self._newest.suite)
        return self._newest

    def prepare(self, context: Mapping[str, str]) -> Prepared:
        return self.newest.prepare(context)

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        return self.newest.seal(plaintext, context)


def _first_usable(part: bytes | None) -> SealingKey | None:
    """Newest first; a suite that this release does not know is left to the next one."""
    for fields in _keys(part):
        try:
            return SealingKey.read(fields, "an announced sealing key")
        except BadKey as error:
            log.warning("%s", error)
    return None


def check(folder: Path) -> bool:
    """Whether a new list of keys holds one that can be used."""
    return _first_usable((folder / PART).read_bytes()) is not None


def _keys(part: bytes | None) -> list[object]:
    try:
        keys = json.loads(part or b"{}")["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return keys if isinstance(keys, list) else []
