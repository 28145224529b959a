"""The way from the terminal to a telephone: a square code, and the same in digits."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Back, Next
from kiosk.visit.views.drafts import HandOverView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.qr import qr


def draw(page: Page, view: HandOverView) -> None:
    body = frame(page)
    here = Button("intent:back", page.say(message("drafts.hand_over.here")), Back(), icon="arrow-left")
    main = Button("intent:next", page.say(message("drafts.hand_over.ended")), Next(), "primary", "check")
    title = page.say(message("drafts.hand_over.title"))
    hint = page.say(message("drafts.hand_over.hint", time=view.until))
    if page.landscape:
        left, right = body.left(body.w * 0.5, page.mm(14))
        heading(page, actions(page, left, main, here, back=False), title, hint, 0.6)
        _code(page, right, view)
        return
    _code(page, heading(page, actions(page, body, main, here, back=False), title, hint), view)


def _code(page: Page, rect: Rect, view: HandOverView) -> None:
    line = page.theme.size("caption") * 1.5
    digits = page.theme.size("number") * 1.3
    side = min(rect.w, rect.h - line - digits - page.mm(18), page.mm(140))
    card = rect.middle(side + page.mm(20), side + line + digits + page.mm(18))
    page.card(card)
    inner = card.inset(page.mm(8), page.mm(6))
    square, rest = inner.top(side, page.mm(4))
    qr(page, square.middle(side, side), view.url)
    label, number = rest.top(line)
    page.text(label, message("drafts.hand_over.code"), "caption", False, page.palette.soft, "center")
    shown = f"{view.code[:4]} {view.code[4:]}"
    page.text(number, shown, "number", True, page.palette.stress, "center")
