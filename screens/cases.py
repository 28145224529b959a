"""A citizen's cases, the newest first."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import TurnPage
from kiosk.visit.views.cases import CasesView
from screens.page import Page
from screens.widgets.buttons import actions, pager
from screens.widgets.case_row import case_row
from screens.widgets.frame import frame, heading


def draw(page: Page, view: CasesView) -> None:
    body = actions(page, frame(page), None)
    whose = page.say(message("cases.list.whose", name=view.name)) if view.name else None
    body = heading(page, body, page.say(message("cases.list.title")), whose)
    if view.pages > 1:
        foot, body = body.foot(page.theme.target + page.mm(5), page.mm(6))
        pager(page, foot, view.page, view.pages, TurnPage)
    columns = 2 if page.landscape else 1
    gap = page.mm(4)
    rows = max(1, -(-len(view.rows) // columns))
    high = min(page.theme.pick(38, 50), (body.h - gap * (rows - 1)) / rows)
    cells = [cell for row in body.stack([high] * rows, gap) for cell in row.columns(columns, gap)]
    for one, cell in zip(view.rows, cells, strict=False):
        case_row(page, cell, one)
