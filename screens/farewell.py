"""Goodbye, and what not to forget."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import AnotherItem, Do
from kiosk.visit.views import FarewellView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.adapt_bar import adapt_bar
from screens.widgets.buttons import Button, button, button_row
from screens.widgets.city import night
from screens.widgets.frame import brand, header_height


def draw(page: Page, view: FarewellView) -> None:
    colours = page.palette
    page.fill(page.rect, colours.paper if colours.outlined else colours.primary)
    stage = adapt_bar(page, page.rect)
    if not colours.outlined:
        night(page, stage, stage.h * 0.34)
    ink = colours.ink if colours.outlined else colours.on_primary
    soft = colours.soft if colours.outlined else colours.on_primary_soft
    inner = stage.inset(page.theme.margin, 0)
    top, _ = inner.top(header_height(page))
    brand(page, top)
    title, remind = page.words("farewell.title"), page.words("farewell.paper" if view.paper else "farewell.no_paper")
    body = page.say(message("rating.other.thanks")) if view.rated else page.words("farewell.body")
    head = page.block(title, inner.w, "number", True)
    first, second = page.block(remind, inner.w, "button", True), page.block(body, inner.w, "body")
    high = page.mm(40) + page.mm(10) + head.height + page.mm(8) + first.height + page.mm(4) + second.height
    rest = Rect(inner.x, inner.y + (inner.h - high) * 0.4, inner.w, high)
    place, rest = rest.top(page.mm(40), page.mm(10))
    disc = place.middle(page.mm(40), page.mm(40)).whole()
    page.box(disc, colours.paper, ink if colours.outlined else None, 0.75, radius=int(disc.h / 2))
    page.icon("heart-handshake", disc.middle(page.mm(22), page.mm(22)), colours.primary)
    for words, block, style, bold, colour, gap in (
        (title, head, "number", True, ink, 8.0),
        (remind, first, "button", True, ink, 4.0),
        (body, second, "body", False, soft, 0.0),
    ):
        strip, rest = rest.top(block.height, page.mm(gap))
        page.text(strip, words, style, bold, colour, "center")
    foot = inner.foot(page.mm(12) + page.theme.action)[0].top(page.theme.action)[0]
    again = Button("intent:another", page.words("farewell.again"), AnotherItem())
    if view.rated:
        button(page, foot.middle(min(foot.w, page.mm(120)), foot.h), again)
        return
    rate = Button("do:rate", page.say(message("rating.other.door")), Do("rate"))
    button_row(page, foot.middle(min(foot.w, page.mm(240)), foot.h), [rate, again])
