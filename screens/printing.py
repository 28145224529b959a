"""The A4 printer at work: which copy; what it waits for, who can help, and what comes if nobody does."""

from __future__ import annotations

from kiosk.visit.intents import CallHelp
from kiosk.visit.views.certificates import PrintingView
from screens.certificate import counted, words
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.busy import busy_bar
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, with_above
from screens.widgets.paper_motion import comes_out


def draw(page: Page, view: PrintingView) -> None:
    body = frame(page)
    if view.problem is not None:
        call = Button("printer:help", words(page, "call"), CallHelp(), "primary", "headset")
        body = actions(page, body, call, back=False)
    body = with_above(page, body)
    wide = body.middle(min(body.w, page.mm(300)), body.h)
    if view.problem is None:
        _at_work(page, wide, view)
    else:
        _waits(page, wide, view)


def _at_work(page: Page, wide: Rect, view: PrintingView) -> None:
    many = view.copies > 1
    title = words(page, "printing_copy", copy=view.copy, copies=view.copies) if many else words(page, "printing")
    hint = counted(page, "printing_each" if many else "printing_hint", view.pages)
    head, below = page.block(title, wide.w, "title", True), page.block(hint, wide.w, "body")
    words_h = page.mm(33) + head.height + below.height
    picture = min(page.mm(84), max(page.mm(40), int(wide.h - words_h)))
    place, rest = _above_the_middle(wide, picture + words_h).top(picture, page.mm(12))
    comes_out(page, place, "sheet")
    strip, rest = rest.top(head.height, page.mm(4))
    page.text(strip, title, "title", True, align="center", role="heading")
    strip, rest = rest.top(below.height, page.mm(14))
    page.text(strip, hint, "body", False, page.palette.soft, "center")
    busy_bar(page, rest.top(page.mm(3))[0].middle(min(wide.w, page.mm(150)), page.mm(3)))


def _waits(page: Page, wide: Rect, view: PrintingView) -> None:
    assert view.problem is not None
    lines = [page.say(view.todo)] if view.todo is not None else []
    lines.append(words(page, "waiting_else"))
    head = page.block(view.problem, wide.w, "title", True)
    blocks = [page.block(line, wide.w, "body", not index, 1.35) for index, line in enumerate(lines)]
    words_h = page.mm(16) + head.height + sum(block.height + page.mm(4) for block in blocks)
    circle = min(page.mm(48), max(page.mm(26), int(wide.h - words_h)))
    place, rest = _above_the_middle(wide, circle + words_h).top(circle, page.mm(12))
    colours, tint = page.palette, page.palette.tint("warn")
    disc = place.middle(circle, circle).whole()
    page.box(disc, tint.ground, colours.line if colours.outlined else None, 0.75, radius=circle // 2)
    page.icon("printer", disc.middle(circle * 0.5, circle * 0.5), colours.ink if colours.outlined else tint.ink)
    strip, rest = rest.top(head.height, page.mm(4))
    page.text(strip, view.problem, "title", True, align="center", role="heading")
    for index, (line, block) in enumerate(zip(lines, blocks, strict=True)):
        strip, rest = rest.top(block.height, page.mm(4))
        ink = colours.soft if index else colours.ink
        page.text(strip, line, "body", not index, ink, "center", leading=1.35, role="text" if index else "alert")


def _above_the_middle(wide: Rect, high: float) -> Rect:
    return Rect(wide.x, wide.y + max(0, (wide.h - high) * 0.42), wide.w, min(high, wide.h))
