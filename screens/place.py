"""The guide of something that is done elsewhere: what it takes, where, when; never a button to begin."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Choose
from kiosk.visit.views import GuideRow
from kiosk.visit.views.reading import PlaceView
from screens.geometry import Rect
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.take_along import take_along


def draw(page: Page, view: PlaceView) -> None:
    body = frame(page)
    more = Button("do:more", view.more, Choose("more"), "secondary", "map-pin") if view.more is not None else None
    queue = Button("do:queue", view.queue, Choose("queue"), "primary", "users") if view.queue is not None else None
    body = actions(page, body, queue or more, *([more] if queue and more else []))
    rows = (GuideRow(message("screens.guide.department"), view.department, "building"), *view.rows)
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(12))
        _head(page, left, view)
        rest = take_along(page, right, view.code, view.paper)
        if rest is not None:
            facts(page, rest, rows)
        return
    body = _head(page, body, view)
    rest = take_along(page, body, view.code, view.paper)
    if rest is not None:
        facts(page, rest, rows)


def _head(page: Page, body: Rect, view: PlaceView) -> Rect:
    hint = None if page.han else page.words("guide.chinese")
    body = heading(page, body, page.say(view.title), hint, 0.45)
    only = page.words("guide.elsewhere_only")
    strip, rest = body.top(banner_height(page, body.w, only), page.mm(6))
    banner(page, strip, only, "blue", "info-circle")
    return rest
