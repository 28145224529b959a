"""The catalogue in use, and the newer one that the platform published: looked for while citizens are served.

A newer one is loaded, and its names are spelled for the search, beside whatever goes on. It waits until a visit
ends, or until the home page is left alone: a visit keeps the version that it began with.
"""

from __future__ import annotations

import asyncio
import logging

from kiosk.catalogue.files import BadCatalogue
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import SearchIndex
from kiosk.catalogue.source import in_use, published, published_digest
from kiosk.catalogue.spelled_apart import spell_apart
from kiosk.settings import Settings

LOOK_S = 20.0  # one small file is read; what the agent fetches it fetches every ten minutes

Offer = tuple[Catalogue, SearchIndex]

_log = logging.getLogger(__name__)


class Renewal:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._digest: str | None = None  # of the published catalogue that was looked at last
        self._next: Offer | None = None
        self.ready = asyncio.Event()  # there is a newer one to take

    def first(self) -> Catalogue:
        """The catalogue to begin with; its names are not spelled yet. Raises `BadCatalogue`, `BadSettings`."""
        self._digest = published_digest(self._settings)
        return in_use(self._settings)

    async def watch(self, second: float = 1.0) -> None:
        """Look for a newer one, for ever."""
        while True:
            await asyncio.sleep(LOOK_S * second)
            if (found := await asyncio.to_thread(self._newer)) is not None:
                self._next = found
                self.ready.set()

    def take(self) -> Offer | None:
        """The newer one, once."""
        found, self._next = self._next, None
        self.ready.clear()
        return found

    def _newer(self) -> Offer | None:
        digest = published_digest(self._settings)
        if digest in (None, self._digest):
            return None
        try:
            catalogue = published(self._settings)
        except BadCatalogue as error:
            _log.error("the newer catalogue cannot be used: %s", error)
            catalogue = None
        self._digest = digest
        if catalogue is None:
            return None
        _log.info("a newer catalogue: %s", catalogue.version)
        return catalogue, SearchIndex(catalogue, spell_apart)
