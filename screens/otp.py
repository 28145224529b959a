"""The one-time code that came by text message, on a number pad; the other ways to prove oneself below it."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Answer, SendAgain
from kiosk.visit.views.identity import OtpView
from screens.answers.pad import pad_and_field
from screens.geometry import Rect
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.buttons import Button, actions, button, go_on
from screens.widgets.field import field
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.ways import ways

DIGITS = 6


def draw(page: Page, view: OtpView) -> None:
    body = frame(page)
    value = str(page.state.get("value", ""))
    main = go_on(page, action=Answer(value), enabled=len(value) == DIGITS) if view.sent_to else _again(view, "primary")
    if page.landscape:
        left, right = body.left(body.w * 0.46, page.mm(14))
        _words(page, ways(page, actions(page, left, main), view.others), view)
        _rest(page, right, view, value)
        return
    body = ways(page, actions(page, body, main), view.others)
    _rest(page, _words(page, body, view), view, value)


def _rest(page: Page, rect: Rect, view: OtpView, value: str) -> None:
    if view.sent_to:
        _pad(page, rect, view, value)
        return
    side = min(rect.w, rect.h, page.mm(110))  # there is nothing to type
    card = rect.middle(side, side)
    page.card(card)
    page.icon("message-2", card.middle(side / 2, side / 2), page.palette.soft, 1.5)


def _words(page: Page, rect: Rect, view: OtpView) -> Rect:
    sent = message("identity.otp.sent", phone=view.sent_to) if view.sent_to else message("identity.otp.unsent")
    hint = page.say(sent) if view.problem is None else None
    title = message("identity.otp.title" if view.sent_to else "identity.otp.title_unsent")
    rest = heading(page, rect, page.say(title), hint)
    if view.problem is None:
        return rest
    strip, rest = rest.top(banner_height(page, rest.w, view.problem), page.mm(5))
    banner(page, strip, view.problem, "bad", "alert-circle")
    return rest


def _again(view: OtpView, kind: str) -> Button:
    """Another code, once the first has had its time."""
    waits = view.again_in > 0
    words = message("identity.otp.again_in", seconds=view.again_in) if waits else message("identity.otp.again")
    return Button("intent:again", words, SendAgain(), kind, enabled=not waits)


def _pad(page: Page, rect: Rect, view: OtpView, value: str) -> None:
    def show(place: Rect) -> None:
        again, place = place.end(place.w * 0.36, page.mm(5))
        button(page, again, _again(view, "quiet"), "body")
        shown = f"{value[:3]} {value[3:]}".strip()
        field(page, place, shown, page.say(message("identity.otp.empty")), view.problem is not None)

    def press(key: str) -> None:
        page.change(value=keyboards.typed(value, key, DIGITS))()

    pad_and_field(page, rect, show, press, None)
