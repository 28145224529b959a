"""Keeps what the platform publishes up to date on this terminal: sealing keys, catalogue, columns, the directory."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from functools import partial
from pathlib import Path

import httpx

from kiosk.catalogue.files import BadCatalogue
from kiosk.catalogue.load import load
from kiosk.catalogue.packages import PACKAGES, with_packages
from kiosk.catalogue.source import unpackaged
from kiosk.columns.model import COLUMNS, BadColumns
from kiosk.columns.model import load as load_columns
from kiosk.directory import keeping
from kiosk.directory.entries import BadDirectory, read_part
from kiosk.directory.index import DIRECTORY
from kiosk.rating_tags import RATING_TAGS, TAGS_PART, BadTags, read_tags
from kiosk.seals.trust import SEAL_TRUST, TRUST_PART, BadTrust, read_trust
from kiosk.settings import Settings
from kiosk.slides import SLIDES, BadSlides
from kiosk.slides import load as load_slides
from kiosk.working_days import FILE as DAYS_PART
from kiosk.working_days import WORKING_DAYS, BadCalendar, WorkingDays
from offline_cache import keyring
from offline_cache.content import CATALOGUE, DOCUMENTS, SEALING_KEYS, Content
from offline_cache.fetching import NotFetched, fetch

CHECK_S = 600.0  # an answer of "not changed" is some 300 bytes
METERED_CHECK_S = 24 * 3600.0
ALSO = (
    SEAL_TRUST,
    PACKAGES,
    RATING_TAGS,
    WORKING_DAYS,
    COLUMNS,
    SLIDES,
    DIRECTORY,
)  # a platform may lack them; the largest comes last
AGAIN_S = 60.0  # after a failure, also on a metered link: a new terminal needs its catalogue
JITTER = 0.2

_log = logging.getLogger(__name__)


class ContentKeeper:
    """What is new is used by the window from the next visit on (`kiosk/catalogue/renewal.py`), a key at once."""

    def __init__(self, settings: Settings, content: Content, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._content = content
        self._client = client
        self._failed: dict[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            good = [await self._fetch(name) for name in DOCUMENTS]
            for name in ALSO:
                await self._fetch(name)
            await self._index()
            usual = METERED_CHECK_S if self._settings.metered else CHECK_S
            pause = (usual if all(good) else AGAIN_S) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    async def _fetch(self, name: str) -> bool:
        try:
            check = partial(_check_packages, self._settings) if name == PACKAGES else _CHECKS[name]
            if await fetch(self._client, self._settings.platform_url, self._content, name, check):
                _log.info("new %s from the platform: %s", name, self.label(name))
        except NotFetched as error:
            lacks = name in ALSO and str(error) == f"{name}: 404"
            if self._failed.get(name) != str(error) and not lacks:  # a line for each turn, not for each try
                self._failed[name] = str(error)
                _log.warning("what the platform publishes was not taken over: %s", error)
            return False
        self._failed.pop(name, None)
        return True

    async def _index(self) -> None:
        """The directory's index, where there is none of what is kept: it is new, or the index was lost."""
        document = self._content.kept(DIRECTORY)
        home = self._settings.home
        if document is None or await asyncio.to_thread(keeping.is_current, home, document.digest):
            return
        try:
            await asyncio.to_thread(keeping.make, home, self._content.folder(document), document.digest)
            _log.info("the directory is indexed: %s", self.label(DIRECTORY))
        except keeping.NotBuilt as error:
            if self._failed.get("index") != str(error):
                self._failed["index"] = str(error)
                _log.error("%s", error)

    def label(self, name: str = CATALOGUE) -> str | None:
        """Version, serial and age, for operators: `2026.11 #3, confirmed 2 h ago`; None: nothing is kept."""
        document = self._content.kept(name)
        if document is None:
            return None
        age = self._content.age(name)
        known = "never confirmed" if age is None else f"confirmed {_plain(age)} ago"
        return f"{document.version[:24]} #{document.serial}, {known}"


def _plain(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _check_catalogue(folder: Path) -> None:
    try:
        load(folder)
    except BadCatalogue as error:
        raise NotFetched(f"the catalogue is not of the form that this release reads: {error}") from error


def _check_keys(folder: Path) -> None:
    try:
        usable = keyring.check(folder)
    except OSError as error:
        raise NotFetched(f"the sealing keys cannot be read ({type(error).__name__})") from error
    if not usable:
        raise NotFetched("no announced sealing key can be used by this release")


def _check_columns(folder: Path) -> None:
    try:
        load_columns(folder)
    except BadColumns as error:
        raise NotFetched(f"the columns are not of the form that this release reads: {error}") from error


def _check_slides(folder: Path) -> None:
    try:
        load_slides(folder)
    except BadSlides as error:
        raise NotFetched(f"the slides are not of the form that this release shows: {error}") from error


def _check_packages(settings: Settings, folder: Path) -> None:
    """Also built: some of their names lead into the catalogue in use."""
    try:
        with_packages(unpackaged(settings), folder)
    except BadCatalogue as error:
        raise NotFetched(f"the packages are not of the form that this release reads: {error}") from error


def _check_tags(folder: Path) -> None:
    try:
        read_tags((folder / TAGS_PART).read_bytes())
    except (BadTags, OSError) as error:
        raise NotFetched(f"the tags are not of the form that this release reads: {error}") from error


def _check_seals(folder: Path) -> None:
    try:
        read_trust((folder / TRUST_PART).read_bytes())
    except (BadTrust, OSError) as error:
        raise NotFetched(f"the list of seals is not of the form that this release reads: {error}") from error


def _check_days(folder: Path) -> None:
    try:
        WorkingDays.of((folder / DAYS_PART).read_bytes())
    except (BadCalendar, OSError) as error:
        raise NotFetched(f"the working days are not of the form that this release reads: {error}") from error


def _check_directory(folder: Path) -> None:
    try:
        for part in folder.iterdir():
            read_part(part)
    except BadDirectory as error:
        raise NotFetched(f"the directory is not of the form that this release reads: {error}") from error


_CHECKS = {
    CATALOGUE: _check_catalogue,
    SEALING_KEYS: _check_keys,
    COLUMNS: _check_columns,
    DIRECTORY: _check_directory,
    RATING_TAGS: _check_tags,
    SLIDES: _check_slides,
    SEAL_TRUST: _check_seals,
    WORKING_DAYS: _check_days,
}
