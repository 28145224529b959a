"""Nobody is there: what this machine is for, one still slide after the other, in every language."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import OpenHome
from kiosk.visit.views.standing import AttractView
from kiosk.words import LANGUAGES, say
from screens.geometry import Rect
from screens.lettering import Block
from screens.page import Page
from screens.typesetting import narrow
from screens.widgets.city import night
from screens.widgets.frame import brand, clock, header_height
from screens.widgets.preview import live

Line = tuple[str, str, bool, str, float]  # words, style, bold, colour, mm below
_SMALLER = {"number": "title", "title": "button", "button": "body", "body": "caption", "caption": "caption"}


def draw(page: Page, view: AttractView) -> None:
    if page.palette.outlined:
        page.fill(page.rect, page.palette.paper)
    else:
        night(page, page.rect, page.rect.h * (0.30 if not page.landscape else 0.34))
    inner = page.rect.inset(page.theme.margin, page.mm(4))
    top, rest = inner.top(header_height(page))
    time_at, name = top.end(page.mm(42), page.mm(4))
    clock(page, time_at, _inks(page)[0])
    brand(page, name)
    begin, rest = rest.foot(page.mm(58 if not page.landscape else 46))
    _slide(page, rest, view)
    _begin(page, begin, view)
    page.touch(page.rect, "intent:begin", OpenHome(), say(message("attract.touch"), page.language))


def _inks(page: Page) -> tuple[str, str]:
    colours = page.palette
    return (colours.ink, colours.soft) if colours.outlined else (colours.on_primary, colours.on_primary_soft)


def _slide(page: Page, rect: Rect, view: AttractView) -> None:
    side: float = page.mm(62 if not page.landscape else 46)
    beside = page.landscape and view.picture is not None
    if beside:
        left, rect = rect.columns(2, page.mm(14))
        _picture(page, left, view, left.h * 0.8)
        side = 0.0
    zh, en = (say(view.title, language) for language in LANGUAGES[:2])
    body_zh, body_en = (say(view.body, language) for language in LANGUAGES[:2])
    en, body_en = narrow(en), narrow(body_en)
    ink, soft = _inks(page)
    lines: tuple[Line, ...] = (
        (zh, "number", True, ink, 5.0),
        (body_zh, "button", False, soft, 12.0),
        (en, "button", True, ink, 2.5),
        (body_en, "body", False, soft, 0.0),
    )
    free = rect.h - (0.0 if beside else page.mm(46) if view.picture is not None else side + page.mm(14))
    lines, blocks, written = _fitting(page, lines, rect.w, free)
    if view.picture is not None and not beside:
        wanted = min(page.mm(150), rect.w * view.picture.height / view.picture.width)
        side = max(page.mm(30), min(wanted, rect.h - written - page.mm(16)))
    high = (side + page.mm(14) if side else 0) + written
    place = Rect(rect.x, rect.y + max(0, (rect.h - high) * 0.45), rect.w, min(high, rect.h))
    if side:
        square, place = place.top(side, page.mm(14))
        _picture(page, square, view, side)
    for (words, style, bold, colour, gap), block in zip(lines, blocks, strict=True):
        strip, place = place.top(block.height, page.mm(gap))
        page.text(strip, words, style, bold, colour, "center")


def _fitting(
    page: Page, lines: tuple[Line, ...], width: float, free: float
) -> tuple[tuple[Line, ...], list[Block], float]:
    """In their sizes, or all of them a size smaller where they are long: never one of them in tiny type."""
    while True:
        blocks = [page.block(words, width, style, bold) for words, style, bold, _, _ in lines]
        written = sum(block.height for block in blocks) + sum(page.mm(line[4]) for line in lines)
        if written <= free or lines[0][1] == "button":
            return lines, blocks, written
        lines = tuple((words, _SMALLER[style], bold, ink, gap) for words, style, bold, ink, gap in lines)


def _picture(page: Page, square: Rect, view: AttractView, side: float) -> None:
    """The platform's picture as wide as its form asks for, or the program's icon on a disc."""
    colours = page.palette
    if view.picture is not None:
        form = view.picture.width / view.picture.height
        wide = min(square.w, side * form)
        place = square.middle(wide, wide / form).whole()
        frame = page.mm(1.5)
        page.card(Rect(place.x - frame, place.y - frame, place.w + 2 * frame, place.h + 2 * frame))
        live(page, place, None, view.picture, cover=True, mirror=False)
        return
    disc = square.middle(side, side).whole()
    page.box(disc, colours.paper, colours.edge if colours.outlined else None, 0.7, radius=int(side) // 2)
    page.icon(view.icon, disc.middle(side * 0.54, side * 0.54), colours.primary)


def _begin(page: Page, rect: Rect, view: AttractView) -> None:
    colours = page.palette
    pill, below = rect.top(page.theme.action + page.mm(6), page.mm(6))
    pill = pill.middle(min(pill.w, page.mm(190)), pill.h).whole()
    page.box(pill, colours.paper, colours.edge if colours.outlined else None, 0.7, radius=int(pill.h / 2))
    zh, en = (say(message("attract.touch"), language) for language in LANGUAGES[:2])
    upper, lower = pill.inset(page.mm(8), page.mm(3)).rows(2, 0)
    page.text(upper, zh, "button", True, colours.primary, "center")
    page.text(lower, en, "body", False, colours.primary, "center")
    dot, gap = page.mm(3), page.mm(4)
    row = below.top(dot)[0].middle(view.slides * dot + (view.slides - 1) * gap, dot)
    for index, at in enumerate(row.columns(view.slides, gap)):
        page.box(at.whole(), _inks(page)[0] if index == view.slide else colours.step, radius=dot // 2)
