"""The payment: a code for the payer's telephone, the amount, and what is being waited for."""

from __future__ import annotations

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
        left = _amount(page, left, view)
        _problem_or_hint(page, left, view)
        _code(page, right, view)
        return
    body = heading(page, body, title, payee)
    body = _amount(page, body, view)
    foot, body = body.foot(_words_height(page, body.w, view), page.mm(5))
    _problem_or_hint(page, foot, view)
    _code(page, body, view)


def _head(page: Page, rect: Rect, view: PayView, title: str, payee: str) -> Rect:
    """The payee in the small size where the hint would have no room below the amount; with a problem it gives way."""
    if view.problem is not None:
        return heading(page, rect, title, None, 0.6)
    used = page.block(title, rect.w, "title", True).height + page.block(payee, rect.w, "body").height + page.mm(15)
    if used + page.theme.size("number") * 1.25 + _words_height(page, rect.w, view) <= rect.h:
        return heading(page, rect, title, payee, 0.6)
    rect = heading(page, rect, title, None, 0.5)
    rect = Rect(rect.x, rect.y - page.mm(5), rect.w, rect.h + page.mm(5))
    block = page.block(payee, rect.w, "caption")
    strip, rest = rect.top(block.height, page.mm(3))
    page.text(strip, payee, "caption", False, page.palette.soft)
    return rest


def _amount(page: Page, rect: Rect, view: PayView) -> Rect:
    high = page.theme.size("number") * 1.25
    strip, rest = rect.top(high, page.mm(4))
    page.text(strip, words(page, "yuan", amount=view.amount), "number", True, page.palette.primary, role="number")
    return rest


def _hint(page: Page, view: PayView) -> str:
    return words(page, view.phase if view.phase == "waiting" else f"{view.phase}_hint")


def _words_height(page: Page, width: float, view: PayView) -> float:
    if view.problem is not None:
        return banner_height(page, width, view.problem)
    return page.block(_hint(page, view), width, "body", leading=1.35).height + page.mm(7)


def _problem_or_hint(page: Page, rect: Rect, view: PayView) -> None:
    if view.problem is not None:
        banner(page, rect.top(min(rect.h, banner_height(page, rect.w, view.problem)))[0], view.problem)
        return
    hint = _hint(page, view)
    style = "body" if page.block(hint, rect.w, "body", leading=1.35).height + page.mm(7) <= rect.h else "caption"
    strip, rest = rect.top(page.block(hint, rect.w, style, leading=1.35).height, page.mm(4))
    page.text(strip, hint, style, False, page.palette.soft, valign="top", leading=1.35)
    busy_bar(page, rest.top(page.mm(3))[0])


def _code(page: Page, rect: Rect, view: PayView) -> None:
    """The square code in a card, below it how to use it; without a code what is happening instead."""
    page.card(rect)
    inner = rect.inset(page.mm(7), page.mm(6))
    if not view.pay_code:
        size = min(page.mm(64), inner.h * 0.6)
        icon = "clock-hour-4" if view.phase == "checking" else "device-mobile"
        tint = page.palette.tint("warn" if view.phase == "checking" else "blue")
        disc = inner.middle(size, size).whole()
        page.box(disc, tint.ground, tint.ink if page.palette.outlined else None, 0.75, radius=int(size / 2))
        page.icon(icon, disc.middle(size * 0.5, size * 0.5), tint.ink)
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
