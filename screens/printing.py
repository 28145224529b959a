"""The A4 printer at work: which copy, and what it waits for."""

from __future__ import annotations

from kiosk.visit.views.certificates import PrintingView
from screens.certificate import words
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.busy import busy_bar
from screens.widgets.frame import frame
from screens.widgets.paper_motion import comes_out
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: PrintingView) -> None:
    body = frame(page)
    waits = view.phase == "waiting"
    many = view.copies > 1
    title = words(page, "printing_copy", copy=view.copy, copies=view.copies) if many else words(page, "printing")
    if waits:
        title = words(page, "waiting")
    hint = words(page, "printing_hint", pages=view.pages)
    circle = page.mm(48 if waits else 84)
    wide = body.middle(min(body.w, page.mm(300)), body.h)
    head = page.block(title, wide.w, "title", True)
    below = page.block(hint, wide.w, "body")
    alert = banner_height(page, wide.w, view.problem) if view.problem is not None else page.mm(3)
    words_h = page.mm(30) + head.height + below.height + alert
    circle = min(circle, max(page.mm(40), int(wide.h - words_h)))
    high = circle + words_h
    rest = Rect(wide.x, wide.y + max(0, (wide.h - high) * 0.42), wide.w, high)
    place, rest = rest.top(circle, page.mm(12))
    tint = page.palette.tint("warn")
    if waits:
        disc = place.middle(circle, circle).whole()
        page.box(disc, tint.ground, tint.ink if page.palette.outlined else None, 0.75, radius=circle // 2)
        page.icon("printer", disc.middle(circle * 0.5, circle * 0.5), tint.ink)
    else:
        comes_out(page, place, "sheet")
    strip, rest = rest.top(head.height, page.mm(4))
    page.text(strip, title, "title", True, align="center", role="heading")
    strip, rest = rest.top(below.height, page.mm(14))
    page.text(strip, hint, "body", False, page.palette.soft, "center")
    if view.problem is not None:
        banner(page, rest.top(alert)[0], view.problem)
    else:
        busy_bar(page, rest.top(page.mm(3))[0].middle(min(body.w, page.mm(150)), page.mm(3)))
