"""Whose entries are shown: the whole city's or one district's, and the one touch that changes it."""

from __future__ import annotations

from kiosk.visit.intents import Narrow, OpenDistricts
from kiosk.visit.views.search import Scope
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button, button_row


def whole_city(page: Page) -> Button:
    """The way back to all, as the main thing to do on a page on which nothing is."""
    return Button("scope:whole", page.words("scope.whole"), Narrow(""), "primary", "map-2")


def scope_row(page: Page, rect: Rect, scope: Scope, *, way_back: bool = True) -> None:
    """Narrowed: to what, and beside it the way back to all, unless that stands elsewhere. Else the terminal's own
    district, and any other."""
    other = Button("scope:districts", page.words("scope.other"), OpenDistricts(), icon="map-2")
    if scope.district is None:
        own = page.words("scope.only", district=scope.own)
        buttons = [
            Button("scope:own", own, Narrow(scope.own_code), icon="map-pin"),
            Button("scope:districts", page.words("scope.choose"), OpenDistricts(), icon="map-2"),
        ]
        button_row(page, rect, buttons, "body")
        return
    if page.low and way_back:  # few things beside each other
        said = page.words("scope.only", district=scope.district)
        button_row(page, rect, [Button("scope:whole", said, Narrow(""), "quiet", "x", after=True), other], "body")
        return
    said, tint = page.words("scope.now", district=scope.district), page.palette.tint("warn")
    wide = max(page.block(said, 9999, "body", True).widths) + page.mm(17)
    left, right = rect.left(min(wide, rect.w * (0.46 if way_back else 0.64)), page.mm(4))
    page.box(left, tint.ground, tint.ink if page.palette.outlined else None, 0.5, radius=page.mm(4))
    icon, words = left.inset(page.mm(3), 0).left(page.mm(8), page.mm(2))
    page.icon("map-pin", icon, tint.ink, 2.0)
    page.text(words, said, "body", True, tint.ink, leading=1.15)
    whole = Button("scope:whole", page.words("scope.whole"), Narrow(""), "quiet", "x")
    button_row(page, right, [whole, other] if way_back else [other], "body")


def scope_pill(page: Page, rect: Rect, scope: Scope) -> Rect:
    """The same in one button at the end of a strip, where there is little room; gives what is left before it."""
    if scope.district is None:
        it = Button("scope:districts", page.words("scope.choose"), OpenDistricts(), icon="map-pin")
    else:
        words = page.words("scope.only", district=scope.district)
        it = Button("scope:whole", words, Narrow(""), "quiet", "x", after=True)
    wide = max(page.block(it.label, 9999, "body", True).widths) + page.theme.size("body") + page.mm(14)
    place, rest = rect.end(min(wide, rect.w * 0.62), page.mm(4))
    button(page, place, it, "body")
    return rest
