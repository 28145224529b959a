"""What somebody agrees to before they register: short paragraphs, and two answers of one size."""

from __future__ import annotations

from kiosk.text import Localized, message
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views.identity import TermsView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading


def draw(page: Page, view: TermsView) -> None:
    body = frame(page)
    agree = Button("intent:next", page.say(message("identity.register.agree")), Next(), "primary", "check")
    refuse = Button("intent:skip", page.say(message("identity.register.refuse")), Skip())
    body = actions(page, body, agree, refuse, back=False)
    version = page.say(message("identity.register.version", version=view.version))
    body = heading(page, body, page.say(view.title), version, 0.3)
    parts = [view.paragraphs]
    if page.landscape:
        half = -(-len(view.paragraphs) // 2)
        parts = [view.paragraphs[:half], view.paragraphs[half:]]
    places = body.columns(len(parts), page.mm(6))
    # all of them smaller, rather than one of two cards or the last words alone
    fits = all(_high(page, place, part, "body") <= place.h for place, part in zip(places, parts, strict=True))
    for place, part in zip(places, parts, strict=True):
        _paper(page, place, part, "body" if fits else "caption")


def _high(page: Page, rect: Rect, paragraphs: tuple[Localized, ...], style: str) -> float:
    wide = rect.w - 2 * page.mm(7)
    return sum(page.block(paragraph, wide, style).height for paragraph in paragraphs)


def _paper(page: Page, rect: Rect, paragraphs: tuple[Localized, ...], style: str) -> None:
    """As high as its words; where there is little room they come closer."""
    blocks = [page.block(paragraph, rect.w - 2 * page.mm(7), style) for paragraph in paragraphs]
    words = _high(page, rect, paragraphs, style)
    gap = min(page.mm(5), max(0.0, (rect.h - words) / (len(blocks) + 1)))
    paper = rect.top(min(words + gap * (len(blocks) + 1), rect.h))[0]
    page.card(paper)
    rest = paper.inset(page.mm(7), gap)
    for paragraph, block in zip(paragraphs, blocks, strict=True):
        place, rest = rest.top(min(block.height, rest.h), gap)
        page.text(place, paragraph, style, valign="top")
