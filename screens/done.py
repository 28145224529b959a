"""The number, the code, the paper. What is only held here has another colour and another word, never "submitted"."""

from __future__ import annotations

from kiosk.numbers import grouped
from kiosk.text import message
from kiosk.visit.intents import AnotherItem, Do, Next
from kiosk.visit.views import DoneView
from screens.geometry import Rect
from screens.lettering import Block
from screens.page import Page
from screens.widgets.buttons import Button, actions, button_row
from screens.widgets.frame import frame, with_above
from screens.widgets.paper_motion import LEAST_MM, comes_out
from screens.widgets.qr import qr
from screens.widgets.rows import icon_square

_LOOK = {
    "submitted": ("good", "check"),
    "held": ("warn", "cloud-upload"),
    "answered": ("good", "check"),
    "certified": ("good", "check"),
    "voided": ("warn", "file-off"),
    "paid": ("good", "check"),
    "decided": ("good", "check"),
    "declined": ("warn", "info-circle"),
    "unsettled": ("warn", "clock-hour-4"),
}
_PAPER = {
    "printing": ("printer", "blue"),
    "printed": ("receipt", "good"),
    "unprinted": ("printer-off", "warn"),
    "unsure": ("printer", "warn"),
}
_PICTURE_MM = 46  # of the moving picture in the place of the paper's icon


def draw(page: Page, view: DoneView) -> None:
    body = frame(page)
    if view.paper != "printing":
        more = Button("intent:another", page.words("button.another"), AnotherItem(), share=0.62)
        look = Button("do:signed", page.say(message("signed.screen.look")), Do("signed"), icon="signature")
        beside = [look] if view.shows_signed and page.landscape else []
        body = actions(
            page, body, Button("intent:next", page.words("button.rate"), Next(), "primary"), *beside, more, back=False
        )
        if view.shows_signed and not page.landscape:
            row, body = body.foot(page.theme.action, page.mm(5))
            button_row(page, row, [look])
    body = with_above(page, body)
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(14))
        high = _outcome_height(page, left, view, _lines_that_fit(page, left, view))
        _outcome(page, Rect(left.x, left.y + max(0, (left.h - high) / 2), left.w, high), view)
        inside = _shows_way(view) and _has_paper(view) and not _fits_below(page, right, view)
        below = page.mm(6) + _paper_height(page, view, right.w, inside)
        picture = page.mm(LEAST_MM + 4) if _shows_way(view) and not inside else 0  # it goes before what the code is for
        hinted = _number_height(page, right.w, view) + below + picture <= right.h
        used = _number_height(page, right.w, view, hinted) + below
        if not picture or right.h - used < picture:
            right = right.middle(right.w, used)
        right = _number(page, right, view, hinted)
        _paper(page, right, view, inside)
        return
    below = page.mm(6) + _paper_height(page, view, body.w) if _has_paper(view) else 0
    least = _number_height(page, body.w, view, False) + below
    body = _outcome(page, body.top(page.mm(5))[1], view, least)
    body = _number(page, body, view, _number_height(page, body.w, view) + below <= body.h)
    _paper(page, body, view)


_NEVER = 9  # what is only held here is never left out


def _below(page: Page, view: DoneView) -> list[tuple[int, str]]:
    """The lines, each with its place among those that may be left out: the citizen knows the item, and the receipt says
    where what was signed is found."""
    lines = [(0, page.say(view.title))]
    if view.outcome == "held":
        lines.append((_NEVER, page.words("done.held_hint")))
    if view.next_step is not None:
        lines.append((2, page.say(view.next_step)))
    if view.later is not None:
        lines.append((3, page.say(view.later)))
    if view.signed is not None and not view.shows_signed:
        lines.append((1, page.say(view.signed)))
    return lines


def _lines_that_fit(page: Page, rect: Rect, view: DoneView, below: float = 0) -> list[str]:
    """Where the page is too low for all and what stands `below`, some are left out."""
    ranked = _below(page, view)
    lines = [line for _, line in ranked]
    for rank in range(_NEVER):
        if _outcome_height(page, rect, view, lines) <= rect.h - below:
            break
        lines = [line for at, line in ranked if at > rank]
    return lines


def _disc(page: Page) -> int:
    return page.mm(26 if page.landscape and page.theme.senior else 34 if page.landscape else 42)


def _outcome_height(page: Page, rect: Rect, view: DoneView, lines: list[str]) -> float:
    title = page.block(page.words(f"done.{view.outcome}"), rect.w, "title", True)
    return (
        _disc(page)
        + page.mm(11)
        + title.height
        + sum(page.block(line, rect.w, "body", leading=1.4).height for line in lines)
    )


