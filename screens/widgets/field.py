"""The field that shows what was typed, and the sentence when it cannot be right."""

from __future__ import annotations

from screens.geometry import Rect
from screens.page import Page


def frame_of(page: Page, rect: Rect, error: bool, strong: bool) -> None:
    colours = page.palette
    ink = colours.tint("bad").ink if error else colours.primary if strong else colours.edge
    page.box(rect, colours.paper, ink, 0.9 if error or strong else 0.5)


def field(
    page: Page,
    rect: Rect,
    value: str,
    empty: str,
    error: bool = False,
    icon: str | None = None,
    role: str = "field",
    strong: bool = True,
) -> None:
    """`strong`: something has to stand in it; else it is only offered."""
    colours = page.palette
    frame_of(page, rect, error, strong)
    inner = rect.inset(page.mm(7), page.mm(1))
    if icon:
        size = page.mm(12)
        place, inner = inner.left(size, page.mm(4))
        page.icon(icon, place.middle(size, size), colours.primary, 2.0)
    if not value:
        page.text(inner, empty, "body", False, colours.soft)
        return
    style = "title" if rect.h >= page.mm(27) else "button"
    page.text(inner.left(inner.w - page.mm(4))[0], value, style, False, leading=1.2, role=role)
    shown = page.surface.texts[-1]
    cursor = Rect(
        min(shown.rect.right + page.mm(1), inner.right - page.mm(2)), 0, max(3, page.mm(0.8)), shown.size * 1.1
    )
    last = shown.rect.bottom - shown.size * 0.1 - cursor.h
    if shown.rect.h <= shown.size * 1.5:
        page.fill(Rect(cursor.x, last, cursor.w, cursor.h), colours.primary)
