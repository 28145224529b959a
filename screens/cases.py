"""A citizen's cases, the newest first."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import TurnPage
from kiosk.visit.views.cases import CasesView
from screens.page import Page
from screens.widgets.buttons import actions, pager
from screens.widgets.case_row import case_row, case_style
from screens.widgets.frame import frame, heading


def draw(page: Page, view: CasesView) -> None:
    body = frame(page)
    whose = page.say(message("cases.list.whose", name=view.name)) if view.name else None
    title = page.say(message("cases.list.title"))
    if page.landscape:
        left, body = body.left(body.w * 0.36, page.mm(14))
        heading(page, actions(page, left, None), title, whose)
    else:
        body = heading(page, actions(page, body, None), title, whose)
    if view.pages > 1:
        foot, body = body.foot(page.theme.target + page.mm(5), page.mm(6))
        pager(page, foot, view.page, view.pages, TurnPage)
    gap = page.mm(4)
    rows = max(1, len(view.rows))
    high = min(page.theme.pick(42, 56), (body.h - gap * (rows - 1)) / rows)
    style = case_style(page, body.top(high)[0], view.rows)
    for one, cell in zip(view.rows, body.stack([high] * rows, gap), strict=False):
        case_row(page, cell, one, style=style)
