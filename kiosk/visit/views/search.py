"""What was found for what somebody typed: items, what can only be read, articles."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import ItemTile, View


@dataclass(frozen=True)
class MatterTile:
    """Something of the whole directory: its guide can be read here."""

    number: int  # key for ChooseMatter
    title: Text
    detail: Text


@dataclass(frozen=True)
class ArticleTile:
    """An article of the columns. `mark`: what it is, such as a policy."""

    value: str  # key for ChooseArticle
    title: Text
    detail: Text
    mark: Text
    icon: str


@dataclass(frozen=True)
class SearchView(View):
    query: str
    words: tuple[str, ...]  # Chinese words of the catalogue that fit what was typed; touching one puts it in
    tiles: tuple[ItemTile, ...]
    page: int
    pages: int
    others: tuple[MatterTile, ...] = ()  # below the tiles and articles
    articles: tuple[ArticleTile, ...] = ()  # below the tiles
    scope: Scope | None = None  # whose entries are looked for; None: there is no directory


@dataclass(frozen=True)
class Scope:
    """Which districts' entries are shown. `district`: the one that it is narrowed to; None: the whole city.
    `own` is the terminal's, with `own_code` as key for `Narrow`."""

    district: Text | None
    own: Text
    own_code: str
