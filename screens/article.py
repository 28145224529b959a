"""Something to read, with where it leads; what does not fit stands on the next page."""

from __future__ import annotations

from kiosk.visit.views.reading import ArticleView, EntryRow
from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import actions, pager
from screens.widgets.entries import entry_rows, kept_line
from screens.widgets.frame import frame, heading


def draw(page: Page, view: ArticleView) -> None:
    body = actions(page, frame(page), None)
    body = kept_line(page, body, view.kept)
    if page.landscape and view.links and not page.theme.senior:
        body = heading(page, body, page.say(view.title), page.say(view.byline), 0.4)
        left, right = body.left(body.w * 0.55, page.mm(10))
        _paragraphs(page, left, view)
        entry_rows(page, right, view.links, 1, page.mm(36))
        return
    body = heading(page, body, page.say(view.title), page.say(view.byline), 0.3)
    if view.links and not page.landscape:
        gap = page.mm(4)
        high = min(page.theme.pick(34, 42), (body.h * 0.5 - gap * (len(view.links) - 1)) / len(view.links))
        foot, body = body.foot(high * len(view.links) + gap * (len(view.links) - 1), page.mm(6))
        entry_rows(page, foot, view.links, 1, high)
    _paragraphs(page, body, view, view.links if page.landscape else ())


def _paragraphs(page: Page, rect: Rect, view: ArticleView, links: tuple[EntryRow, ...] = ()) -> None:
    """`links`: where it leads, on the last page, where there is no room beside or below."""
    inset = page.mm(8)
    width = rect.w - 2 * inset
    blocks = [page.block(text, width, "body", leading=1.5) for text in view.paragraphs]
    heights = [block.height + page.mm(5) for block in blocks]
    pages = pages_of(heights, rect.h - 2 * inset, 0)
    if len(pages) > 1 or links:
        foot, rect = rect.foot(page.theme.target + page.mm(3), page.mm(4))
        pages = pages_of(heights, rect.h - 2 * inset, 0)
        count = len(pages) + bool(links)
        index = min(page.state.get("page", 0), count - 1)
        pager(page, foot, index, count, lambda by: page.change(page=index + by))
    else:
        index = 0
    if index == len(pages):
        entry_rows(page, rect, links, len(links), page.mm(48))
        return
    shown = list(pages[index]) if pages else []
    card = rect.top(min(rect.h, sum(heights[i] for i in shown) + 2 * inset - page.mm(5)))[0]
    page.card(card)
    inner = card.inset(inset, inset)
    for i, place in zip(shown, inner.stack([heights[i] for i in shown]), strict=True):
        room = Rect(place.x, place.y, place.w, min(heights[i] - page.mm(5), card.bottom - place.y - page.mm(2)))
        page.text(room, view.paragraphs[i], "body", False, valign="top", leading=1.5)
