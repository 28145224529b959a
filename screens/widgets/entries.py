"""Rows of things to read: an icon, a title of one or two lines, a quieter line, a word on a label."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.text import Text
from kiosk.visit.intents import Choose
from kiosk.visit.views.reading import EntryAction, EntryRow
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Action, Button
from screens.widgets.rows import chip, icon_square


def entry_rows(page: Page, body: Rect, rows: tuple[EntryRow, ...], columns: int, most: float) -> float:
    """Equal heights, at most `most` each, unless their names need more and have it; gives where the last one ends."""
    if not rows:
        return body.y
    gap = page.mm(4)
    count = -(-len(rows) // columns)
    free, wide = (body.h - gap * (count - 1)) / count, (body.w - gap * (columns - 1)) / columns
    height = min(most, free)
    if entry_style(page, Rect(0, 0, wide, height), rows) != "body":
        wanted = _wanted(page, wide, rows)
        height = wanted if height < wanted <= free else height
    cells = [cell for row in body.stack([height] * count, gap) for cell in row.columns(columns, gap)]
    style = entry_style(page, cells[0], rows)
    for row, cell in zip(rows, cells, strict=False):
        entry_row(page, cell, f"entry:{row.value}", row, Choose(row.value), style)
    return cells[len(rows) - 1].bottom


def entry_style(page: Page, rect: Rect, rows: Sequence[EntryRow]) -> str:
    """The largest size in which every title of a list has its place in a row like `rect`."""
    *_, rest = _places(page, rect)
    for row in rows:
        below = _below_height(page, row)
        if row.mark is None and page.block(row.title, rest.w, "caption", True, 1.25).height + below > rest.h:
            below = 0  # where it is low the name goes before
        if page.block(row.title, rest.w, "body", True, 1.25).height + below > rest.h:
            return "caption"
    return "body"


def _wanted(page: Page, wide: float, rows: Sequence[EntryRow]) -> float:
    """The height in which every title stands in its usual size, in a row so wide."""
    *_, words = _places(page, Rect(0, 0, wide, page.mm(40)))
    highest = max(page.block(row.title, words.w, "body", True, 1.25).height + _below_height(page, row) for row in rows)
    return highest + page.mm(4)


def _places(page: Page, rect: Rect) -> tuple[Rect, Rect, Rect]:
    """Of the icon's square, the arrow and the words."""
    inner = rect.inset(page.mm(5), page.mm(1.5))
    square, rest = inner.left(min(page.mm(20), inner.h), page.mm(5))
    return square, *rest.end(page.mm(8), page.mm(2))


def _below_height(page: Page, row: EntryRow) -> float:
    return page.theme.size("caption") * 1.4 if row.detail is not None or row.mark is not None else 0


def entry_row(page: Page, rect: Rect, name: str, row: EntryRow, action: Action, style: str = "body") -> None:
    """`style`: of its title, unless that needs less."""
    colours = page.palette
    page.card(rect, touchable=True)
    square, arrow, rest = _places(page, rect)
    icon_square(page, square.middle(square.w, square.w), row.icon, colours.tint(row.tint))
    page.icon("chevron-right", arrow, colours.edge, 2.0)
    below, words = _below_height(page, row), page.say(row.title)
    if page.block(words, rest.w, "caption", True, 1.25).height + below > rest.h:
        if row.mark is not None:
            words = one_line(page, words, rest.w, bold=True)  # what it is must be seen
        else:
            below = 0  # where it is low the name goes before
    if page.block(words, rest.w, style, True, 1.25).height + below > rest.h:
        style = "caption"
    title = min(page.block(words, rest.w, style, True, 1.25).height, rest.h - below)
    block = rest.middle(rest.w, title + below)
    page.text(Rect(block.x, block.y, block.w, title), words, style, True, leading=1.25)
    if below:
        _below(page, Rect(block.x, block.y + title, block.w, below), row)
    page.touch(rect, name, action, row.title)


def _below(page: Page, rect: Rect, row: EntryRow) -> None:
    x = rect.x
    if row.mark is not None:
        x += chip(page, x, rect.centre[1], row.mark, page.palette.tint(row.tint)) + page.mm(3)
    if row.detail is not None:
        place = Rect(x, rect.y, rect.right - x, rect.h)
        page.text(place, one_line(page, row.detail, place.w), "caption", False, page.palette.soft, leading=1.25)


def one_line(page: Page, text: Text | str, width: float, style: str = "caption", *, bold: bool = False) -> str:
    """As much of it as one line takes."""
    words = page.say(text)
    if max(page.block(words, 9999, style, bold).widths) <= width:
        return words
    while words and max(page.block(words + "…", 9999, style, bold).widths) > width:
        words = words[:-1]
    return words.rstrip(" ·，,") + "…"


def action_buttons(actions: tuple[EntryAction, ...]) -> list[Button]:
    return [
        Button(f"do:{one.value}", one.label, Choose(one.value), "primary" if one.main else "secondary", one.icon)
        for one in actions
    ]


def kept_line(page: Page, body: Rect, kept: Text | None) -> Rect:
    """How old the copy is, at the foot; gives what is left above."""
    if kept is None:
        return body
    strip, rest = body.foot(page.theme.size("caption") * 1.4, page.mm(3))
    page.text(strip, kept, "caption", False, page.palette.soft)
    return rest
