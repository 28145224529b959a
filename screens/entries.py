"""A list of things to read, in pages."""

from __future__ import annotations

from kiosk.visit.intents import TurnPage
from kiosk.visit.views.reading import EntriesView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import actions, pager
from screens.widgets.entries import action_buttons, entry_rows, kept_line
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: EntriesView) -> None:
    body = frame(page)
    offered = action_buttons(view.actions)
    body = actions(page, body, offered[-1] if offered else None, *offered[:-1])
    if view.pages > 1 and page.landscape and not offered:  # beside the way back, which takes a part of its row
        row = Rect(body.x, body.bottom + page.theme.space, body.w, page.theme.action)
        pager(page, row.end(row.w * 0.58)[0], view.page, view.pages, TurnPage)
    elif view.pages > 1:
        foot, body = body.foot(page.theme.pick(23, 28), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    body = kept_line(page, body, view.kept)
    body = heading(page, body, page.say(view.title), page.say(view.hint) if view.hint is not None else None, 0.3)
    if view.notice is not None:
        strip, body = body.top(banner_height(page, body.w, view.notice), page.mm(5))
        banner(page, strip, view.notice)
    if not view.rows and view.empty is not None:
        page.text(body, view.empty, "button", False, page.palette.soft, "center")
        return
    entry_rows(page, body, view.rows, 2 if page.landscape else 1, page.theme.pick(37, 52))
