"""A list within a form: its entries, each to change or to take out, and one more."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Do
from kiosk.visit.views.form import EntryRow, GatherView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, go_on, pager
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: GatherView) -> None:
    body = frame(page)
    enough = len(view.rows) >= view.least
    main = go_on(page, enabled=enough)
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(14))
        left = actions(page, left, main)
        _add(page, _words(page, left, view), view)
        _rows(page, right, view)
        return
    body = actions(page, body, main)
    body = _words(page, body, view)
    strip, body = body.foot(page.theme.action, page.mm(6))
    _add(page, strip, view)
    _rows(page, body, view)


def _words(page: Page, rect: Rect, view: GatherView) -> Rect:
    hint = page.say(view.hint) if view.hint is not None else None
    rest = heading(page, rect, page.say(view.title), hint, 0.4)
    if view.error is not None:
        strip, rest = rest.top(banner_height(page, rest.w, view.error), page.mm(5))
        banner(page, strip, view.error, "bad", "alert-circle")
    return rest


def _add(page: Page, rect: Rect, view: GatherView) -> None:
    key = "gather.full" if view.full else "gather.add_first" if not view.rows else "gather.add"
    kind = "secondary" if len(view.rows) >= view.least else "primary"  # the one thing that leads on
    icon = "circle-check" if view.full else "plus"
    it = Button("do:add", page.say(message(key)), Do("add"), kind, icon, enabled=not view.full)
    button(page, rect.top(page.theme.action)[0], it)


def _rows(page: Page, rect: Rect, view: GatherView) -> None:
    if not view.rows:
        page.text(rect.top(page.mm(24))[0], message("gather.none"), "body", False, page.palette.soft)
        return
    gap = page.mm(4)
    wide = rect.w - page.mm(12) - page.mm(15)
    words = max(page.block(row.words, wide, "body", False, 1.35).height for row in view.rows)
    high = page.theme.target + max(words, page.theme.size("title") * 1.3) + page.mm(11)
    fits = max(1, int((rect.h + gap) // (high + gap)))
    pages = -(-len(view.rows) // fits)
    if pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(5))
        fits = max(1, int((rect.h + gap) // (high + gap)))
        pages = -(-len(view.rows) // fits)
        index = min(page.state.get("page", 0), pages - 1)
        pager(page, foot, index, pages, lambda by: page.change(page=index + by))
    else:
        index = 0
    shown = view.rows[index * fits : (index + 1) * fits]
    for row, place in zip(shown, rect.stack([min(high, rect.h)] * len(shown), gap), strict=True):
        _row(page, place, row)


def _row(page: Page, rect: Rect, row: EntryRow) -> None:
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    foot, words = inner.foot(page.theme.target, page.mm(3))
    number, words = words.left(page.mm(12), page.mm(3))
    page.text(number, str(row.index + 1), "title", True, page.palette.stress)
    page.text(words, row.words, "body", False, leading=1.35)
    halves = foot.end(min(foot.w, page.mm(150)))[0].columns(2, page.mm(5))
    change = Button(
        f"do:change:{row.index}", page.say(message("gather.change")), Do(f"change:{row.index}"), "quiet", "pencil"
    )
    remove = Button(
        f"do:remove:{row.index}", page.say(message("gather.remove")), Do(f"remove:{row.index}"), "secondary", "trash"
    )
    button(page, halves[0], change, "body")
    button(page, halves[1], remove, "body")
