"""A number to take along, for a queue or a locker: the number, what belongs to it, and the truth about the paper."""

from __future__ import annotations

from kiosk.text import Text, message
from kiosk.visit.intents import Do, Next, Print
from kiosk.visit.views.queues import TicketView
from screens.geometry import Rect
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.figure import figure, figure_height
from screens.widgets.frame import above_reach, frame, heading
from screens.widgets.qr import qr
from screens.widgets.rows import banner, banner_height

_CODE_MM = 44  # side of the square code: read by a telephone from half a metre
_PAPER = {
    "printing": ("blue", "hourglass"),
    "printed": ("good", "receipt"),
    "unprinted": ("warn", "printer-off"),
    "unsure": ("warn", "printer"),
}


def draw(page: Page, view: TicketView) -> None:
    body = frame(page)
    if view.paper != "printing":
        body = actions(page, body, _have(page), *_others(page, view), back=False)
    hint = page.say(view.hint) if view.hint is not None else None
    if page.title_place is not None:  # low mode: what becomes of the paper is only read
        body = _paper(page, body, view)
        body = heading(page, body, page.say(view.title), hint, 0.34)
    else:
        body = heading(page, body, page.say(view.title), hint, 0.34)
        body = _paper(page, body, view)
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(12))
        _number(page, left.middle(left.w, min(left.h, page.mm(120))), view)
        facts(page, right, view.rows)
        return
    card, rest = body.top(min(page.theme.pick(112, 122), body.h * (0.44 if page.low else 0.6)), page.mm(6))
    _number(page, card, view)
    facts(page, rest, view.rows)


def _have(page: Page) -> Button:
    return Button("intent:next", page.say(message("queue.have")), Next(), "primary", "check")


def _others(page: Page, view: TicketView) -> list[Button]:
    others = []
    if view.give_back is not None:
        others.append(Button("do:cancel", page.say(view.give_back), Do("cancel"), share=0.8))
    if view.paper in ("", "unprinted"):
        words = page.say(message("queue.print_again" if view.paper else "queue.print"))
        others.append(Button("intent:print", words, Print(), icon="printer", share=0.8))
    return others


def _paper(page: Page, body: Rect, view: TicketView) -> Rect:
    if not view.paper:
        return body
    words: Text = message(f"queue.paper.{view.paper}")
    tint, icon = _PAPER[view.paper]
    high = banner_height(page, body.w, words)
    strip, rest = (above_reach(page, high), body) if page.title_place is not None else body.top(high, page.mm(6))
    banner(page, strip, words, tint, icon)
    return rest


def _number(page: Page, card: Rect, view: TicketView) -> None:
    """The number large; below it, or beside it where there is no room, the square code with what it is for."""
    page.card(card)
    inner = card.inset(page.mm(6), page.mm(5))
    high = figure_height(page)
    if inner.h - high - page.mm(4) >= page.mm(_CODE_MM):
        number, rest = inner.top(high, page.mm(4))
        figure(page, number, view.number)
        place, words = rest.left(min(rest.h, rest.w * 0.5), page.mm(5))
        _code(page, place, view)
        if view.follow is not None:
            page.text(words, view.follow, "body", False, page.palette.soft)
        return
    if view.follow is not None:
        words, inner = inner.foot(page.block(view.follow, inner.w, "caption", leading=1.2).height, page.mm(1))
        page.text(words, view.follow, "caption", False, page.palette.soft, leading=1.2)
    place, number = inner.left(min(inner.h, inner.w * 0.42), page.mm(6))
    _code(page, place, view)
    figure(page, number, view.number)


def _code(page: Page, place: Rect, view: TicketView) -> None:
    side = min(place.w, place.h)
    qr(page, place.middle(side, side), view.code)
