"""Five rows of equal size and none chosen before; leaving it out is a real button."""

from __future__ import annotations

from kiosk.visit.intents import Next, Rate, Skip, ToggleTag
from kiosk.visit.views import RateView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.rows import choice_row, choices_style

_LEVELS = (
    ("very_satisfied", "mood-happy", "good"),
    ("satisfied", "mood-smile", "good"),
    ("fairly_satisfied", "mood-empty", "grey"),
    ("dissatisfied", "mood-sad", "warn"),
    ("very_dissatisfied", "mood-cry", "bad"),
)


def draw(page: Page, view: RateView) -> None:
    body = frame(page)
    rated = view.level is not None
    skip = Button("intent:skip", page.words("button.no_rating"), Skip(), share=0.9 if rated else 1)
    send = Button("intent:next", page.words("button.send_rating"), Next(), "primary") if rated else None
    body = actions(page, body, send, skip, back=False)
    body = heading(page, body, page.words("rate.title"), page.words("rate.hint"))
    if page.landscape:
        left, right = body.columns(2, page.mm(14))
        _levels(page, left, view)
        _tags(page, right, view)
        return
    high = page.theme.pick(28, 32) if not view.tags else page.theme.pick(23, 26)
    gap = page.mm(4)
    levels, body = body.top(5 * high + 4 * gap, page.mm(7))
    _levels(page, levels, view)
    _tags(page, body, view)


def _levels(page: Page, rect: Rect, view: RateView) -> None:
    rows = rect.top(min(rect.h, page.theme.pick(160, 180)))[0].rows(5, page.mm(4))
    for (level, icon, tint), row in zip(_LEVELS, rows, strict=True):
        chosen = view.level == level
        choice_row(
            page, row, f"rate:{level}", page.words(f"rate.{level}"), Rate(level), chosen, icon,
            page.palette.tint(tint), mark="circle-check" if chosen else "circle", share=0.72,
        )  # fmt: skip


def _tags(page: Page, rect: Rect, view: RateView) -> None:
    if not view.tags:
        page.text(rect.top(page.mm(16))[0], page.words("rate.more"), "body", False, page.palette.soft)
        return
    label, rest = rect.top(page.theme.pick(13, 16), page.mm(3))
    page.text(label, page.words("rate.tags"), "body", False, page.palette.soft)
    gap = page.mm(3.5)
    columns = 2
    count = -(-len(view.tags) // columns)
    high = min(page.theme.pick(22, 25), (rest.h - gap * (count - 1)) / count)
    cells = [cell for row in rest.stack([high] * count, gap) for cell in row.columns(columns, gap)]
    style = choices_style(page, cells[0], [tag.title for tag in view.tags])
    for tag, cell in zip(view.tags, cells, strict=False):
        mark = "square-check" if tag.chosen else "square"
        choice_row(page, cell, f"tag:{tag.code}", tag.title, ToggleTag(tag.code), tag.chosen, mark=mark, style=style)
