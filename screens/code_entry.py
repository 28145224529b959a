"""A code of digits on a pad, or its square code before the scanner."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Answer
from kiosk.visit.views.cases import CodeEntryView
from screens.answers.pad import pad_and_field
from screens.geometry import Rect
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.buttons import actions, go_on
from screens.widgets.field import field
from screens.widgets.frame import frame
from screens.widgets.told import told


def draw(page: Page, view: CodeEntryView) -> None:
    body = frame(page)
    if page.landscape:
        left, right = body.left(body.w * 0.46, page.mm(14))
        _words(page, _actions(page, left, view), view)
        _pad(page, right, view)
        return
    _pad(page, _words(page, _actions(page, body, view), view), view)


def _actions(page: Page, body: Rect, view: CodeEntryView) -> Rect:
    typed = str(page.state.get("value", ""))

    def finish() -> None:
        if len(typed) == view.digits:
            page.send(Answer(typed))
        else:
            page.change(problem=page.say(message(f"{view.words}.short")))()

    return actions(page, body, go_on(page, action=finish))


def _words(page: Page, rect: Rect, view: CodeEntryView) -> Rect:
    hint = page.say(message(f"{view.words}.scan")) if view.scanner else None
    problem = page.state.get("problem") or (page.say(view.error) if view.error is not None else None)
    title = page.say(message(f"{view.words}.title"))
    return told(page, rect, title, hint, problem, "bad", "alert-circle", 0.4)


def _pad(page: Page, rect: Rect, view: CodeEntryView) -> None:
    value = str(page.state.get("value", ""))

    def press(key: str) -> None:
        page.change(value=keyboards.typed(value, key, view.digits), problem=None)()

    def show(place: Rect) -> None:
        field(page, place, grouped_code(value), page.say(message(f"{view.words}.empty")), view.error is not None)

    pad_and_field(page, rect, show, press, None)


def grouped_code(digits: str) -> str:
    """In groups of four from the first digit on, as the receipt has them."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
