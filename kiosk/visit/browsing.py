"""Where somebody stands among the items before one is chosen, and the pages that show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.search import SearchIndex
from kiosk.columns.search import Reference
from kiosk.directory.index import DirectoryIndex
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.plan import is_offered, means_of
from kiosk.words import say

T = TypeVar("T")

FAVOURITES = 6  # two columns of three above the fold
TILES = {"standard": 8, "contrast": 8, "senior": 4}  # a page of the list that needs no scrolling
FOUND = {"standard": 4, "contrast": 4, "senior": 3}  # above the keyboard
WORDS = 6  # candidates in one row


@dataclass(frozen=True)
class Browsing:
    place: str = "home"  # "home", "list" or "search"
    category: str | None = None
    query: str = ""
    page: int = 0


def browse(at: Browsing, intent: i.Intent) -> Browsing:
    """The place after a touch."""
    match intent:
        case i.OpenCategory(category):
            return Browsing("list", category)
        case i.OpenSearch():
            return Browsing("search")
        case i.Search(query):
            return Browsing("search", query=query)
        case i.TurnPage(by):
            return replace(at, page=max(0, at.page + by))
        case _:
            return Browsing()


def page_of(
    at: Browsing,
    catalogue: Catalogue,
    index: SearchIndex,
    mode: str,
    obstacle: Callable[[Item], Message | None],
    *,
    directory: DirectoryIndex | None = None,
    articles: Callable[[str], Sequence[Reference]] = lambda query: (),
) -> v.View:
    """The view of this place, with the reason at every item that cannot be done now."""

    def tiles(items: Sequence[Item]) -> tuple[v.ItemTile, ...]:
        return tuple(tile_of(item, obstacle(item), plain=mode == "senior") for item in items)

    if at.place == "list":
        items, page, pages = _cut(catalogue.of(at.category), at.page, TILES[mode])
        return v.ListView(_title(catalogue, at.category), tiles(items), page, pages)
    if at.place == "search":
        found = tuple(index.find(at.query)) if at.query else catalogue.of(None)
        words = tuple(index.words(at.query))[:WORDS]
        others = directory.find(at.query) if directory is not None and at.query else ()
        read = articles(at.query) if at.query else ()
        first = FOUND[mode] - 1 if read else 0  # an article that fits is seen on the first page, however many items do
        every = (*found[:first], *read[:1], *found[first:], *read[1:], *others)
        shown, page, pages = _cut(every, at.page, FOUND[mode])
        items = tuple(one for one in shown if isinstance(one, Item))
        matters = _matters(directory, [one for one in shown if isinstance(one, int)])
        references = tuple(_article(one) for one in shown if isinstance(one, Reference))
        return v.SearchView(at.query, words, tiles(items), page, pages, matters, references)
    return home_page(catalogue, mode, obstacle)


def home_page(catalogue: Catalogue, mode: str, obstacle: Callable[[Item], Message | None]) -> v.HomeView:
    items = favourites(catalogue, mode)
    return v.HomeView(
        categories=tuple(
            v.CategoryTile(one.name, one.title, one.icon, len(catalogue.of(one.name))) for one in catalogue.categories
        ),
        favourites=tuple(tile_of(item, obstacle(item), plain=mode == "senior") for item in items),
        total=len(catalogue.items),
    )


def favourites(catalogue: Catalogue, mode: str) -> tuple[Item, ...]:
    """The most used first, before them those that this terminal can do; in the senior mode all that older people
    come for, which the screen turns in pages."""
    items = tuple(sorted(catalogue.of(None), key=lambda item: not is_offered(item)))
    if mode == "senior":
        return tuple(item for item in items if item.elder) or items[:FAVOURITES]
    return items[:FAVOURITES]


def tile_of(item: Item, unavailable: Text | None, *, plain: bool) -> v.ItemTile:
    return v.ItemTile(
        code=item.code,
        short=item.short,
        title=item.plain if plain else item.title,
        icon=item.icon,
        category=item.category,
        instant=item.instant,
        needs=needs_of(item),
        unavailable=unavailable,
    )


def needs_of(item: Item) -> Localized:
    """`身份证 · 拍照`."""
    means = means_of(item) or item.identity.means
    parts = [message(f"visit.needs.{means[0]}")] if means else []
    if item.identity.face:
        parts.append(message("visit.needs.face"))
    if item.asked_materials:
        parts.append(message("visit.needs.papers"))
    parts = parts or [message("visit.needs.nothing")]
    zh, en = (" · ".join(say(part, language) for part in parts) for language in ("zh", "en"))
    return Localized(zh, en)


def _matters(directory: DirectoryIndex | None, numbers: Sequence[int]) -> tuple[v.MatterTile, ...]:
    found = [directory.matter(number) for number in numbers] if directory is not None else []
    return tuple(
        v.MatterTile(
            one.number,
            Localized(one.name, one.name),
            message("reading.matter.detail", organ=one.organ, places=one.places),
        )
        for one in found
        if one is not None
    )


ARTICLE_ICONS = {
    "policy": "gavel", "indicator": "chart-line", "announcement": "speakerphone", "feature": "map-2",
    "emergency": "alert-triangle",
}  # fmt: skip


def _article(one: Reference) -> v.ArticleTile:
    mark = message(f"reading.article.{one.kind}")
    return v.ArticleTile(one.value, one.title, one.by, mark, ARTICLE_ICONS[one.kind])


def _cut(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    pages = max(1, -(-len(items) // size))
    page = min(page, pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def _title(catalogue: Catalogue, category: str | None) -> Text:
    for one in catalogue.categories:
        if one.name == category:
            return one.title
    return message("visit.home.all", count=len(catalogue.items))
