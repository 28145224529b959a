"""The terminal cannot serve now: why, and where help is."""

from __future__ import annotations

from kiosk.visit.views import OutOfOrderView
from screens.notice import message_block
from screens.page import Page
from screens.widgets.frame import frame


def draw(page: Page, view: OutOfOrderView) -> None:
    body = frame(page)
    strip, body = body.foot(page.mm(24))
    page.text(strip, page.words("out_of_order.help"), "body", True, page.palette.ink, "center")
    message_block(page, body, "tool", page.say(view.title), page.say(view.body), "warn")
