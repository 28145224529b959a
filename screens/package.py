"""What a package consists of in this situation: its parts, the papers, the time."""

from __future__ import annotations

from kiosk.text import Localized, message
from kiosk.visit.views.packages import PackageView, PartRow
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import actions, go_on
from screens.widgets.frame import above_reach, frame, heading
from screens.widgets.paged import one_page
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: PackageView) -> None:
    count = len(view.parts)
    title = page.say(message("package.title", count=count) if count != 1 else view.parts[0].title)
    hint = page.say(message("package.hint", days=view.days) if view.days != 1 else message("package.hint_one_day"))
    body = frame(page)
    above = page.title_place is not None and not page.landscape  # low mode: the papers are only read
    if above:
        _papers(page, body, view)
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(14))
        left = heading(page, actions(page, left, go_on(page)), title, hint, 0.6)
        if not above:
            _papers(page, left, view)
        _parts(page, right, view)
        return
    body = heading(page, actions(page, body, go_on(page)), title, hint)
    _parts(page, body if above else _papers(page, body, view), view)


def _papers(page: Page, rect: Rect, view: PackageView) -> Rect:
    names = Localized("、".join(one.zh for one in view.papers), ", ".join(one.en for one in view.papers))
    words = message("package.papers", papers=names) if view.papers else message("package.no_papers")
    if view.instead:  # which ones, and how, is said when it is their turn
        words = message("package.papers_instead", papers=names, count=view.instead)
    high = banner_height(page, rect.w, words)
    above = page.title_place is not None and not page.landscape
    strip, rest = (above_reach(page, high), rect) if above else rect.top(high, page.mm(6))
    banner(page, strip, words, "blue", "files")
    return rest


def _parts(page: Page, rect: Rect, view: PackageView) -> None:
    gap = page.mm(4)
    heights = [_height(page, one, rect.w) for one in view.parts]
    shown, rect = one_page(page, rect, heights, gap, 4)
    for at, place in zip(shown, rect.stack([heights[at] for at in shown], gap), strict=True):
        _part(page, place, view.parts[at], at + 1)


def _words_width(page: Page, width: float) -> float:
    return width - page.mm(12) - page.mm(17) - _days_width(page) - page.mm(4)


def _days_width(page: Page) -> float:
    """In one line; where letters are large the name needs the room."""
    return page.theme.pick(40 if page.han or page.landscape else 60, 48)


def _height(page: Page, one: PartRow, width: float) -> float:
    wide = _words_width(page, width)
    title = page.block(one.title, wide, "body", True, 1.3).height
    below = page.block(one.waits, wide, "caption", False, 1.3).height
    return title + below + page.block(one.department, wide, "caption", False, 1.3).height + page.mm(12)


def _part(page: Page, rect: Rect, one: PartRow, number: int) -> None:
    colours = page.palette
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    mark, inner = inner.left(page.mm(13), page.mm(4))
    dot = mark.middle(page.mm(12), page.mm(12)).whole()
    page.box(dot, colours.stress, radius=int(dot.h / 2))
    page.text(dot, str(number), "body", True, colours.on_primary, "center")
    days, words = inner.end(_days_width(page), page.mm(4))
    lasts = message("package.days", days=one.days) if one.days != 1 else message("package.one_day")
    page.text(days, lasts, "caption", False, colours.soft, "right")
    title_h = page.block(one.title, words.w, "body", True, 1.3).height
    title, rest = words.top(title_h, page.mm(1))
    department, waits = rest.top(page.block(one.department, words.w, "caption", False, 1.3).height, page.mm(1))
    page.text(title, one.title, "body", True, leading=1.3)
    page.text(department, one.department, "caption", False, colours.soft, leading=1.3)
    page.text(waits, one.waits, "caption", False, colours.stress, valign="top", leading=1.3)
