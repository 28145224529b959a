"""Nobody is there: what this machine is for, one still slide after the other, in every language."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import OpenHome
from kiosk.visit.views.standing import AttractView
from kiosk.words import LANGUAGES, say
from screens.geometry import Rect
from screens.page import Page
from screens.painting import art
from screens.widgets.frame import brand, clock, header_height


def draw(page: Page, view: AttractView) -> None:
    size = (int(page.rect.w), int(page.rect.h))
    band = int(page.rect.h * (0.30 if not page.landscape else 0.42))
    if page.palette.outlined:
        page.fill(page.rect, page.palette.paper)
    else:
        page.picture(page.rect, ("attract", size), lambda: art.hero(size, page.palette, 0, band))
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
    colours, side = page.palette, page.mm(62 if not page.landscape else 46)
    zh, en = (say(view.title, language) for language in LANGUAGES[:2])
    body_zh, body_en = (say(view.body, language) for language in LANGUAGES[:2])
    ink, soft = _inks(page)
    lines = (
        (zh, "number", True, ink, 5.0),
        (body_zh, "button", False, soft, 12.0),
        (en, "button", True, ink, 2.5),
        (body_en, "body", False, soft, 0.0),
    )
    blocks = [page.block(words, rect.w, style, bold) for words, style, bold, _, _ in lines]
    high = side + page.mm(14) + sum(block.height for block in blocks) + sum(page.mm(line[4]) for line in lines)
    place = Rect(rect.x, rect.y + max(0, (rect.h - high) * 0.45), rect.w, min(high, rect.h))
    square, place = place.top(side, page.mm(14))
    disc = square.middle(side, side).whole()
    page.box(disc, colours.paper, colours.edge if colours.outlined else None, 0.7, radius=side // 2)
    page.icon(view.icon, disc.middle(side * 0.54, side * 0.54), colours.primary)
    for (words, style, bold, colour, gap), block in zip(lines, blocks, strict=True):
        strip, place = place.top(block.height, page.mm(gap))
        page.text(strip, words, style, bold, colour, "center")


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
