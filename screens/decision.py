"""Not granted: why, and the way to a person."""

from __future__ import annotations

from typing import Any

from kiosk.text import message
from kiosk.visit.intents import Do
from kiosk.visit.views.decision import DecisionView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, go_on
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"decision.screen.{key}", **params))


def draw(page: Page, view: DecisionView) -> None:
    body = frame(page)
    if view.reviewable:
        end = Button("intent:next", words(page, "end"), go_on(page).action, share=0.7)
        review = Button("do:review", words(page, "review"), Do("review"), "primary", "user-check")
        body = actions(page, body, review, end, back=False)
    else:
        body = actions(page, body, go_on(page, words(page, "end")), back=False)
    hint = words(page, "hint" if view.reviewable else "hint_counter")
    body = heading(page, body, words(page, "title"), hint)
    if view.problem is not None:
        strip, body = body.foot(banner_height(page, body.w, view.problem), page.mm(5))
        banner(page, strip, view.problem)
    gap = page.mm(4)
    for reason in view.reasons:
        high = max(page.mm(24), page.block(reason, body.w - page.mm(30), "body", leading=1.35).height + page.mm(10))
        if high > body.h:
            break
        card, body = body.top(high, gap)
        _reason(page, card, page.say(reason))


def _reason(page: Page, card: Rect, text: str) -> None:
    page.card(card)
    inner = card.inset(page.mm(6), page.mm(3))
    place, rest = inner.left(page.mm(11), page.mm(5))
    page.icon("info-circle", place.middle(place.w, place.w), page.palette.tint("warn").ink, 2.0)
    page.text(rest, text, "body", False, leading=1.35)
