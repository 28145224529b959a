"""The number, the code, the paper. What is only held here has another colour and another word, never "submitted"."""

from __future__ import annotations

import textwrap

from kiosk.visit.intents import AnotherItem, Next
from kiosk.visit.views import DoneView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame
from screens.widgets.qr import qr
from screens.widgets.rows import icon_square

_LOOK = {"submitted": ("good", "check"), "held": ("warn", "cloud-upload"), "answered": ("good", "check")}
_PAPER = {
    "printing": ("printer", "blue"),
    "printed": ("receipt", "good"),
    "unprinted": ("printer-off", "warn"),
    "unsure": ("printer", "warn"),
}


def draw(page: Page, view: DoneView) -> None:
    body = frame(page)
    if view.paper != "printing":
        more = Button("intent:another", page.words("button.another"), AnotherItem(), share=0.62)
        body = actions(
            page, body, Button("intent:next", page.words("button.rate"), Next(), "primary"), more, back=False
        )
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(14))
        high = _outcome_height(page, left, view)
        _outcome(page, Rect(left.x, left.y + max(0, (left.h - high) / 2), left.w, high), view)
        high = _number_height(page) + page.mm(6) + _paper_height(page, view)
        right = right.middle(right.w, high)
        right = _number(page, right, view)
        _paper(page, right, view)
        return
    body = _outcome(page, body.top(page.mm(5))[1], view)
    body = _number(page, body, view)
    _paper(page, body, view)


def _below(page: Page, view: DoneView) -> list[str]:
    lines = [page.say(view.title)]
    if view.outcome == "held":
        lines.append(page.words("done.held_hint"))
    if view.next_step is not None:
        lines.append(page.say(view.next_step))
    return lines


def _outcome_height(page: Page, rect: Rect, view: DoneView) -> float:
    title = page.block(page.words(f"done.{view.outcome}"), rect.w, "title", True)
    return (
        page.mm(42 + 8 + 3)
        + title.height
        + sum(page.block(line, rect.w, "body", leading=1.4).height for line in _below(page, view))
    )


def _outcome(page: Page, rect: Rect, view: DoneView) -> Rect:
    tint, icon = _LOOK[view.outcome]
    colours = page.palette
    size = page.mm(42)
    place, rest = rect.top(size, page.mm(8))
    disc = place.middle(size, size).whole()
    ink = colours.tint(tint).ink
    page.box(disc, ink, None, radius=size // 2)
    page.icon(icon, disc.middle(size * 0.56, size * 0.56), colours.paper, 2.6)
    words = page.words(f"done.{view.outcome}")
    title = page.block(words, rest.w, "title", True)
    strip, rest = rest.top(title.height, page.mm(3))
    page.text(strip, words, "title", True, align="center", role="heading")
    for index, line in enumerate(_below(page, view)):
        strong = view.outcome == "held" and index == 1
        block = page.block(line, rest.w, "body", strong, 1.4)
        strip, rest = rest.top(block.height)
        page.text(strip, line, "body", strong, colours.ink if strong else colours.soft, "center", leading=1.4)
    return rest.top(page.mm(9))[1]


def _number_height(page: Page) -> float:
    return page.theme.pick(72, 80)


def _number(page: Page, rect: Rect, view: DoneView) -> Rect:
    colours = page.palette
    card, rest = rect.top(_number_height(page), page.mm(6))
    page.card(card)
    inner = card.inset(page.mm(6), page.mm(5))
    code, words = inner.left(inner.h, page.mm(6))
    qr(page, code, view.code)
    number = grouped(view.number)
    label_h, hint = page.theme.size("body") * 1.3, page.words(f"done.scan_{view.outcome}")
    number_h = page.theme.size("button") * 1.35
    if max(page.block(number, 9999, "button", True).widths) > words.w:
        number_h *= 2
    hint_block = page.block(hint, words.w, "body", leading=1.35)
    high = label_h + number_h + page.mm(2) + hint_block.height
    block = words.middle(words.w, high)
    strip, block = block.top(label_h)
    page.text(strip, page.words(f"done.number_{view.outcome}"), "body", False, colours.soft, leading=1.25)
    strip, block = block.top(number_h, page.mm(2))
    page.text(strip, number, "button", True, leading=1.25, role="number")
    page.text(block, hint, "body", False, colours.soft, leading=1.35)
    return rest


def grouped(number: str) -> str:
    """A long run of digits in groups of four, to read it out; numbers with their own hyphens stay as they are."""
    return " ".join(textwrap.wrap(number, 4)) if number.isdigit() and len(number) > 8 else number


def _paper_height(page: Page, view: DoneView) -> float:
    return page.theme.pick(40, 47) if _has_paper(view) else 0


def _has_paper(view: DoneView) -> bool:
    """A query without a receipt has no paper to speak of."""
    return view.paper != "unprinted" or view.problem is not None


def _paper(page: Page, rect: Rect, view: DoneView) -> None:
    if not _has_paper(view):
        return
    colours = page.palette
    icon, tint = _PAPER[view.paper]
    title = page.words(f"done.{view.paper}")
    hint = page.say(view.problem) if view.problem is not None else page.words(f"done.{view.paper}_hint")
    card = rect.top(_paper_height(page, view))[0]
    urgent = view.paper == "printed"
    page.box(card, colours.paper, colours.accent if urgent else colours.tint(tint).ink, 0.9, shadow=True)
    inner = card.inset(page.mm(8), page.mm(5))
    square, words = inner.left(min(page.mm(24), inner.h), page.mm(7))
    icon_square(page, square.middle(square.w, square.w), icon, colours.tint("bad" if urgent else tint))
    title_h = page.theme.size("button") * 1.3
    hint_block = page.block(hint, words.w, "body", leading=1.3)
    high = min(words.h, title_h + hint_block.height)
    block = words.middle(words.w, high)
    strip, block = block.top(title_h)
    page.text(strip, title, "button", True, leading=1.25, role="status")
    page.text(block, hint, "body", False, colours.soft, leading=1.3)
