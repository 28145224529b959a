"""What somebody agrees to before they register: short paragraphs, and two answers of one size."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views.identity import UseView
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading


def draw(page: Page, view: UseView) -> None:
    body = frame(page)
    agree = Button("intent:next", page.say(message("identity.register.agree")), Next(), "primary", "check")
    refuse = Button("intent:skip", page.say(message("identity.register.refuse")), Skip())
    body = actions(page, body, agree, refuse, back=False)
    version = page.say(message("identity.register.version", version=view.version))
    body = heading(page, body, page.say(view.title), version, 0.3)
    wide = body.w - 2 * page.mm(9)
    blocks = [page.block(paragraph, wide, "body") for paragraph in view.paragraphs]
    gap = page.mm(5)
    high = sum(block.height for block in blocks) + gap * (len(blocks) - 1) + 2 * page.mm(8)
    paper = body.top(min(high, body.h))[0]
    page.card(paper)
    rest = paper.inset(page.mm(9), page.mm(8))
    for paragraph, block in zip(view.paragraphs, blocks, strict=True):
        place, rest = rest.top(min(block.height, rest.h), gap)
        page.text(place, paragraph, "body", valign="top")
