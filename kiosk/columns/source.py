"""The columns that the platform published, as this terminal keeps them, and how old the copy is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk import clock
from kiosk.catalogue.source import content_of
from kiosk.columns import intermediaries
from kiosk.columns.model import COLUMNS, BadColumns, Columns, load
from kiosk.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    columns: Columns
    confirmed: datetime | None  # when the platform last said that there is nothing newer; None: not known
    trades: tuple[intermediaries.Trade, ...] = ()  # 中介服务; a part that the platform may lack


def kept(settings: Settings) -> Kept | None:
    """None: nothing came yet, or what is here is not genuine. Blocks for some milliseconds."""
    content = content_of(settings)
    document = content.current(COLUMNS) if content is not None else None
    if content is None or document is None:
        return None
    try:
        folder = content.folder(document)
        return Kept(load(folder), confirmed(settings, COLUMNS), intermediaries.load(folder))
    except BadColumns as error:  # published for a later release
        _log.error("the published columns cannot be used: %s", error)
        return None


def confirmed(settings: Settings, document: str) -> datetime | None:
    """When the platform last confirmed the copy of a document that this terminal keeps."""
    content = content_of(settings)
    age = content.age(document) if content is not None else None
    return None if age is None else clock.now() - timedelta(seconds=age)
