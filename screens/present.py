"""亮证: the code that shows a licence once, as large as can be, with the seconds that it is good for."""

from __future__ import annotations

from kiosk.clock import still
from kiosk.text import message
from kiosk.visit.views.licences import PresentView
from screens.page import Page
from screens.widgets.buttons import actions
from screens.widgets.frame import frame, heading
from screens.widgets.qr import qr


def draw(page: Page, view: PresentView) -> None:
    body = actions(page, frame(page), None)
    key = "licences.send.hint" if view.to_phone else "licences.present.hint"
    hint = page.say(message(key, left=still(view.seconds)))
    if page.landscape:
        left, right = body.left(body.w * 0.45, page.mm(12))
        heading(page, left, page.say(view.title), hint, 0.5)
        body = right
    else:
        body = heading(page, body, page.say(view.title), hint, 0.4)
    side = min(body.w, body.h, page.mm(190))
    card = body.middle(side, side)
    page.card(card)
    qr(page, card.inset(page.mm(6), page.mm(6)), view.code)
