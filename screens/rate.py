"""Five rows of equal size and none chosen before; leaving it out is a real button, and so are words of one's own.

Reasons stand beside the levels where both have room; in large letters they have a page of their own.
"""

from __future__ import annotations

from kiosk.text import Message, message
from kiosk.visit.intents import Do, Next, Rate, Skip, ToggleTag
from kiosk.visit.views import RateView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Action, Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.rows import choice_row, choices_style

_LEVELS = (
    ("very_satisfied", "mood-happy", "good"),
    ("satisfied", "mood-smile", "good"),
    ("fairly_satisfied", "mood-empty", "grey"),
    ("dissatisfied", "mood-sad", "warn"),
    ("very_dissatisfied", "mood-cry", "bad"),
)
_COLUMNS = 2


def draw(page: Page, view: RateView) -> None:
    body = frame(page)
    if page.state.get("reasons") and view.tags:
        _reasons_alone(page, body, view)
        return
    apart = page.theme.senior or page.low or not view.tags
    rated = view.level is not None
    skip = Button("intent:skip", page.words("button.no_rating"), Skip(), share=0.9 if rated else 1)
    send = Button("intent:next", page.words("button.send_rating"), Next(), "primary") if rated else None
    own = Button("do:words", _written(view), Do("words"), icon="circle-check" if view.words else "pencil", share=0.9)
    beside = [own] if rated and page.landscape and not apart else []
    body = actions(page, body, send, skip, *beside, back=False)
    item = view.subject == "item"
    title = page.words("rate.title") if item else page.say(message(f"rating.other.of_{view.subject}"))
    body = heading(page, body, title, page.words("rate.hint"))
    if page.landscape:
        left, right = body.columns(2, page.mm(14))
        _levels(page, left.top(min(left.h, page.theme.pick(160, 180)))[0], view)
    else:
        left, right = _portrait(page, body, view, apart)
        _levels(page, left, view)
    if not rated:
        more = page.words("rate.more") if item else page.say(message("rating.other.more"))
        place = right.top(page.mm(16))[0]
        if place.h >= page.mm(12):
            page.text(place, more, "body", False, page.palette.soft)
    elif apart:
        _doors(page, right, view)
    else:
        right = _reasons(page, right, view)
        if not page.landscape:
            _door(page, right.top(page.theme.pick(20, 23))[0], "do:words", _written(view), Do("words"), view.words)


def _portrait(page: Page, body: Rect, view: RateView, apart: bool) -> tuple[Rect, Rect]:
    """The levels above, and below them what goes with one."""
    gap = page.mm(4)
    high = page.theme.pick(28, 32) if apart or view.level is None else page.theme.pick(22, 24.5)
    doors = 2 * page.theme.pick(20, 25) + page.mm(10) if apart and view.level is not None else 0
    return body.top(min(5 * high + 4 * gap, body.h - doors), page.mm(6))


def _levels(page: Page, rect: Rect, view: RateView) -> None:
    gap = round(page.mm(4))
    high = int((rect.h - 4 * gap) / 5)  # whole pixels: none of the five is larger than another, not even by one
    rows = Rect(rect.x, round(rect.y), rect.w, rect.h).stack([high] * 5, gap)
    for (level, icon, tint), row in zip(_LEVELS, rows, strict=True):
        chosen = view.level == level
        choice_row(
            page, row, f"rate:{level}", page.words(f"rate.{level}"), Rate(level), chosen, icon,
            page.palette.tint(tint), mark="circle-check" if chosen else "circle", share=0.72,
        )  # fmt: skip


def _doors(page: Page, rect: Rect, view: RateView) -> None:
    """To the reasons, where there are any, and to words of one's own."""
    high, gap = page.theme.pick(20, 25), page.mm(4)
    if view.tags:
        row, rect = rect.top(high, gap)
        count = sum(tag.chosen for tag in view.tags)
        words = message("rating.reasons.chosen", count=count) if count else message("rating.reasons.door")
        _door(page, row, "local:reasons", words, page.change(reasons=True), count, "list-check")
    _door(page, rect.top(high)[0], "do:words", _written(view), Do("words"), view.words)


def _door(
    page: Page, row: Rect, name: str, words: Message, action: Action, given: int, icon: str = "pencil"
) -> None:  # fmt: skip
    choice_row(page, row, name, page.say(words), action, bool(given), mark="circle-check" if given else icon)


def _written(view: RateView) -> Message:
    return message("rating.words.written", count=view.words) if view.words else message("rating.words.add")


def _reasons_alone(page: Page, body: Rect, view: RateView) -> None:
    done = Button("local:done", message("rating.reasons.done"), page.change(reasons=False), "primary")
    body = actions(page, body, done, back=False)
    body = heading(page, body, page.words("rate.tags"), page.words(f"rate.{view.level}"))
    _tags(page, body, view, page.theme.pick(30, 36))


def _reasons(page: Page, rect: Rect, view: RateView) -> Rect:
    """What begins below them."""
    label, rest = rect.top(page.theme.pick(12, 15), page.mm(2.5))
    page.text(label, page.words("rate.tags"), "body", False, page.palette.soft)
    return _tags(page, rest, view, page.theme.pick(22, 25))


def _tags(page: Page, rect: Rect, view: RateView, most: float) -> Rect:
    gap = page.mm(3.5)
    count = -(-len(view.tags) // _COLUMNS)
    high = min(most, (rect.h - gap * (count - 1)) / count)
    cells = [cell for row in rect.stack([high] * count, gap) for cell in row.columns(_COLUMNS, gap)]
    style = choices_style(page, cells[0], [tag.title for tag in view.tags])
    for tag, cell in zip(view.tags, cells, strict=False):
        mark = "square-check" if tag.chosen else "square"
        choice_row(page, cell, f"tag:{tag.code}", tag.title, ToggleTag(tag.code), tag.chosen, mark=mark, style=style)
    return rect.top(count * high + (count - 1) * gap, page.mm(5))[1]
