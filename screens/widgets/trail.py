"""Where one is, in words: the pages above this one, each of them touched to go there."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visit.intents import OpenDirectory
from kiosk.visit.views.directory import Crumb
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.entries import one_line


def trail(page: Page, rect: Rect, crumbs: Sequence[Crumb]) -> None:
    """In one line; where it is too long the letters are smaller, then the last name is cut."""
    gap, arrow, pad = page.mm(2), page.mm(6), page.mm(9)
    room = rect.w - len(crumbs) * (arrow + 2 * gap)
    labels = [page.say(crumb.label) for crumb in crumbs]
    for style in ("body", "caption"):
        widths = [max(page.theme.target, max(page.block(one, 9999, style, True).widths) + pad) for one in labels]
        if sum(widths) <= room:
            break
    widths[-1] = min(widths[-1], room - sum(widths[:-1]))
    x = rect.x
    with page.zone("steps"):
        for crumb, label, width in zip(crumbs, labels, widths, strict=True):
            box = Rect(x, rect.y, width, rect.h).whole()
            colours = page.palette
            page.box(box, colours.pale, colours.edge if colours.outlined else None, 0.5, radius=page.mm(4))
            inside = box.inset(pad / 2, 0)
            page.text(
                inside, one_line(page, label, inside.w + 1, style, bold=True), style, True, colours.primary, "center"
            )
            page.touch(box, f"trail:{'/'.join(crumb.path) or 'top'}", OpenDirectory(crumb.path), crumb.label)
            page.icon("chevron-right", Rect(box.right + gap, rect.y, arrow, rect.h), colours.soft, 2.0)
            x = box.right + 2 * gap + arrow
