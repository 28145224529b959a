"""What lies above a screen: the warning before a visit ends by itself, and short messages."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Exit, StillHere
from kiosk.visit.snapshot import Snapshot
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row


def has_overlay(snapshot: Snapshot) -> bool:
    return snapshot.warning is not None or snapshot.toast is not None or snapshot.site.training


def draw_overlay(page: Page) -> None:
    if page.snapshot.site.training:
        _training(page)
    if page.snapshot.warning is not None:
        _warning(page, page.snapshot.warning)
    elif page.snapshot.toast is not None:
        _toast(page)


def _training(page: Page) -> None:
    """A strip along the upper edge, above whatever is on show."""
    page.fill(page.strip, "#FFC53D")
    page.text(page.strip, message("training.band"), "caption", True, "#3A2500", "center")


def _warning(page: Page, seconds: int) -> None:
    """A large count; any touch goes on, one button ends."""
    page.surface.modal = True
    colours = page.palette
    page.fill(page.rect, "#0A1428", 0.62)
    wide = min(page.rect.w - 2 * page.theme.margin, page.mm(244))
    inner_wide = wide - 2 * page.mm(14)
    title = page.block(page.words("warning.title"), inner_wide, "title", True)
    body = page.block(page.words("warning.body"), inner_wide, "body")
    ring = page.mm(46)
    high = (
        page.mm(12)
        + ring
        + page.mm(8)
        + title.height
        + page.mm(3)
        + body.height
        + page.mm(11)
        + page.theme.action
        + page.mm(12)
    )
    box = page.reach.middle(wide, high).whole()
    if high > page.reach.h:
        box = page.rect.foot(high + page.mm(4))[0].middle(wide, high).whole()
    page.box(box, colours.paper, colours.line if colours.outlined else None, 0.75, radius=page.mm(7), shadow=True)
    inner = box.inset(page.mm(14), page.mm(12))
    circle = Rect(inner.x + (inner.w - ring) / 2, inner.y, ring, ring).whole()
    warn = colours.tint("warn")
    page.box(circle, warn.ground, warn.ink, 1.2, radius=ring // 2)
    page.text(circle, str(seconds), "number", True, warn.ink, "center", role="countdown")
    rest = inner.top(ring, page.mm(8))[1]
    strip, rest = rest.top(title.height, page.mm(3))
    page.text(strip, page.words("warning.title"), "title", True, align="center", role="heading")
    strip, rest = rest.top(body.height, page.mm(11))
    page.text(strip, page.words("warning.body"), "body", False, colours.soft, "center")
    leave = Button("intent:exit", page.words("warning.exit"), Exit(), share=0.7)
    stay = Button("intent:still_here", page.words("warning.stay"), StillHere(), "primary")
    button_row(page, rest.top(page.theme.action)[0], [leave, stay])


def _toast(page: Page) -> None:
    """In the header: what the page itself says stays in sight, and where there is room for both, the way out."""
    assert page.snapshot.toast is not None
    colours = page.palette
    out = page.theme.pick(82, 104) if page.landscape else 0  # where the way out stands, with a name beside it
    wide = min(page.rect.w - 2 * page.theme.margin - out, page.mm(244))
    style, block = "body", page.block(page.snapshot.toast, wide - page.mm(31), "body", True, 1.35)
    if len(block.lines) > 2:
        style, block = "caption", page.block(page.snapshot.toast, wide - page.mm(31), "caption", True, 1.35)
    width, high = max(block.widths) + page.mm(31), block.height + page.mm(8)
    left = page.rect.w - page.theme.margin - out - width if page.landscape else (page.rect.w - width) / 2
    box = Rect(left, page.rect.y + page.mm(3), width, high).whole()
    good = page.snapshot.toast_tone == "good"
    tint = colours.tint("good" if good else "warn")
    page.box(box, tint.ink if not colours.outlined else colours.paper, tint.ink, 0.75, radius=page.mm(5), shadow=True)
    ink = "#FFFFFF" if not colours.outlined else colours.ink
    size = page.mm(11)
    place, rest = box.inset(page.mm(7), 0).left(size, page.mm(5))
    page.icon("circle-check" if good else "clock-hour-4", place.middle(size, size), ink, 2.0)
    page.text(rest, page.snapshot.toast, style, True, ink, leading=1.35, role="toast")
