"""What the platform published to be read, as the window has it at hand: the columns' search, and whether there is an
emergency. Looked for while citizens are served, made beside whatever goes on."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from kiosk.catalogue import regions
from kiosk.catalogue.search import SpellAll
from kiosk.catalogue.source import content_of
from kiosk.columns.intermediaries import Trade
from kiosk.columns.model import COLUMNS, Article
from kiosk.columns.reads import Reads
from kiosk.columns.search import ArticleIndex
from kiosk.columns.source import kept
from kiosk.settings import Settings
from kiosk.slides import SLIDES, Slide, published
from kiosk.text import Localized

LOOK_S = 20.0  # a small file is read; what the agent fetches it fetches every ten minutes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Laid:
    """What lies on the shelf now."""

    articles: ArticleIndex | None = None
    emergency: Article | None = None  # None: there is none, or it is switched off
    trades: tuple[Trade, ...] = ()  # intermediaries, by what they are engaged for
    slides: tuple[Slide, ...] = ()  # the platform's; none: the program's own are shown


class Shelf:
    def __init__(self, settings: Settings, spell_all: SpellAll | None = None) -> None:
        """`spell_all`: how titles are spelled for the search; None: in this process."""
        self._settings = settings
        self._spell_all = spell_all
        self._digest: tuple[str, ...] | None = None  # of the documents that lie here
        self._turned = asyncio.Event()
        self.laid = Laid()
        self.reads = Reads(settings.home)

    async def watch(self, second: float = 1.0) -> None:
        """Look for newer content, for ever."""
        while True:
            await self.look()
            await asyncio.to_thread(self.reads.save)
            await asyncio.sleep(LOOK_S * second)

    async def look(self) -> None:
        digest, laid = await asyncio.to_thread(self._read)
        if digest != self._digest:
            self._digest, self.laid = digest, laid
            self._turned.set()
            self._turned = asyncio.Event()

    async def changed(self, since: Laid) -> None:
        """Return when something else than `since` lies here."""
        while self.laid is since:
            await self._turned.wait()

    def _read(self) -> tuple[tuple[str, ...], Laid]:
        content = content_of(self._settings)
        documents = [content.kept(name) for name in (COLUMNS, SLIDES)] if content is not None else []
        digests = tuple(one.digest if one is not None else "" for one in documents)
        if digests == self._digest:
            return digests, self.laid
        slides = published(self._settings)
        have = kept(self._settings)
        if have is None:
            return digests, Laid(slides=slides)
        district = self._settings.district
        region = regions.region(district)
        place = region.title if region is not None else Localized(district, district)
        emergency = have.columns.emergency
        _log.info("to read and to look at: columns, %d slides", len(slides))
        index = ArticleIndex(have.columns, district, place, self._spell_all)
        return digests, Laid(index, emergency.column if emergency.enabled else None, have.trades, slides)
