"""The whole directory: its ways, a grid of departments or events, then what can be done here and what is read."""

from __future__ import annotations

from functools import partial

from kiosk.text import Text
from kiosk.visit.intents import ChooseMatter, OpenSearch, TurnPage
from kiosk.visit.views.directory import DirectoryView
from kiosk.visit.views.reading import EntryRow
from kiosk.visit.views.search import MatterTile
from screens.geometry import Rect
from screens.page import Page
from screens.typesetting import is_wide
from screens.widgets.buttons import Button, actions, pager
from screens.widgets.entries import entry_row, entry_style
from screens.widgets.frame import frame, heading
from screens.widgets.heaps import grid_style, heap_tile, way_of
from screens.widgets.rows import item_row, title_style
from screens.widgets.scope import scope_row, whole_city
from screens.widgets.trail import trail

SEPARATOR = " › "


def draw(page: Page, view: DirectoryView) -> None:
    body = frame(page, home_button=True)
    main = whole_city(page) if _empty(view) else None
    if view.layout == "ways":
        main = Button("intent:search", page.words("directory.type"), OpenSearch(), "secondary", "keyboard")
    body = actions(page, body, main, back=True)
    body = _pager(page, body, view)
    body = _head(page, body, view)
    if view.layout == "ways":
        _rows(page, body, view, 1, page.theme.pick(56, 70))
    elif view.layout == "tiles":
        _grid(page, body, view)
    else:
        many = page.low and len(view.items) + len(view.heaps) + len(view.matters) > 3
        _rows(page, body, view, 2 if page.landscape or many else 1, page.theme.pick(37, 52))


def _empty(view: DirectoryView) -> bool:
    """One district has none of these; the whole city has."""
    narrowed = view.scope is not None and view.scope.district is not None
    return narrowed and not (view.items or view.heaps or view.matters)


def _pager(page: Page, body: Rect, view: DirectoryView) -> Rect:
    if view.pages < 2:
        return body
    if page.landscape:  # beside the way back, which takes a part of its row
        row = Rect(body.x, body.bottom + page.theme.space, body.w, page.theme.action)
        pager(page, row.end(row.w * 0.58)[0], view.page, view.pages, TurnPage)
        return body
    foot, body = body.foot(page.theme.pick(23, 28), page.mm(5))
    pager(page, foot, view.page, view.pages, TurnPage)
    return body


def _head(page: Page, body: Rect, view: DirectoryView) -> Rect:
    """Where one is, the title, and whose entries are shown: below each other, or, where it is wide, beside each other.
    Within a low hand's reach stands what changes the page; where one is, is read above it."""
    title, high = page.say(view.title), page.theme.target + page.mm(0 if page.low else 2)
    hint = page.say(view.hint) if view.hint is not None else _names(page, view)
    back = not _empty(view)
    if page.low:
        body = heading(page, body, title, hint or SEPARATOR.join(map(page.say, _labels(view))))
        if view.scope is None:
            return body
        strip, body = body.top(high, page.mm(4))
        scope_row(page, strip, view.scope, way_back=back)
        return body
    if view.trail:
        strip, body = body.top(page.theme.target, page.mm(4))
        trail(page, strip, view.trail)
    if view.scope is None:
        return heading(page, body, title, hint)
    if not page.landscape:
        body = heading(page, body, title, hint)
        strip, body = body.top(high, page.mm(4))
        scope_row(page, strip, view.scope, way_back=back)
        return body
    right, left = body.end(body.w * 0.62, page.mm(6))
    rest = heading(page, left, title)
    scope_row(page, right.top(high)[0], view.scope, way_back=back)
    body = body.top(max(left.h - rest.h, high + page.mm(4)))[1]
    if hint is None or page.theme.senior:  # there the names need the room
        return body
    strip, body = body.top(page.theme.size("caption") * 1.4, page.mm(2))
    page.text(strip, hint, "caption", False, page.palette.soft)
    return body


def _names(page: Page, view: DirectoryView) -> str | None:
    """Who does not read Chinese is told that it is the names that are, and not their screen."""
    shown = [*(heap.title for heap in view.heaps), *(matter.title for matter in view.matters)]
    if page.han or not any(is_wide(letter) for title in shown for letter in page.say(title)):
        return None
    return page.words("directory.chinese")


def _labels(view: DirectoryView) -> list[Text]:
    return [crumb.label for crumb in view.trail]


