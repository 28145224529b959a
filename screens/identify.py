"""Who are you: one sentence, one picture of what the hand does, the other ways below."""

from __future__ import annotations

from kiosk.text import Text
from kiosk.visit.intents import ChooseMeans
from kiosk.visit.views import IdentifyView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.busy import busy_bar
from screens.widgets.buttons import actions
from screens.widgets.card_motion import card_motion
from screens.widgets.frame import frame, heading
from screens.widgets.rows import choice_row, named_style
from screens.widgets.told import told

_ICONS = {
    "id_card": ("id", "blue"),
    "social_security_card": ("credit-card", "good"),
    "bank_card": ("credit-card-pay", "warn"),
    "qr_code": ("device-mobile", "violet"),
    "e_business_licence": ("building-store", "blue"),
    "number": ("keyboard", "good"),
}


def draw(page: Page, view: IdentifyView) -> None:
    body = frame(page)
    waiting = view.phase == "waiting"
    if page.landscape:
        left, right = body.columns(2, page.mm(16))
        left = actions(page, left, None)
        left = _words(page, left, view)
        if waiting and view.others:
            right = other_means(page, right, view.others)
        _picture(page, right, view)
        return
    body = actions(page, body, None)
    body = _words(page, body, view)
    if waiting and view.others:
        body = other_means(page, body, view.others)
    _picture(page, body, view)


def _words(page: Page, rect: Rect, view: IdentifyView) -> Rect:
    if view.phase != "waiting":
        return heading(page, rect, page.words(f"identify.{view.phase}"), page.words(f"identify.{view.phase}_hint"))
    if view.take:
        return told(page, rect, page.words(f"means.{view.means}.take"), None, view.problem)
    title, hint = page.words(f"means.{view.means}.title"), page.words(f"means.{view.means}.hint")
    return told(page, rect, title, hint, view.problem)


def _picture(page: Page, rect: Rect, view: IdentifyView) -> None:
    place = rect.middle(rect.w, min(rect.h, page.mm(140)))
    if view.phase != "waiting":
        bar, place = place.foot(page.mm(3), page.mm(9))
        busy_bar(page, bar.middle(min(bar.w, page.mm(150)), bar.h))
    card_motion(page, place, view.means, out=view.take, still=view.phase != "waiting")


def other_means(page: Page, rect: Rect, others: tuple[str, ...], words: Text | None = None) -> Rect:
    """The other ways to say who one is, below the first. Gives what is left above."""
    if not others:
        return rect
    crowded = page.landscape and len(others) > 2  # the picture of what the hand does goes before what is beside a name
    high = page.theme.pick(22, 25) if crowded else page.theme.pick(32, 38)
    columns = 2 if not (page.theme.senior or page.landscape) and len(others) > 1 else 1
    rows = -(-len(others) // columns)
    gap = page.mm(4.5)
    block, rest = rect.foot(page.mm(16) + rows * high + (rows - 1) * gap, page.mm(6))
    label, grid = block.top(page.mm(13), page.mm(3))
    page.text(label, words or page.words("identify.others"), "body", False, page.palette.soft)
    cells = [cell for row in grid.stack([high] * rows, gap) for cell in row.columns(columns, gap)]
    names = [page.words(f"means.{means}.name") for means in others]
    style = named_style(page, cells[0], names, columns == 1) if not crowded else None
    for means, cell in zip(others, cells, strict=False):
        icon, tint = _ICONS.get(means, ("id-badge-2", "violet"))
        name = page.words(f"means.{means}.name")
        sub = None if crowded else page.words(f"means.{means}.other")
        choice_row(
            page, cell, f"means:{means}", name, ChooseMeans(means), icon=icon,
            tint=page.palette.tint(tint), sub=sub,
            mark="chevron-right" if columns == 1 else None,  # the name needs the place
            style=style,
        )  # fmt: skip
    return rest
