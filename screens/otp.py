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
    main = go_on(page, action=Answer(value), enabled=len(value) == DIGITS and bool(view.sent_to))
    if page.landscape:
        left, right = body.left(body.w * 0.46, page.mm(14))
        left = ways(page, actions(page, left, main), view.others)
        _pad(page, right, view, value)
        _again(page, _words(page, left, view).top(page.theme.target + page.mm(6))[0], view)
        return
    body = ways(page, actions(page, body, main), view.others)
    body = _words(page, body, view)
    again, body = body.top(page.theme.target + page.mm(6), page.mm(6))
    _again(page, again, view)
    _pad(page, body, view, value)


def _words(page: Page, rect: Rect, view: OtpView) -> Rect:
    sent = message("identity.otp.sent", phone=view.sent_to) if view.sent_to else message("identity.otp.unsent")
    rest = heading(page, rect, page.say(message("identity.otp.title")), page.say(sent))
    if view.problem is None:
        return rest
    strip, rest = rest.top(banner_height(page, rest.w, view.problem), page.mm(5))
    banner(page, strip, view.problem, "bad", "alert-circle")
    return rest


def _again(page: Page, rect: Rect, view: OtpView) -> None:
    """Another code, once the first has had its time."""
    waits = view.again_in > 0
    words = message("identity.otp.again_in", seconds=view.again_in) if waits else message("identity.otp.again")
    it = Button("intent:again", page.say(words), SendAgain(), "quiet", "refresh", enabled=not waits)
    button(page, rect.left(min(rect.w, page.mm(120)))[0], it, "body")


def _pad(page: Page, rect: Rect, view: OtpView, value: str) -> None:
    def show(place: Rect) -> None:
        shown = f"{value[:3]} {value[3:]}".strip()
        field(page, place, shown, page.say(message("identity.otp.empty")), view.problem is not None)

    def press(key: str) -> None:
        page.change(value=keyboards.typed(value, key, DIGITS))()

    pad_and_field(page, rect, show, press, None)
