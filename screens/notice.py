"""One calm sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.views import NoticeView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import actions, go_on
from screens.widgets.frame import frame, with_above

Picture = Callable[[Page, Rect], None]


def draw(page: Page, view: NoticeView) -> None:
    body = frame(page)
    main = go_on(page, view.go_on) if view.go_on is not None else None
    body = actions(page, body, main)
    message_block(page, body, view.icon, page.say(view.title), page.say(view.body), "good" if view.good else "warn")


def message_block(
    page: Page, body: Rect, icon: str, title: str, words: str, tint: str, picture: Picture | None = None
) -> None:
    """A large icon, or a moving `picture` in its place, a title and a sentence, a little above the middle."""
    colours, body = page.palette.tint(tint), with_above(page, body)
    size = page.mm(48 if picture is None else 84)
    wide = body.middle(min(body.w, page.mm(300)), body.h)
    head = page.block(title, wide.w, "title", True)
    text = page.block(words, wide.w, "body")
    words_h = page.mm(14) + head.height + text.height
    size = min(size, max(page.mm(40), int(wide.h - words_h)))
    high = size + words_h
    rest = Rect(wide.x, wide.y + max(0, (wide.h - high) * 0.4), wide.w, min(high, wide.h))
    place, rest = rest.top(size, page.mm(10))
    if picture is not None:
        picture(page, place)
    else:
        disc = place.middle(size, size).whole()
        page.box(disc, colours.ground, colours.ink if page.palette.outlined else None, 0.75, radius=size // 2)
        page.icon(icon, disc.middle(size * 0.52, size * 0.52), colours.ink)
    strip, rest = rest.top(head.height, page.mm(4))
    page.text(strip, title, "title", True, align="center", role="heading")
    page.text(rest, words, "body", False, page.palette.soft, "center", valign="top")
