"""A declaration in place of a paper (告知承诺): the statement as it will be signed, and what a wrong one leads to."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Next
from kiosk.visit.views.form import DeclareView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: DeclareView) -> None:
    body = frame(page)
    agree = Button("intent:next", message("materials.declare.agree"), Next(), "primary", "signature")
    body = actions(page, body, agree)
    title = page.say(message("materials.declare.title", material=view.material))
    hint = page.say(message("materials.declare.hint"))
    told = page.say(message("materials.declare.told"))
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(12))
        heading(page, left, title, told, 1.0)
        _statement(page, right, view, right.h)
        return
    body = heading(page, body, title, hint, 0.4)
    high = min(body.h, banner_height(page, body.w, told))
    rest = _statement(page, body, view, body.h - high - page.mm(6))
    banner(page, rest.top(min(rest.h, high))[0], told, "warn", "info-circle")


def _statement(page: Page, rect: Rect, view: DeclareView, most: float) -> Rect:
    """Not higher than `most`; gives what is left below it."""
    inset = page.mm(8)
    blocks = {style: page.block(view.statement, rect.w - 2 * inset, style, leading=1.5) for style in ("button", "body")}
    style = next((one for one, block in blocks.items() if block.height + 2 * inset <= most), "body")
    card, rest = rect.top(min(most, blocks[style].height + 2 * inset), page.mm(6))
    page.card(card)
    page.text(card.inset(inset, inset), view.statement, style, leading=1.5, valign="top")
    return rest
