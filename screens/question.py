"""One question a page. How it is answered stands in `screens/answers`, one file a manner."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.text import message
from kiosk.visit.intents import Answer, Do, Skip
from kiosk.visit.views import QuestionView
from screens.answers import choice, days, pad, region, text
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, button_row, go_on
from screens.widgets.frame import above_reach, frame
from screens.widgets.rows import choice_row
from screens.widgets.told import told

Draw = Callable[[Page, Rect, QuestionView], None]

MANNERS: dict[str, Draw] = {
    "choice": choice.draw_one,
    "boolean": choice.draw_yes_no,
    "choices": choice.draw_some,
    "date": days.draw,
    "month": days.draw,
    "year": days.draw,
    "digits": pad.draw,
    "phone": pad.draw,
    "id_number": pad.draw,
    "bank_card": pad.draw,
    "money": pad.draw,
    "plate": text.draw_plate,
    "code": text.draw_code,
    "text": text.draw,
    "region": region.draw,
}
_AT_ONCE = ("choice", "boolean", "region")  # a tap is the answer


def draw(page: Page, view: QuestionView) -> None:
    body = frame(page)
    if page.low and view.kind == "text":
        _typed_low(page, body, view)
        return
    if page.landscape:
        left, right = body.left(body.w * 0.46, page.mm(14))
        left = _actions(page, left, view)
        left = _words(page, left, view)
        _suggestion(page, left, view)
        MANNERS[view.kind](page, right, view)
        return
    body = _actions(page, body, view)
    body = _words(page, body, view)
    body = _suggestion(page, body, view)
    MANNERS[view.kind](page, body, view)


def _typed_low(page: Page, body: Rect, view: QuestionView) -> None:
    """The field is only looked at: it stands above, and the keyboard has all that hands reach."""
    strip = above_reach(page, page.theme.pick(25, 29))
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(17))
        _suggestion(page, _words(page, _actions(page, left, view), view), view)
        text.draw(page, right, view, strip)
        return
    body = _suggestion(page, _words(page, _actions(page, body, view), view), view)
    text.draw(page, body, view, strip)


def _actions(page: Page, body: Rect, view: QuestionView) -> Rect:
    main = None
    if view.kind not in _AT_ONCE or _answered(view):
        main = go_on(page, action=lambda: _finish(page, view))
    rest = actions(page, body, main)
    others = [] if view.required else [Button("intent:skip", page.words("button.skip"), Skip(), "quiet")]
    if view.phone:
        words = page.say(message("drafts.to_phone"))
        others.append(Button("do:phone", words, Do("phone"), "quiet", "device-mobile"))
    if not others:
        return rest
    high = page.theme.target + page.mm(3)
    if len(others) > 1 and (page.theme.senior or page.low) and page.landscape:  # side by side their words were small
        block, rest = rest.foot(2 * high + page.mm(4), page.mm(6))
        for row, other in zip(block.rows(2, page.mm(4)), others, strict=True):
            button(page, row, other, "body")
        return rest
    row, rest = rest.foot(high, page.mm(6))
    button_row(page, row if len(others) > 1 or not view.required else row.end(row.w * 0.5)[0], others, "body")
    return rest


def _answered(view: QuestionView) -> bool:
    if view.kind == "boolean":
        return isinstance(view.value, bool)
    if view.kind == "region":
        return bool(view.value) and not view.options
    return bool(view.value)


def _finish(page: Page, view: QuestionView) -> None:
    """Send what stands in the field, or say why not. What is suggested looks chosen, and is, while nothing is typed."""
    if view.suggestion is not None and _untouched(page, view):
        page.send(Answer(view.suggestion.value))
        return
    value, problem = _given(page, view)
    if problem is not None:
        page.state["problem"] = problem
        page.again()
        return
    page.state.pop("problem", None)
    if value in ("", [], None) and not view.required:
        page.send(Skip())
        return
    page.send(Answer(value))


def _untouched(page: Page, view: QuestionView) -> bool:
    composing = view.kind == "text" and text.unfinished(page) is not None
    return page.state.get("value", view.value) in ("", [], None) and not composing


def _given(page: Page, view: QuestionView) -> tuple[object, str | None]:
    if view.kind in _AT_ONCE:
        return view.value, None
    if view.kind in ("date", "month", "year"):
        return days.given(page, view)
    if view.kind == "text" and (problem := text.unfinished(page)) is not None:
        return None, problem
    value = page.state.get("value", view.value)
    if value in ("", [], None) and view.required:
        return None, page.words("question.required")
    return value, None


def _words(page: Page, rect: Rect, view: QuestionView) -> Rect:
    hint = page.say(view.hint) if view.hint is not None else None
    if hint is None and view.kind == "choices":
        hint = page.words("question.choose_some")
    if hint is None and view.kind == "plate":
        hint = page.words("question.plate_hint")
    problem = page.state.get("problem") or (page.say(view.error) if view.error is not None else None)
    return told(page, rect, page.say(view.title), hint, problem, "bad", "alert-circle", 0.4)


def _suggestion(page: Page, rect: Rect, view: QuestionView) -> Rect:
    """What the card or a licence already says comes first, and which of them it was."""
    if view.suggestion is None:
        return rect
    source = page.say(view.source) if view.source is not None else page.words("question.from_card")
    taken = _untouched(page, view)
    if taken:
        source = page.words("question.unless_typed", source=source)
    line = page.theme.pick(12, 12.5 if page.low else 15)
    style = "body" if len(page.block(source, rect.w, "body").lines) == 1 else "caption"
    label, rest = rect.top(max(line, page.block(source, rect.w, style, leading=1.2).height), page.mm(2))
    page.text(label, source, style, False, page.palette.soft, leading=1.2)
    wide = page.block(view.suggestion.title, rest.w - page.mm(30), "body", True, 1.35)
    row, rest = rest.top(max(page.theme.pick(24, 29), wide.height + page.mm(8)), page.mm(5 if page.low else 7))
    mark = "circle-check" if taken else choice.GOES_ON
    choice_row(page, row, "suggestion", view.suggestion.title, Answer(view.suggestion.value), taken, mark=mark)
    return rest