def _outcome(page: Page, rect: Rect, view: DoneView, below: float = 0) -> Rect:
    tint, icon = _LOOK[view.outcome]
    lines = _lines_that_fit(page, rect, view, below + page.mm(9) if below else 0)
    colours = page.palette
    size = _disc(page)
    place, rest = rect.top(size, page.mm(8))
    disc = place.middle(size, size).whole()
    ink = colours.tint(tint).ink
    page.box(disc, ink, None, radius=size // 2)
    page.icon(icon, disc.middle(size * 0.56, size * 0.56), colours.paper, 2.6)
    words = page.words(f"done.{view.outcome}")
    title = page.block(words, rest.w, "title", True)
    strip, rest = rest.top(title.height, page.mm(3))
    page.text(strip, words, "title", True, align="center", role="heading")
    for line in lines:
        strong = line == page.words("done.held_hint")
        block = page.block(line, rest.w, "body", strong, 1.4)
        strip, rest = rest.top(block.height)
        page.text(strip, line, "body", strong, colours.ink if strong else colours.soft, "center", leading=1.4)
    return rest.top(page.mm(9))[1]


def _number_parts(page: Page, width: float, view: DoneView, hinted: bool) -> tuple[float, float, Block]:
    """Width of the words, height of the number, the hint: what the card's height follows from. `hinted`: there is
    room to say what the code is for."""
    words_w = width - page.mm(12) - page.theme.pick(56, 60) - page.mm(6)
    number_h = page.theme.size("button") * 1.3
    number_h *= len(page.block(grouped(view.number), words_w, "button", True).lines)
    return words_w, number_h, page.block(page.words("done.scan") if hinted else "", words_w, "body", leading=1.35)


def _number_height(page: Page, width: float, view: DoneView, hinted: bool = True) -> float:
    _, number_h, hint = _number_parts(page, width, view, hinted)
    words = page.theme.size("body") * 1.35 + number_h + (page.mm(2) + hint.height if hinted else 0)
    least = page.theme.pick(66, 70) if hinted or not page.landscape else page.mm(52)
    return max(least, words + page.mm(10))


def _number(page: Page, rect: Rect, view: DoneView, hinted: bool = True) -> Rect:
    colours = page.palette
    card, rest = rect.top(_number_height(page, rect.w, view, hinted), page.mm(6))
    page.card(card)
    words_w, number_h, hint = _number_parts(page, rect.w, view, hinted)
    code = card.inset(page.mm(6), page.mm(5)).left(page.theme.pick(56, 60))[0]
    qr(page, code, view.code)
    label_h = page.theme.size("body") * 1.35
    high = label_h + number_h + (page.mm(2) + hint.height if hinted else 0)
    block = Rect(card.right - page.mm(6) - words_w, card.y + (card.h - high) / 2, words_w, high)
    strip, block = block.top(label_h)
    page.text(strip, page.words(f"done.number_{view.outcome}"), "body", False, colours.soft, leading=1.25)
    strip, block = block.top(number_h, page.mm(2))
    page.text(strip, grouped(view.number), "button", True, leading=1.3, role="number")
    if hinted:
        page.text(block, page.words("done.scan"), "body", False, colours.soft, leading=1.35)
    return rest


def _fits_below(page: Page, rect: Rect, view: DoneView) -> bool:
    """The picture of where the paper lies has room below the card that tells of it."""
    used = _number_height(page, rect.w, view, False) + page.mm(6) + _paper_height(page, view, rect.w)
    return used + page.mm(LEAST_MM + 4) <= rect.h


def _paper_height(page: Page, view: DoneView, width: float, inside: bool = False) -> float:
    """From its words: an English sentence may need two lines. `inside`: the picture stands in the icon's place."""
    if not _has_paper(view):
        return 0
    words_w = width - page.mm(16) - page.mm(_PICTURE_MM if inside else 24) - page.mm(7)
    title, hint = _paper_words(page, view)
    high = (
        page.block(title, words_w, "button", True, 1.3).height + page.block(hint, words_w, "body", leading=1.3).height
    )
    return max(page.mm(_PICTURE_MM) if inside else page.theme.pick(38, 44), high + page.mm(11))


def _paper_words(page: Page, view: DoneView) -> tuple[str, str]:
    hint = page.say(view.problem) if view.problem is not None else page.words(f"done.{view.paper}_hint")
    return page.words(f"done.{view.paper}"), hint


def _shows_way(view: DoneView) -> bool:
    """Paper lies in a mouth of this terminal, or soon will: a picture shows where."""
    return view.paper in ("printing", "printed") or view.outcome == "certified"


def _has_paper(view: DoneView) -> bool:
    """A query without a receipt has no paper to speak of."""
    return view.paper != "unprinted" or view.problem is not None


def _paper(page: Page, rect: Rect, view: DoneView, inside: bool = False) -> None:
    if not _has_paper(view):
        if view.outcome == "certified" and rect.h >= page.mm(LEAST_MM):
            comes_out(page, rect.middle(rect.w, min(rect.h, page.mm(100))), "sheet")
        return
    colours = page.palette
    icon, tint = _PAPER[view.paper]
    title, hint = _paper_words(page, view)
    card, free = rect.top(_paper_height(page, view, rect.w, inside), page.mm(4 if page.landscape else 10))
    if _shows_way(view) and not inside and free.h >= page.mm(LEAST_MM):
        comes_out(page, free.middle(free.w, min(free.h, page.mm(100))), "receipt")
    urgent = view.paper == "printed"
    page.box(card, colours.paper, colours.accent if urgent else colours.tint(tint).ink, 0.9, shadow=True)
    inner = card.inset(page.mm(8), page.mm(5))
    square, words = inner.left(page.mm(_PICTURE_MM) if inside else min(page.mm(24), inner.h), page.mm(7))
    if inside:
        comes_out(page, square.middle(square.w, square.w * 0.85), "receipt")
    else:
        icon_square(page, square.middle(square.w, square.w), icon, colours.tint("bad" if urgent else tint))
    title_h = page.theme.size("button") * 1.3
    hint_block = page.block(hint, words.w, "body", leading=1.3)
    title_h *= len(page.block(title, words.w, "button", True).lines)
    high = min(words.h, title_h + hint_block.height)
    block = words.middle(words.w, high)
    strip, block = block.top(title_h)
    page.text(strip, title, "button", True, leading=1.25, role="status")
    page.text(block, hint, "body", False, colours.soft, leading=1.3)
