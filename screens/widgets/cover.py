"""What hides one's own data from others: a cover over figures, and the eye that shows a masked value for a moment."""

from __future__ import annotations

from kiosk.text import Text
from kiosk.visit.intents import Reveal
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button


def covered(page: Page, rect: Rect) -> None:
    """In place of a page's figures: a large closed eye, and the button that shows them again."""
    colours = page.palette
    box = rect.top(min(rect.h, page.mm(150)))[0]
    page.card(box)
    high = page.theme.action
    size = min(page.mm(44), box.h - high - page.mm(30))
    inner = box.middle(min(box.w - page.mm(20), page.mm(120)), size + page.mm(10) + high)
    place, rest = inner.top(size, page.mm(10))
    page.icon("eye-off", place.middle(size, size), colours.soft, 1.6)
    show = Button("intent:reveal", page.words("privacy.show"), Reveal(), "primary", "eye")
    button(page, rest.top(high)[0], show)


def eye_button(page: Page, rect: Rect, name: str, label: Text, hidden: bool) -> None:
    """`hidden`: it shows the row; else it covers it again."""
    colours = page.palette
    box = rect.middle(page.theme.target + page.mm(1), page.theme.target + page.mm(1)).whole()
    page.box(box, colours.pale, colours.edge if colours.outlined else None, 0.5)
    size = box.w * 0.56
    page.icon("eye" if hidden else "eye-off", box.middle(size, size), colours.primary, 2.0)
    said = page.words("privacy.reveal" if hidden else "privacy.hide", label=label)
    page.touch(box, f"row:show:{name}", Reveal(name), said, chosen=not hidden)