def _grid(page: Page, body: Rect, view: DirectoryView) -> None:
    """Departments, topics, events: an icon and its words, all in one size of letters."""
    if not view.heaps:
        _none(page, body, view)
        return
    gap = page.mm(4)
    columns = (3 if page.theme.senior else 4) if page.landscape else 2
    columns += page.low and not page.theme.senior and len(view.heaps) > 2 * columns  # fewer rows within reach
    rows = -(-len(view.heaps) // columns)
    height = min(page.theme.pick(37, 50), (body.h - gap * (rows - 1)) / rows)
    cells = [cell for row in body.stack([height] * rows, gap) for cell in row.columns(columns, gap)]
    style = grid_style(page, cells[0], [one.title for one in view.heaps])
    for heap, cell in zip(view.heaps, cells, strict=False):
        heap_tile(page, cell, heap, style)


def _none(page: Page, body: Rect, view: DirectoryView) -> None:
    district = view.scope.district if view.scope is not None else None
    none = page.words("directory.none", district=district) if district is not None else page.words("search.nothing")
    page.text(body, none, "button", True, align="center")


def _rows(page: Page, body: Rect, view: DirectoryView, columns: int, most: float) -> None:
    count = len(view.items) + len(view.heaps) + len(view.matters)
    if not count:
        _none(page, body, view)
        return
    gap = page.mm(4)
    labelled = bool(view.items) and len(view.items) < count
    label = page.theme.size("body") * 1.5 if labelled else 0.0
    if labelled and columns > 1:
        _beside(page, body, view, label, most)
        return
    rows = -(-count // columns)
    height = min(most, (body.h - gap * (rows - 1) - 2 * label) / rows)
    if labelled:
        strip, body = body.top(label, 0)
        page.text(strip, page.words("directory.here"), "body", True)
        grid, body = body.top((height + gap) * len(view.items))
        _cells(page, grid, _drawn_items(page, view, grid.w, height), 1, height)
        strip, body = body.top(label, 0)
        page.text(strip, page.words("directory.read"), "body", True)
        _cells(page, body, _drawn_others(page, view, body.w, height), 1, height)
        return
    wide = (body.w - gap * (columns - 1)) / columns
    _cells(
        page, body, [*_drawn_items(page, view, wide, height), *_drawn_others(page, view, wide, height)], columns, height
    )


def _beside(page: Page, body: Rect, view: DirectoryView, label: float, most: float) -> None:
    """What can be done here at the left, what is read at the right, each under its name."""
    gap = page.mm(4)
    left, right = body.columns(2, gap)
    rows = max(len(view.items), len(view.heaps) + len(view.matters))
    height = min(most, (body.h - label - gap * (rows - 1)) / rows)
    items, others = _drawn_items(page, view, left.w, height), _drawn_others(page, view, right.w, height)
    for place, name, draws in ((left, "directory.here", items), (right, "directory.read", others)):
        strip, rest = place.top(label)
        page.text(strip, page.words(name), "body", True)
        _cells(page, rest, draws, 1, height)


def _cells(page: Page, body: Rect, draws: list[partial[None]], columns: int, height: float) -> None:
    gap, rows = page.mm(4), -(-len(draws) // columns)
    cells = [cell for row in body.stack([height] * rows, gap) for cell in row.columns(columns, gap)]
    for draw_it, cell in zip(draws, cells, strict=False):
        draw_it(rect=cell)


def _drawn_items(page: Page, view: DirectoryView, wide: float, height: float) -> list[partial[None]]:
    style = title_style(page, view.items, Rect(0, 0, wide, height)) if view.items else "body"
    return [partial(item_row, page, tile=tile, style=style) for tile in view.items]


def _drawn_others(page: Page, view: DirectoryView, wide: float, height: float) -> list[partial[None]]:
    """In one size of letters."""
    heaps = [(EntryRow("", one.title, one.detail, one.icon, one.tint), *way_of(one)) for one in view.heaps]
    matters = [(_matter(one), f"matter:{one.number}", ChooseMatter(one.number)) for one in view.matters]
    style = entry_style(page, Rect(0, 0, wide, height), [row for row, *_ in (*heaps, *matters)])
    return [
        partial(entry_row, page, name=name, row=row, action=action, style=style)
        for row, name, action in (*heaps, *matters)
    ]


def _matter(one: MatterTile) -> EntryRow:
    return EntryRow("", one.title, one.detail, "book", "grey")
