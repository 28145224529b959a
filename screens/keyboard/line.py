"""The field above the keyboard: what is typed, and the composition behind it in another colour."""

from __future__ import annotations

from screens.geometry import Rect
from screens.keyboard.typing import Typing
from screens.page import Page
from screens.widgets.field import frame_of

_STYLES = ("title", "button", "body", "caption")


def draw(
    page: Page, rect: Rect, now: Typing, empty: str, error: bool = False, icon: str | None = None, strong: bool = True
) -> None:
    """`strong`: something has to stand in it; else it is only offered."""
    colours = page.palette
    frame_of(page, rect, error, strong)
    inner = rect.inset(page.mm(7), page.mm(1))
    if icon:
        size = page.mm(12)
        place, inner = inner.left(size, page.mm(4))
        page.icon(icon, place.middle(size, size), colours.primary, 2.0)
    preedit = now.answer.preedit
    if not now.value and not preedit:
        page.text(inner, empty, "body", False, colours.soft, role="hint")
        return
    style = "title" if rect.h >= page.mm(27) else "button"
    inner = inner.left(inner.w - page.mm(3))[0]
    while style != "caption" and not _fits(page, inner, now.value + preedit, style):
        style = _STYLES[_STYLES.index(style) + 1]
    if not preedit or not _in_one_line(page, inner, now.value + preedit, style):
        _plain(page, inner, now.value + preedit, style)
        return
    size, wide = page.theme.size(style), page.surface.textures.width
    x = inner.x
    if now.value:
        before = wide(now.value, size, False)
        page.text(Rect(x, inner.y, before + 2, inner.h), now.value, style, False, leading=1.2, role="field")
        x += before + 2
    part = Rect(x, inner.y, wide(preedit, size, False) + 2, inner.h)
    page.text(part, preedit, style, False, colours.primary, leading=1.2, role="composition")
    page.fill(Rect(part.x, inner.centre[1] + size * 0.62, part.w, max(2, page.mm(0.6))), colours.primary)
    _cursor(page, part.right, inner.centre[1], size)


def _plain(page: Page, inner: Rect, words: str, style: str) -> None:
    page.text(inner, words, style, False, leading=1.2, role="field")
    block = page.block(words, inner.w, style, False, 1.2)
    last = inner.centre[1] + block.height / 2 - block.line_height / 2
    _cursor(page, inner.x + block.widths[-1] + page.mm(0.8), last, block.size)


def _cursor(page: Page, x: float, middle: float, size: float) -> None:
    page.fill(Rect(x, middle - size * 0.52, max(3, page.mm(0.8)), size * 1.1), page.palette.primary)


def _in_one_line(page: Page, rect: Rect, words: str, style: str) -> bool:
    return page.surface.textures.width(words, page.theme.size(style), False) <= rect.w - page.mm(2)


def _fits(page: Page, rect: Rect, words: str, style: str) -> bool:
    block = page.block(words, rect.w, style, False, 1.2)
    return block.height <= rect.h and max(block.widths) <= rect.w
