"""Something takes longer than a second: what it is, and that it goes on."""

from __future__ import annotations

from kiosk.visit.views import WorkingView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.busy import busy_bar
from screens.widgets.frame import frame


def draw(page: Page, view: WorkingView) -> None:
    body = frame(page)
    circle = page.mm(48)
    title = page.block(view.doing, body.w, "title", True)
    detail = page.say(view.detail) if view.detail is not None else page.words("working.hint")
    below = page.block(detail, body.w, "body")
    high = circle + page.mm(12) + title.height + page.mm(4) + below.height + page.mm(14) + page.mm(3)
    rest = Rect(body.x, body.y + (body.h - high) * 0.42, body.w, high)
    place, rest = rest.top(circle, page.mm(12))
    tint = page.palette.tint("blue")
    disc = place.middle(circle, circle).whole()
    page.box(disc, tint.ground, tint.ink if page.palette.outlined else None, 0.75, radius=circle // 2)
    page.icon("hourglass", disc.middle(circle * 0.5, circle * 0.5), tint.ink)
    strip, rest = rest.top(title.height, page.mm(4))
    page.text(strip, view.doing, "title", True, align="center", role="heading")
    strip, rest = rest.top(below.height, page.mm(14))
    page.text(strip, detail, "body", False, page.palette.soft, "center")
    busy_bar(page, rest.top(page.mm(3))[0].middle(min(body.w, page.mm(150)), page.mm(3)))
