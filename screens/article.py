"""Something to read, with where it leads; what does not fit stands on the next page."""

from __future__ import annotations

from kiosk.visit.views.reading import ArticleView, EntryRow
from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import actions, pager
from screens.widgets.entries import entry_rows, kept_line
from screens.widgets.frame import frame, heading

_LINK_MM = 34  # the height of one that it leads to


def draw(page: Page, view: ArticleView) -> None:
    body = frame(page)
    if page.landscape:  # the text has all of the height
        left, right = body.left(body.w * 0.37, page.mm(12))
        left = kept_line(page, actions(page, left, None), view.kept)
        left = heading(page, left, page.say(view.title), page.say(view.byline), 0.7)
        beside = not page.theme.senior and _links_height(page, view) <= left.h
        if beside:
            entry_rows(page, left, view.links, 1, page.mm(_LINK_MM))
        _paragraphs(page, right, view, () if beside else view.links)
        return
    body = kept_line(page, actions(page, body, None), view.kept)
    body = heading(page, body, page.say(view.title), page.say(view.byline), 0.3)
    if page.theme.senior:  # all of the page is for the text
        _paragraphs(page, body, view, view.links)
        return
    if view.links:
        high = min(_links_height(page, view), body.h * 0.5)
        foot, body = body.foot(high, page.mm(6))
        entry_rows(page, foot, view.links, 1, high)
    _paragraphs(page, body, view)


def _links_height(page: Page, view: ArticleView) -> float:
    return len(view.links) * page.mm(_LINK_MM) + max(0, len(view.links) - 1) * page.mm(4)


def _paragraphs(page: Page, rect: Rect, view: ArticleView, links: tuple[EntryRow, ...] = ()) -> None:
    """`links`: where it leads, below the last words, or on a page of their own where they find no room there."""
    inset, gap = page.mm(8), page.mm(5)
    blocks = [page.block(text, rect.w - 2 * inset, "body", leading=1.5) for text in view.paragraphs]
    heights = [block.height + gap for block in blocks]
    ends = page.theme.pick(_LINK_MM, 42) * len(links) + page.mm(4) * max(0, len(links) - 1)

    def laid(room: float) -> tuple[list[range], bool]:
        """The pages of the text, and whether the links stand below its last words."""
        pages = pages_of(heights, room - 2 * inset + gap, 0)
        last = sum(heights[i] for i in pages[-1]) + 2 * inset
        return pages, not links or last + ends <= room

    pages, below = laid(rect.h)
    if len(pages) > 1 or not below:
        foot, rect = rect.foot(page.theme.target + page.mm(3), page.mm(4))
        pages, below = laid(rect.h)
    count = len(pages) + (not below)
    index = min(page.state.get("page", 0), count - 1)
    if count > 1:
        pager(page, foot, index, count, lambda by: page.change(page=index + by))
    if index < len(pages):
        shown = list(pages[index])
        card, rest = rect.top(min(rect.h, sum(heights[i] for i in shown) + 2 * inset - gap), gap)
        page.card(card)
        inner = card.inset(inset, inset)
        for i, place in zip(shown, inner.stack([heights[i] for i in shown]), strict=True):
            room = Rect(place.x, place.y, place.w, min(heights[i] - gap, card.bottom - place.y - page.mm(2)))
            page.text(room, view.paragraphs[i], "body", False, valign="top", leading=1.5)
        rect = rest
    if index == count - 1:
        entry_rows(page, rect, links, 1, page.theme.pick(_LINK_MM, 42))
