"""Words on the keyboard, the number plate with its province, and what is of letters and digits alone."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.views import QuestionView
from screens.geometry import Rect
from screens.keyboard import board, line
from screens.keyboard.typing import Typing
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.field import field

_MOST_CHARACTERS = 60
_MOST_SIGNS = 24
_PLATE = 8  # 渝 + letter + five characters, six for new-energy cars (GA 36)


def draw(page: Page, rect: Rect, view: QuestionView, strip: Rect | None = None) -> None:
    """`strip`: the field's place, where it is not above the keyboard in `rect`."""
    now: Typing | None = page.state.get("typing")
    if now is None:
        now = page.state["typing"] = board.begin(page, str(view.value or ""))

    def change(then: Typing) -> None:
        page.change(typing=then, value=then.value, problem=None)()

    gap = page.mm(3 if page.theme.senior else 5)  # the largest keys have the least room
    least = page.theme.pick(24, 29) + gap + page.mm(7 if page.theme.senior else 9) if strip is None else 0
    place, rest = rect.foot(min(board.height(page), rect.h - least), gap)
    board.draw(page, place, board.Field(now, change, _MOST_CHARACTERS, person=view.person))
    if strip is None:
        strip = rest.foot(page.mm(4))[1].top(page.theme.pick(29, 33))[0]
    strong = view.suggestion is None or bool(now.value) or now.composing
    line.draw(page, strip, now, page.words("question.empty_text"), bool(view.error), strong=strong)


def unfinished(page: Page) -> str | None:
    """What to say when letters still wait for the word that they mean."""
    now: Typing | None = page.state.get("typing")
    return page.say(message("keyboard.unfinished")) if now is not None and now.composing else None


def draw_plate(page: Page, rect: Rect, view: QuestionView) -> None:
    """The province first, then a letter, then letters and digits."""
    value = str(page.state.get("value", view.value) or "")

    def press(key: str) -> None:
        page.change(value=keyboards.typed(value, key.upper() if len(key) == 1 else key, _PLATE), problem=None)()

    keyboards.plate(page, _board(page, rect, 5 if value else 4), press, value)
    strip = rect.top(page.theme.pick(29, 33))[0]
    shown = f"{value[:2]} · {value[2:]}" if len(value) > 2 else value
    field(page, strip, shown, page.words("question.empty_text"), bool(view.error))


def draw_code(page: Page, rect: Rect, view: QuestionView) -> None:
    """Letters and digits on one board: nobody has to change between them, nor to write a number by hand."""
    value = str(page.state.get("value", view.value) or "")

    def press(key: str) -> None:
        page.change(value=keyboards.typed(value, key, _MOST_SIGNS), problem=None)()

    keyboards.letters(page, _board(page, rect, 4), press, lambda _: True)
    strip = rect.top(page.theme.pick(29, 33))[0]
    needed = view.suggestion is None or bool(value)
    shown = " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    field(page, strip, shown, page.words("question.empty_code"), bool(view.error), strong=needed)


def _board(page: Page, rect: Rect, rows: int) -> Rect:
    """The keyboard's place at the bottom; it leaves the field visible."""
    high = min(keyboards.letters_height(page, rows), rect.h - page.theme.pick(29, 33) - page.mm(4))
    return rect.foot(high)[0].inset(0, page.mm(1))
