"""The payment: a code for the payer's telephone, the amount, and what is being waited for."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import Text
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views.payments import PayView
from screens.bills import words
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.busy import busy_bar
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.qr import qr
from screens.widgets.rows import banner, banner_height

_LEAST_CODE = 46.0  # mm of a code with its margin that a telephone reads at arm's length: the words give way to it
_TITLES = {"waiting": "title", "paying": "paying", "checking": "checking"}


def draw(page: Page, view: PayView) -> None:
    body = frame(page)
    leave = Button("intent:next", words(page, "leave"), Next(), "primary") if view.may_leave else None
    later = [Button("intent:skip", words(page, "later"), Skip(), share=0.66)] if view.may_skip else []
    body = actions(page, body, leave, *later)
    title = words(page, _TITLES[view.phase])
    payee = words(page, "payee", payee=view.payee)
    if page.landscape:
        left, right = body.left(body.w * 0.46, page.mm(14))
        left = _head(page, left, view, title, payee)
        _words(page, _amount(page, left, view), view)
        _code(page, right, view)
        return
    body = heading(page, body, title, payee)
    body = _amount(page, body, view)
    view = _beside_the_code(page, body, view)
    foot, body = body.foot(_words_height(page, body.w, view) + _ways_height(page, body.w, view), page.mm(5))
    _words(page, foot, view)
    _code(page, body, view)


def _beside_the_code(page: Page, body: Rect, view: PayView) -> PayView:
    """Of the other ways as many as leave the code so large that a telephone reads it."""
    if not view.pay_code:
        return view
    code = page.mm(_LEAST_CODE + 15) + page.block(words(page, "scan"), body.w - page.mm(14), "body", True, 1.3).height
    kept = view
    while kept.ways and body.h - page.mm(5) - _words_height(page, body.w, kept) < code + _ways_height(
        page, body.w, kept
    ):
        kept = replace(kept, ways=kept.ways[:-1])
    return kept


def _head(page: Page, rect: Rect, view: PayView, title: str, payee: str) -> Rect:
    """Who gets the money is always said; where there is little room both lines are a size smaller."""
    used = page.block(title, rect.w, "title", True).height + page.block(payee, rect.w, "body").height + page.mm(15)
    if page.title_place is not None or used + _below_head(page, rect.w, view) <= rect.h:
        return heading(page, rect, title, payee, 0.6)
    small = page.block(payee, rect.w, "caption").height
    styles = ("title", "button", "body")
    heads = [page.block(title, rect.w, style, True).height for style in styles]
    room = rect.h - _below_head(page, rect.w, view) - small - page.mm(6)
    at = next((index for index, high in enumerate(heads) if high <= room), 1)
    strip, rest = rect.top(heads[at], page.mm(2))
    page.text(strip, title, styles[at], True, valign="top", role="heading")
    strip, rest = rest.top(small, page.mm(3))
    page.text(strip, payee, "caption", False, page.palette.soft)
    return rest


def _below_head(page: Page, width: float, view: PayView) -> float:
    way = _way_height(page, width, view.ways[0]) + page.mm(3) if view.ways else 0
    return page.theme.size("number") * 1.25 + page.mm(4) + _words_height(page, width, view) + way


def _amount(page: Page, rect: Rect, view: PayView) -> Rect:
    high = page.theme.size("number") * 1.25
    strip, rest = rect.top(high, page.mm(4))
    page.text(strip, words(page, "yuan", amount=view.amount), "number", True, page.palette.stress, role="number")
    return rest


def _words_height(page: Page, width: float, view: PayView) -> float:
    if view.problem is not None:
        return banner_height(page, width, view.problem)
    if view.phase != "waiting":
        return page.mm(3)
    return page.block(words(page, "waiting"), width, "body", leading=1.35).height + page.mm(7)


def _ways_height(page: Page, width: float, view: PayView) -> float:
    return sum(_way_height(page, width, way) + page.mm(3) for way in view.ways)


def _way_height(page: Page, width: float, way: Text) -> float:
    return page.block(way, width, "caption", leading=1.3).height


def _words(page: Page, rect: Rect, view: PayView) -> None:
    """What is wrong, or that it goes on by itself; quietly, how else it can be paid, as far as there is room."""
    if view.problem is not None:
        high = min(rect.h, _words_height(page, rect.w, view))
        strip, rest = rect.top(high, page.mm(3))
        banner(page, strip, view.problem)
    else:
        rest = rect
        if view.phase == "waiting":
            hint = words(page, "waiting")
            both = _words_height(page, rect.w, view) + _ways_height(page, rect.w, view)
            style = "body" if both <= rect.h else "caption"
            strip, rest = rect.top(page.block(hint, rect.w, style, leading=1.35).height, page.mm(4))
            page.text(strip, hint, style, False, page.palette.soft, valign="top", leading=1.35)
        bar, rest = rest.top(page.mm(3), page.mm(3))
        busy_bar(page, bar)
    for way in view.ways:
        high = _way_height(page, rest.w, way)
        if high > rest.h + 1:
            return
        strip, rest = rest.top(high, page.mm(3))
        page.text(strip, way, "caption", False, page.palette.soft, leading=1.3)


def _code(page: Page, rect: Rect, view: PayView) -> None:
    """The square code in a card, below it how to use it; without a code what is happening instead."""
    page.card(rect)
    inner = rect.inset(page.mm(7), page.mm(6))
    if not view.pay_code:
        _meanwhile(page, inner, view)
        return
    lines = [words(page, "scan"), *([words(page, "or_show")] if view.scanner else [])]
    for style, shown in (("body", 2), ("caption", 2), ("caption", 1)):
        lines = lines[:shown]
        blocks = [page.block(line, inner.w, style, index == 0, 1.3) for index, line in enumerate(lines)]
        high = sum(block.height for block in blocks) + page.mm(3)
        if inner.h - high >= page.mm(_LEAST_CODE):
            break
    below, inner = inner.foot(high, page.mm(3))
    side = min(inner.w, inner.h, page.mm(118))
    qr(page, inner.middle(side, side), view.pay_code)
    for index, (line, block) in enumerate(zip(lines, blocks, strict=True)):
        strip, below = below.top(block.height, page.mm(2))
        colour = page.palette.ink if index == 0 else page.palette.soft
        page.text(strip, line, style, index == 0, colour, "center", leading=1.3)


def _meanwhile(page: Page, rect: Rect, view: PayView) -> None:
    """Without a code: what is happening, and large that nobody pays twice."""
    checks = view.phase == "checking"
    said = words(page, f"{view.phase}_hint") if view.phase != "waiting" else words(page, "waiting")
    high = banner_height(page, rect.w, said)
    size = min(page.mm(64), (rect.h - high - page.mm(8)) * 0.8)
    both = rect.middle(rect.w, size + page.mm(10) + high)
    place, below = both.top(size, page.mm(10))
    tint, colours = page.palette.tint("warn" if checks else "blue"), page.palette
    disc = place.middle(size, size).whole()
    page.box(disc, tint.ground, colours.line if colours.outlined else None, 0.75, radius=int(size / 2))
    icon = "clock-hour-4" if checks else "device-mobile"
    page.icon(icon, disc.middle(size * 0.5, size * 0.5), colours.ink if colours.outlined else tint.ink)
    banner(page, below, said, "warn" if checks else "blue", "alert-triangle" if checks else "info-circle")
