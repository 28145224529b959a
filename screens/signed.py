"""What a citizen signed for a case: the rows as they were on show, the signature, what the platform's seal proves."""

from __future__ import annotations

from typing import Any

from kiosk.languages import language_of
from kiosk.text import message
from kiosk.visit.intents import TurnPage
from kiosk.visit.views.signed import SignedView
from screens.check import table
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, go_on
from screens.widgets.frame import frame, heading
from screens.widgets.seals import seal_banner
from screens.widgets.signature_pad import draw_strokes


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"signed.screen.{key}", **params))


def draw(page: Page, view: SignedView) -> None:
    body = frame(page)
    others = [
        Button(f"intent:{name}", words(page, name), TurnPage(by), icon="history", share=0.7)
        for name, by, there in (("newer", -1, view.newer), ("older", 1, view.older))
        if there
    ]
    main = go_on(page, words(page, "print")) if view.prints else None
    hint = words(page, "advice") if view.seal_tone == "bad" else page.say(view.when)
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(12))
        left = actions(page, left, main, *others)
        left = heading(page, left, words(page, "title"), hint, 0.5)
        seal_banner(page, left, view.seal, view.seal_tone)
        _rows_and_ink(page, right, view)
        return
    body = actions(page, body, main, *others)
    body = heading(page, body, words(page, "title"), hint)
    body = seal_banner(page, body, view.seal, view.seal_tone)
    _rows_and_ink(page, body, view)


def _rows_and_ink(page: Page, body: Rect, view: SignedView) -> None:
    han = language_of(view.language).script == "han"
    if han != page.han:  # the seal is of these words, so they are not put into another language
        note, body = body.top(page.theme.size("caption") * 1.4, page.mm(2))
        page.text(note, words(page, "in_chinese" if han else "in_english"), "caption", False, page.palette.soft)
    place, body = body.foot(page.theme.pick(42, 50), page.mm(6))
    used = table(page, body, view.rows)
    _ink(page, Rect(place.x, min(place.y, used + page.mm(6)), place.w, place.h), view)


def _ink(page: Page, rect: Rect, view: SignedView) -> None:
    """The statement, and the signature under it."""
    colours = page.palette
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(3))
    if not view.strokes:
        page.text(inner, words(page, "pressed"), "body", True, leading=1.3)
        return
    ink, left = inner.end(inner.w * 0.4, page.mm(4))
    draw_strokes(page, ink, view.strokes, colours.ink)
    page.text(left, view.statement, "caption", False, colours.soft, leading=1.3)
