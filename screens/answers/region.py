"""A region, level by level: what has been chosen stands above, the next level below."""

from __future__ import annotations

from kiosk.visit.intents import Answer, Back
from kiosk.visit.views import QuestionView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button, pager


def draw(page: Page, rect: Rect, view: QuestionView) -> None:
    if view.trail:
        strip, rect = rect.top(page.theme.target + page.mm(3), page.mm(6))
        _trail(page, strip, view)
    chosen = [step.value for step in view.trail]
    gap = page.mm(4)
    columns = _columns(page, rect, view)
    least = page.theme.pick(19, 25)
    rows_fit = max(1, int((rect.h + gap) // (least + gap)))
    options = view.options
    pages = -(-len(options) // (rows_fit * columns))
    if pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(5))
        rows_fit = max(1, int((rect.h + gap) // (least + gap)))
        pages = -(-len(options) // (rows_fit * columns))
        index = min(page.state.get("page", 0), pages - 1)
        pager(page, foot, index, pages, lambda by: page.change(page=index + by))
        options = options[index * rows_fit * columns : (index + 1) * rows_fit * columns]
    rows = max(1, -(-len(options) // columns))
    high = min(page.theme.pick(25, 31), (rect.h - gap * (rows - 1)) / rows)
    cells = [cell for row in rect.stack([high] * rows, gap) for cell in row.columns(columns, gap)]
    for option, cell in zip(options, cells, strict=False):
        answer = Answer([*chosen, option.value])
        button(page, cell, Button(f"option:{option.value}", option.title, answer), "body")


def _columns(page: Page, rect: Rect, view: QuestionView) -> int:
    """As many as the longest name allows, three at most."""
    longest = max((max(page.block(o.title, 9999, "body", True).widths) for o in view.options), default=0)
    return max(1, min(3, int((rect.w + page.mm(4)) // (longest + page.mm(16)))))


def _trail(page: Page, rect: Rect, view: QuestionView) -> None:
    path = " › ".join(page.say(step.title) for step in view.trail)
    words = page.words(f"question.change_{_level(view.trail[-1].value)}")
    again = Button("trail:back", words, Back(), "quiet", "edit")
    wide = max(page.block(again.label, 9999, "body", True).widths) + page.mm(26)
    place, left = rect.end(min(wide, rect.w * 0.55), page.mm(5))
    page.text(left, path, "body", True, page.palette.stress)
    button(page, place, again, "body")


def _level(code: str) -> str:
    """What a code of GB/T 2260, or a longer one of a street, is the code of."""
    if len(code) > 6:
        return "town"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"
