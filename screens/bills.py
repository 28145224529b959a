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
    colours = page.palette
    page.box(card, colours.primary, None, shadow=True)
    inner = card.inset(page.mm(9), page.mm(4))
    label, number = inner.top(min(inner.h * 0.4, page.theme.size("body") * 1.5))
    page.text(label, words(page, "total"), "body", False, colours.on_primary_soft)
    text = words(page, "yuan", amount=view.total) if view.total else words(page, "nothing_chosen")
    page.text(number, text, "number" if view.total else "button", True, colours.on_primary, role="number")


def _rows(page: Page, rect: Rect, view: BillsView) -> None:
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(4), page.mm(4))
        pager(page, foot, view.page, view.pages, TurnPage)
    gap = page.mm(3.5)
    count = max(1, len(view.rows))
    wanted = max((_height(page, rect.w, row) for row in view.rows), default=0)
    high = min(wanted, (rect.h - gap * (count - 1)) / count)
    for index, row in enumerate(view.rows):
        _row(page, Rect(rect.x, rect.y + index * (high + gap), rect.w, high), row)


def _height(page: Page, width: float, row: BillRow) -> float:
    """Of a row in which everything has room: what is overdue says more than fits one line of large letters."""
    amount_w = max(page.block(row.amount, 9999, "button", True).widths)
    inner = width - page.mm(29) - min(amount_w, width * 0.4)
    words = page.block(row.title, inner, "body", True, 1.2).height
    words += page.block(row.detail, inner, "caption", leading=1.25).height
    return max(page.theme.pick(27, 33), words + page.mm(5))


def _row(page: Page, rect: Rect, row: BillRow) -> None:
    colours, able = page.palette, row.state != "paid"
    fill = colours.disabled_ground if not able else colours.pale if row.chosen else colours.paper
    page.box(rect, fill, colours.primary if row.chosen else colours.edge, 0.75 if row.chosen else 0.5)
    inner = rect.inset(page.mm(5), page.mm(1.5))
    size = page.mm(10)
    place, inner = inner.left(size, page.mm(4))
    icon = "circle-check" if row.chosen or not able else "circle"
    page.icon(icon, place.middle(size, size), colours.primary if row.chosen else colours.edge, 2.0)
    amount_w = max(page.block(row.amount, 9999, "button", True).widths) + page.mm(2)
    amount, inner = inner.end(min(amount_w, inner.w * 0.4), page.mm(3))
    page.text(amount, row.amount, "button", True, colours.ink if able else colours.disabled, "right")
    said = page.block(row.detail, inner.w, "caption", leading=1.25)
    line = max(page.theme.size("caption") * 1.4, said.height)
    style = "body" if page.block(row.title, inner.w, "body", True, 1.2).height + line <= inner.h else "caption"
    title_h = page.block(row.title, inner.w, style, True, 1.2).height
    line = line if title_h + line <= inner.h else 0  # a long name goes before what is said of it
    block = inner.middle(inner.w, title_h + line)
    ink = colours.ink if able else colours.disabled
    page.text(Rect(inner.x, block.y, inner.w, title_h), row.title, style, True, ink, leading=1.2)
    ink = colours.tint("bad").ink if row.state == "overdue" and not colours.outlined else colours.soft
    if line:
        page.text(Rect(inner.x, block.y + title_h, inner.w, line), row.detail, "caption", False, ink, leading=1.25)
    state = "paid" if not able else "chosen" if row.chosen else "left"
    spoken = f"{page.say(row.title)} {row.amount} {words(page, state)}"
    page.touch(rect, f"bill:{row.bill}", ToggleBill(row.bill), spoken, enabled=able, chosen=row.chosen)
