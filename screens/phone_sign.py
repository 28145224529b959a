"""The way to a telephone on which to sign: a square code, and the way back to the glass."""

from __future__ import annotations

from typing import Any

from kiosk.text import message
from kiosk.visit.intents import Back
from kiosk.visit.views.signed import PhoneSignView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.qr import qr
from screens.widgets.rows import banner, banner_height


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"phone_sign.screen.{key}", **params))


def draw(page: Page, view: PhoneSignView) -> None:
    body = frame(page)
    here = Button("intent:back", words(page, "here"), Back(), icon="signature")
    title = words(page, "title_opened" if view.opened else "title")
    hint = None if view.opened else words(page, "hint", time=view.until)  # it has been scanned
    if page.landscape:
        left, right = body.left(body.w * 0.5, page.mm(14))
        left = heading(page, actions(page, left, here, back=False), title, hint, 0.6)
        _opened(page, left, view)
        _code(page, right, view)
        return
    body = heading(page, actions(page, body, here, back=False), title, hint)
    _code(page, _opened(page, body, view), view)


def _opened(page: Page, body: Rect, view: PhoneSignView) -> Rect:
    if not view.opened:
        return body
    told = words(page, "opened")
    strip, rest = body.top(banner_height(page, body.w, told), page.mm(5))
    banner(page, strip, told, "good", "device-mobile")
    return rest


def _code(page: Page, rect: Rect, view: PhoneSignView) -> None:
    side = min(rect.w, rect.h, page.mm(150))
    card = rect.middle(side, side)
    page.card(card)
    if view.opened:  # the code opens once: another telephone would only find it used
        page.icon("device-mobile", card.middle(side / 2, side / 2), page.palette.primary, 1.5)
        return
    qr(page, card.inset(page.mm(7), page.mm(7)), view.url)
