"""What the letters may mean: a strip of the likeliest, and all of them in pages over the keys."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.text import message
from screens.geometry import Rect
from screens.keyboard import typing as t
from screens.keyboard.typing import Typing
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.buttons import Button, button

Change = Callable[[Typing], None]
_STYLE = "button"


def strip(page: Page, rect: Rect, now: Typing, hint: str, choose: Callable[[int], None], change: Change) -> None:
    """The likeliest ones in one row; a word that is cut off would be a trap, so only whole ones."""
    colours = page.palette
    inner = rect.inset(page.mm(2), 0)
    found = now.answer.candidates
    if not found:  # on the tray's own ground: a white box would be taken for another field
        page.text(inner.inset(page.mm(4), 0), hint, "body", False, colours.soft, role="hint")
        return
    page.box(rect, colours.key, colours.edge if colours.outlined else colours.line, 0.3, radius=page.mm(3.2))
    place, rest = inner.end(_more_width(page), page.mm(3))
    shown = _fitting(page, rest.w, found)
    if len(shown) == len(found) and not now.answer.more:
        shown = _fitting(page, inner.w, found)
    else:
        page.touch(place, "candidates:more", lambda: change(_opened(page, now)), _say(page, "more"), key=True)
        page.text(place, _say(page, "more"), "body", False, colours.primary, "center")
        page.fill(Rect(place.x - page.mm(1.5), rect.y + page.mm(4), 2, rect.h - page.mm(8)), colours.line)
    x = inner.x
    for order, (index, text, wide) in enumerate(shown):
        cell = Rect(x, rect.y, wide, rect.h)
        if order:
            page.fill(Rect(x - page.mm(1.5), rect.y + page.mm(4), 2, rect.h - page.mm(8)), colours.line)
        _candidate(page, cell, index, text, choose, first=order == 0)
        x += wide + page.mm(3)


def grid(page: Page, rect: Rect, now: Typing, choose: Callable[[int], None], change: Change) -> None:
    """All candidates, a page of them over the keys."""
    gap = page.mm(3)
    foot, rect = rect.foot(page.theme.target + page.mm(3), gap)
    high = page.theme.pick(18, 24)
    lines = max(1, int((rect.h + gap) // (high + gap)))
    found, shown = list(now.answer.candidates), 0
    for line in rect.stack([(rect.h - gap * (lines - 1)) / lines] * lines, gap):
        fitting = _fitting(page, line.w, found[shown:])
        stretch = (line.w - gap * (len(fitting) - 1)) / max(1.0, sum(wide for _, _, wide in fitting))
        x, full = line.x, shown + len(fitting) < len(found)
        for index, text, wide in fitting:
            cell = Rect(x, line.y, wide * (stretch if full else 1.0), line.h)
            colours = page.palette
            page.box(cell, colours.key, colours.edge if colours.outlined else colours.line, 0.3, radius=page.mm(3.2))
            _candidate(page, cell, index, text, choose, first=now.firsts == (0,) and shown == 0 and x == line.x)
            x += cell.w + gap
        shown += len(fitting)
    if not found:
        page.text(rect, _say(page, "none_rare"), "body", False, page.palette.soft, "center")
    _foot(page, foot, now, shown, change, further=shown < len(found) or now.answer.more)


def _foot(page: Page, rect: Rect, now: Typing, shown: int, change: Change, *, further: bool) -> None:
    typist = page.surface.typist
    buttons = [
        Button("candidates:close", _say(page, "close"), lambda: change(t.more(now, typist, open_=False)), "quiet")
    ]
    if now.mode == "pinyin":
        words = _say(page, "all" if now.rare else "rare")
        buttons.append(
            Button("candidates:rare", words, lambda: change(t.more(now, typist, rare=not now.rare)), "quiet")
        )
    for place, it in zip(rect.columns(4, page.mm(4)), buttons, strict=False):
        button(page, place, it, "body", key=True)
    left, right = rect.columns(4, page.mm(4))[2:]
    _turn(page, left, "previous", "chevron-up", lambda: change(t.preceding(now, typist)), len(now.firsts) > 1)
    _turn(page, right, "next", "chevron-down", lambda: change(t.following(now, shown, typist)), further)


def _turn(page: Page, rect: Rect, name: str, icon: str, act: Callable[[], None], enabled: bool) -> None:
    words = page.words("button.previous_page" if name == "previous" else "button.next_page")
    keyboards.key(page, rect, f"candidates:{name}", words, act, icon=icon, enabled=enabled)


def _opened(page: Page, now: Typing) -> Typing:
    return t.more(now, page.surface.typist, open_=True)


def _candidate(page: Page, cell: Rect, index: int, text: str, choose: Callable[[int], None], *, first: bool) -> None:
    colours = page.palette
    page.text(cell, text, _STYLE, first, colours.primary if first else colours.ink, "center", leading=1.2)
    # no key: what a double tap would choose next is not what stood there
    page.touch(cell, f"candidate:{index}", lambda: choose(index), text, role="candidate", radius=page.mm(3))


def _fitting(
    page: Page, width: float, found: list[tuple[int, str]] | tuple[tuple[int, str], ...]
) -> list[tuple[int, str, float]]:
    """As many as stand side by side, with their widths."""
    gap, least, used, out = page.mm(3), page.theme.target + page.mm(4), 0.0, list[tuple[int, str, float]]()
    for index, text in found:
        wide = max(float(least), max(page.block(text, 9999, _STYLE, True).widths) + page.mm(8))
        if used + wide > width:
            break
        out.append((index, text, wide))
        used += wide + gap
    return out or [(index, text, width) for index, text in found[:1]]


def _more_width(page: Page) -> float:
    return max(page.theme.target, max(page.block(_say(page, "more"), 9999, "body", True).widths) + page.mm(6))


def _say(page: Page, name: str) -> str:
    return page.say(message(f"keyboard.candidates.{name}"))
