"""Which catalogue this terminal offers: the one it is told to, else what the platform published, else the sample."""

from __future__ import annotations

import logging

from kiosk.catalogue.files import SAMPLE, BadCatalogue
from kiosk.catalogue.load import load
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.packages import PACKAGES, with_packages
from kiosk.settings import BadSettings, Settings
from offline_cache.content import CATALOGUE, Content, NotGenuine, open_content

_log = logging.getLogger(__name__)


def content_of(settings: Settings) -> Content | None:
    """What the platform published and this terminal keeps. Raises `BadSettings`."""
    try:
        return open_content(settings.home / "content", settings.content_key, settings.group)
    except NotGenuine as error:
        raise BadSettings(f"KIOSK_CONTENT_KEY: {error}") from error


def in_use(settings: Settings) -> Catalogue:
    """Raises `BadCatalogue` for the one that it is told to use, and `BadSettings`."""
    if settings.catalogue is not None:
        return _packaged(load(settings.catalogue), None)
    try:
        found = published(settings)
    except BadCatalogue as error:  # published for a later release, say
        _log.error("the published catalogue cannot be used: %s", error)
        found = None
    return found or load()


def unpackaged(settings: Settings) -> Catalogue:
    """The one in use, without what its packages consist of. Raises `BadCatalogue` and `BadSettings`."""
    if settings.catalogue is not None:
        return load(settings.catalogue)
    content = content_of(settings)
    document = content.current(CATALOGUE) if content else None
    return load(content.folder(document) if content and document else SAMPLE)


def published(settings: Settings) -> Catalogue | None:
    """What the platform published, verified; None: nothing whole is kept. Raises `BadCatalogue`, `BadSettings`."""
    content = content_of(settings)
    document = content.current(CATALOGUE) if content else None
    return _packaged(load(content.folder(document)), content) if content and document else None


def _packaged(catalogue: Catalogue, content: Content | None) -> Catalogue:
    """With what its packages consist of: as published, or the sample's for a sample catalogue. Without it packages are
    greyed, and everything else is offered."""
    document = content.current(PACKAGES) if content else None
    try:
        if content and document:
            return with_packages(catalogue, content.folder(document))
    except BadCatalogue as error:
        _log.error("the published packages cannot be used: %s", error)
    return with_packages(catalogue) if catalogue.sample else catalogue


def published_digest(settings: Settings) -> str | None:
    """Another one for each catalogue that is published; None: there is none, or another is to be used."""
    content = content_of(settings) if settings.catalogue is None else None
    document = content.kept(CATALOGUE) if content else None
    return document.digest if document else None
