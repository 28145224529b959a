"""What is owed: each bill with its amount, what is chosen, what it comes to."""

from __future__ import annotations

from typing import Any

from kiosk.text import message
from kiosk.visit.intents import ToggleBill, TurnPage
from kiosk.visit.views.payments import BillRow, BillsView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import actions, go_on, pager
from screens.widgets.frame import frame, heading


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"payments.screen.{key}", **params))


def draw(page: Page, view: BillsView) -> None:
    body = frame(page)
    body = actions(page, body, go_on(page, words(page, "pay"), enabled=bool(view.total)))
    hint = words(page, "bills_hint", payee=view.payee, payer=view.payer)
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(12))
        left = heading(page, left, words(page, "bills"), hint, 0.6)
        _total(page, left.top(min(left.h, page.theme.pick(44, 48)))[0], view)
        _rows(page, right, view)
        return
    body = heading(page, body, words(page, "bills"), hint)
    card, body = body.foot(page.theme.pick(40, 46), page.mm(6))
    _rows(page, body, view)
    _total(page, card, view)


def _total(page: Page, card: Rect, view: BillsView) -> None:
    """On paper, as what is read: the colour of what is touched belongs to the button below."""
    colours = page.palette
    page.card(card)
    inner = card.inset(page.mm(9), page.mm(4))
    label, number = inner.top(min(inner.h * 0.4, page.theme.size("body") * 1.5))
    page.text(label, words(page, "total"), "body", False, colours.soft)
    text = words(page, "yuan", amount=view.total) if view.total else words(page, "nothing_chosen")
    page.text(number, text, "number" if view.total else "button", True, colours.ink, role="number")


def _rows(page: Page, rect: Rect, view: BillsView) -> None:
    """Each as high as its words: what is overdue says what it costs, and that is never left out."""
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(4))
        pager(page, foot, view.page, view.pages, TurnPage)
    gap = page.mm(3.5)
    room = rect.h - gap * (len(view.rows) - 1)
    for style in ("body", "caption"):  # of the names: one size a list
        needs = [_height(page, rect.w, row, style) for row in view.rows]
        if sum(needs) <= room:
            break
    spare, part = room - sum(needs), room / len(needs)
    even = min(max(page.theme.pick(32, 42), *needs), part)
    heights = [even if max(needs) <= part else need + spare / len(needs) for need in needs]
    for row, place in zip(view.rows, rect.stack(heights, gap), strict=True):
        _row(page, place, row, style)


def _words_width(page: Page, width: float, row: BillRow) -> tuple[float, float]:
    """Of the amount, and of what stands between it and the mark."""
    amount = min(max(page.block(row.amount, 9999, "button", True).widths) + page.mm(2), width * 0.4)
    return amount, width - 2 * page.mm(5) - page.mm(14) - page.mm(3) - amount


def _height(page: Page, width: float, row: BillRow, style: str) -> float:
    """Of a row in which everything has room: what is overdue says more than fits one line of large letters."""
    _, inner = _words_width(page, width, row)
    said = page.block(row.title, inner, style, True, 1.2).height
    said += page.block(row.detail, inner, "caption", leading=1.25).height
    return max(page.theme.target, said + page.mm(4))


_MARKS = {"paid": "receipt"}  # a tick would say "chosen"


def _row(page: Page, rect: Rect, row: BillRow, style: str) -> None:
    colours, able = page.palette, row.state != "paid"
    fill = colours.disabled_ground if not able else colours.pale if row.chosen else colours.paper
    edge = colours.line if not able else colours.primary if row.chosen else colours.edge
    page.box(rect, fill, edge, 0.75 if row.chosen else 0.5)
    inner = rect.inset(page.mm(5), page.mm(1.5))
    size = page.mm(10)
    place, inner = inner.left(size, page.mm(4))
    icon = _MARKS.get(row.state, "circle-check" if row.chosen else "circle")
    ink = colours.disabled if not able else colours.primary if row.chosen else colours.edge
    page.icon(icon, place.middle(size, size), ink, 2.0)
    amount, inner = inner.end(_words_width(page, rect.w, row)[0], page.mm(3))
    page.text(amount, row.amount, "button", True, colours.ink if able else colours.disabled, "right")
    line = page.block(row.detail, inner.w, "caption", leading=1.25).height
    title_h = page.block(row.title, inner.w, style, True, 1.2).height
    block = inner.middle(inner.w, title_h + line)
    ink = colours.ink if able else colours.disabled
    title, detail = block.top(min(title_h, block.h - line))
    page.text(title, row.title, style, True, ink, leading=1.2)
    ink = colours.tint("bad").ink if row.state == "overdue" and not colours.outlined else colours.soft
    page.text(detail, row.detail, "caption", False, ink, leading=1.25)
    state = "paid" if not able else "chosen" if row.chosen else "left"
    spoken = f"{page.say(row.title)} {row.amount} {words(page, state)}"
    page.touch(rect, f"bill:{row.bill}", ToggleBill(row.bill), spoken, enabled=able, chosen=row.chosen)
