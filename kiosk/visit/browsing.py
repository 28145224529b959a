"""Where somebody stands among the items before one is chosen, and the pages that show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.catalogue import regions
from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.plan import is_offered, means_of
from kiosk.catalogue.search import SearchIndex
from kiosk.columns.search import Reference
from kiosk.directory.index import DirectoryIndex
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import directory_pages
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.directory_pages import Directory
from kiosk.visit.paging import cut
from kiosk.visit.views.search import ArticleTile, SearchView
from kiosk.words import say

FAVOURITES = 8  # two columns of three stand on the first page, of four on larger glass
TILES = {"standard": 8, "contrast": 8, "senior": 4}  # a page of the list that needs no scrolling
FOUND = {"standard": 4, "contrast": 4, "senior": 3}  # above the keyboard
FOUND_MIXED = FOUND | {"senior": 2}  # the same, where a heading and longer names stand between them
WORDS = 6  # candidates in one row
LONGEST_QUERY = 60  # characters: no name has more, and a key that is held down must not stop the page


@dataclass(frozen=True)
class Browsing:
    """`path` and `pages`: where in the directory, and the page that was open at each level above. `behind`: where the
    choice of a district was asked for."""

    place: str = "home"  # "home", "list", "search", "directory" or "districts"
    category: str | None = None
    query: str = ""
    page: int = 0
    path: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    district: str = ""  # that search and directory are narrowed to; empty: the whole city
    behind: Browsing | None = None


def browse(at: Browsing, intent: i.Intent) -> Browsing:
    """The place after a touch."""
    match intent:
        case i.OpenCategory(category):
            return Browsing("list", category)
        case i.OpenSearch():
            return Browsing("search", district=at.district)
        case i.Search(query):
            return Browsing("search", query=query[:LONGEST_QUERY], district=at.district)
        case i.TurnPage(by):
            return replace(at, page=max(0, at.page + by))
        case i.OpenDirectory(path):
            return _in_directory(at, path)
        case i.OpenDistricts() if at.place in ("search", "directory"):
            return Browsing("districts", district=at.district, behind=at)
        case i.Narrow(district) if district == "" or regions.region(district) is not None:
            return _narrowed(at.behind or at, district)
        case i.Back() if at.behind is not None:
            return at.behind
        case i.Back() if at.place == "directory" and at.path:
            return _in_directory(at, at.path[:-1])
        case i.Narrow():
            return at
        case _:
            return Browsing()


def _in_directory(at: Browsing, path: tuple[str, ...]) -> Browsing:
    """Above, the pages are as they were left; what is opened begins at its first page."""
    seen = (*at.pages, at.page) if at.place == "directory" else ()
    if len(path) < len(seen) and at.path[: len(path)] == path:
        page, pages = seen[len(path)], seen[: len(path)]
    else:
        page, pages = 0, (*seen, *(0,) * len(path))[: len(path)]
    return Browsing("directory", page=page, path=path, pages=pages, district=at.district)


def _narrowed(at: Browsing, district: str) -> Browsing:
    """Another number of things stands at every level."""
    return replace(at, district=district, page=0, pages=(0,) * len(at.path))


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
        items, page, pages = cut(catalogue.of(at.category), at.page, TILES[mode])
        beyond = at.category is None and directory is not None and directory.can_be_browsed
        return v.ListView(_title(catalogue, at.category), tiles(items), page, pages, beyond)
    if at.place in ("directory", "districts") and directory is not None and directory.can_be_browsed:
        have = Directory(directory, catalogue, mode, lambda item: tiles([item])[0], at.district)
        return have.districts(at.page) if at.place == "districts" else have.page(at.path, at.page)
    if at.place == "search":
        found = tuple(index.find(at.query)) if at.query else catalogue.of(None)
        words = tuple(index.words(at.query))[:WORDS]
        others = directory.find(at.query, at.district) if directory is not None and at.query else ()
        read = articles(at.query) if at.query else ()
        most = (FOUND_MIXED if read or others else FOUND)[mode]
        first = most - 1 if read else 0  # an article that fits is seen on the first page, however many items do
        every = (*found[:first], *read[:1], *found[first:], *read[1:], *others)
        shown, page, pages = cut(every, at.page, most)
        items = tuple(one for one in shown if isinstance(one, Item))
        numbers = [one for one in shown if isinstance(one, int)]
        matters = directory_pages.matters(directory, numbers, at.district) if directory is not None else ()
        references = tuple(_article(one) for one in shown if isinstance(one, Reference))
        scope = directory_pages.scope_of(directory, at.district) if directory is not None and directory.size() else None
        return SearchView(at.query, words, tiles(items), page, pages, matters, references, scope)
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


ARTICLE_ICONS = {
    "policy": "file-description", "indicator": "chart-line", "announcement": "speakerphone", "feature": "map-2",
    "emergency": "alert-triangle",
}  # fmt: skip


def _article(one: Reference) -> ArticleTile:
    mark = message(f"reading.article.{one.kind}")
    return ArticleTile(one.value, one.title, one.by, mark, ARTICLE_ICONS[one.kind])


def _title(catalogue: Catalogue, category: str | None) -> Text:
    for one in catalogue.categories:
        if one.name == category:
            return one.title
    return message("visit.home.all", count=len(catalogue.items))
