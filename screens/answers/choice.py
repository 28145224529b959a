"""One of some, some of some, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visit.intents import Answer
from kiosk.visit.views import Option, QuestionView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Action, pager
from screens.widgets.rows import choice_row, choices_style

GOES_ON = "chevron-right"  # an empty ring would say that something is to be confirmed after the tap


def draw_one(page: Page, rect: Rect, view: QuestionView) -> None:
    """A tap is the answer."""
    entries = [
        (f"option:{option.value}", option, Answer(option.value), option.value == str(view.value))
        for option in view.options
    ]
    _rows(page, rect, entries, "circle-check", GOES_ON)


def draw_yes_no(page: Page, rect: Rect, view: QuestionView) -> None:
    gap = page.mm(5)
    rows = rect.top(min(rect.h, page.theme.pick(68, 80)))[0].rows(2, gap)
    looks = (("check", "good"), ("x", "bad"))
    for value, row, (icon, tint) in zip((True, False), rows, looks, strict=True):
        chosen = view.value is value
        name = f"option:{'true' if value else 'false'}"
        words = (
            view.yes_no[0 if value else 1] if view.yes_no else page.words("question.yes" if value else "question.no")
        )
        mark = "circle-check" if chosen else GOES_ON
        choice_row(page, row, name, words, Answer(value), chosen, icon, page.palette.tint(tint), mark=mark)


def draw_some(page: Page, rect: Rect, view: QuestionView) -> None:
    """A tap chooses or un-chooses; "next" sends."""
    chosen: list[str] = list(page.state.get("value", view.value) or [])
    order = [option.value for option in view.options]

    def toggle(value: str) -> Action:
        def act() -> None:
            now = set(chosen) ^ {value}
            page.change(value=[one for one in order if one in now], problem=None)()

        return act

    entries = [(f"option:{one.value}", one, toggle(one.value), one.value in chosen) for one in view.options]
    _rows(page, rect, entries, "square-check", "square")


def _rows(page: Page, rect: Rect, entries: Sequence[tuple[str, Option, Action, bool]], on: str, off: str) -> None:
    """One column where the place allows, else two; what does not fit stands on the next page."""
    gap = page.mm(4)
    least = page.theme.pick(20, 26)
    most = page.theme.pick(28, 38)
    one_column = len(entries) * (least + gap) - gap <= rect.h
    columns = 1 if one_column or page.theme.senior or rect.w < page.mm(190) or _too_long(page, rect, entries) else 2
    a_page = max(1, int((rect.h + gap) // (least + gap))) * columns
    pages = -(-len(entries) // a_page)
    if pages > 1:
        foot_h = page.theme.target + page.mm(4)
        foot, rect = rect.foot(foot_h, page.mm(5))
        a_page = max(1, int((rect.h + gap) // (least + gap))) * columns
        pages = -(-len(entries) // a_page)
        first = next((i // a_page for i, entry in enumerate(entries) if entry[3]), 0)
        index = min(page.state.get("page", first), pages - 1)
        pager(page, foot, index, pages, lambda by: page.change(page=index + by))
        entries = entries[index * a_page : (index + 1) * a_page]
    count = -(-len(entries) // columns)
    high = min(most, (rect.h - gap * (count - 1)) / max(1, count))
    cells = [cell for row in rect.stack([high] * count, gap) for cell in row.columns(columns, gap)]
    style = choices_style(page, cells[0], [option.title for _, option, _, _ in entries]) if entries else None
    for (name, option, action, chosen), cell in zip(entries, cells, strict=False):
        choice_row(page, cell, name, option.title, action, chosen, mark=on if chosen else off, style=style)


def _too_long(page: Page, rect: Rect, entries: Sequence[tuple[str, Option, Action, bool]]) -> bool:
    """Whether a name would not stand in one line of half the width."""
    wide = rect.w / 2 - page.mm(26)
    return any(max(page.block(option.title, 9999, "body", True).widths) > wide for _, option, _, _ in entries)
