"""Somebody's presented code is held before the scanner; what another code says is shown as plain text."""

from __future__ import annotations

from kiosk.visit.views.licences import ScanView
from screens.page import Page
from screens.widgets.buttons import actions
from screens.widgets.card_motion import card_motion
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height

_LEAST_MM = 50  # of the picture's height


def draw(page: Page, view: ScanView) -> None:
    body = actions(page, frame(page), None)
    body = heading(page, body, page.say(view.title), page.say(view.hint), 0.4)
    if view.problem is not None:
        strip, body = body.top(banner_height(page, body.w, view.problem), page.mm(5))
        banner(page, strip, view.problem)
    if view.foreign:
        inset = page.mm(8)
        block = page.block(view.foreign, body.w - 2 * inset, "body", leading=1.4)
        card, rest = body.top(min(body.h, block.height + 2 * inset), page.mm(6))
        page.card(card)
        page.text(card.inset(inset, inset), view.foreign, "body", False, page.palette.soft, valign="top", leading=1.4)
        if rest.h < page.mm(_LEAST_MM):
            return
        body = rest  # how to hold the next one
    card_motion(page, body.middle(body.w, min(body.h, page.mm(140))), "qr_code")
