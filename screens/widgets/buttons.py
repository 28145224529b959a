"""Buttons: one primary a page, secondary ones beside it, small ones in rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.text import Text
from kiosk.visit.intents import Back, Intent, Next
from screens.geometry import Rect
from screens.lettering import torn
from screens.page import Page

Action = Intent | Callable[[], None]
_TIGHT = 1.2  # leading of a button's words, where they need two lines
_LABELS = ("button", "body", "caption")
_SIDE = 3  # mm between a button's edge and its words, at the least
_EASY = 7  # and where there is room


@dataclass(frozen=True)
class Button:
    name: str
    label: Text | str
    action: Action
    kind: str = "secondary"  # "primary", "secondary", "quiet"
    icon: str | None = None
    after: bool = False  # the icon stands behind the words
    enabled: bool = True
    share: float = 1.0  # of the row's width


def button(page: Page, rect: Rect, it: Button, style: str = "button", key: bool = False) -> None:
    colours = page.palette
    fill, ink, border = {
        "primary": (colours.primary, colours.on_primary, None),
        "secondary": (colours.paper, colours.ink, colours.edge),
        "quiet": (colours.pale, colours.primary, colours.edge if colours.outlined else None),
    }[it.kind]
    if colours.outlined and it.kind == "secondary":
        ink = colours.primary
    if not it.enabled:
        fill, ink, border = colours.disabled_ground, colours.disabled, colours.line
    page.box(rect, fill, border, 0.5)
    inner = _inside(page, rect)
    label(page, inner, it, ink, label_style(page, inner, it, style))
    page.touch(rect, it.name, it.action, it.label, it.enabled, key=key)


def _inside(page: Page, rect: Rect) -> Rect:
    return rect.inset(page.mm(_SIDE), page.mm(1))


def label_style(page: Page, rect: Rect, it: Button, style: str) -> str:
    """The largest size in which the words stand in one line, or, where they are several, in two of a readable size."""
    words = page.say(it.label)
    sizes = _LABELS[_LABELS.index(style) :]
    several = any(pause in words for pause in " ，？")
    for smaller in sizes:
        most = 2 if several and smaller != "button" else 1
        if _stand(page, words, rect, smaller, most, _icon_room(page, it, smaller)):
            return smaller
    return sizes[-1]


def _stand(page: Page, words: str, rect: Rect, style: str, most: int, icon: float = 0.0) -> bool:
    """Whether the words have their place in at most so many lines, beside an icon."""
    wide = rect.w - icon
    block = page.block(words, wide, style, True, _TIGHT)
    if len(block.lines) > most or max(block.widths) > wide + 1 or (most > 1 and block.height > rect.h + 1):
        return False
    return most == 1 or not torn(words, block)


def _icon_room(page: Page, it: Button, style: str) -> float:
    return round(page.theme.size(style) * 1.05) + page.mm(3.5) if it.icon else 0.0


def label(page: Page, rect: Rect, it: Button, ink: str, style: str, bold: bool = True) -> None:
    """The words in the middle, with the icon beside them; where only small type had room beside it, it gives way."""
    words = page.say(it.label)
    size = round(page.theme.size(style) * 1.05) if it.icon else 0
    gap = page.mm(3.5) if it.icon else 0
    if it.icon and not _stand(page, words, rect, style, 2, size + gap):
        it, size, gap = replace(it, icon=None), 0, 0
    block = page.block(words, rect.w - size - gap, style, bold, _TIGHT)
    wide = min(max(block.widths) + 1, rect.w - size - gap)
    if it.icon:
        row = rect.middle(size + gap + wide, rect.h)
        place, rest = row.end(size, gap) if it.after else row.left(size, gap)
        page.icon(it.icon, place, ink, 2.0)
    else:
        rest = rect
    page.text(rest, words, style, bold, ink, "center", leading=_TIGHT)


def button_row(page: Page, rect: Rect, buttons: Sequence[Button], style: str = "button") -> None:
    """In one size of letters, unless one of them is so long that all would be small."""
    places = _places(page, rect, buttons, style)
    styles = [label_style(page, _inside(page, place), it, style) for it, place in zip(buttons, places, strict=True)]
    if set(styles) != {style}:
        style = "body" if style == "button" else "caption"  # never more than a step between neighbours
    for it, place in zip(buttons, places, strict=True):
        button(page, place, it, style)


def _places(page: Page, rect: Rect, buttons: Sequence[Button], style: str = "button") -> list[Rect]:
    """By their shares; where the words of one would become small so, each first gets what its words need."""
    gap = page.mm(6)
    free = rect.w - gap * (len(buttons) - 1)
    total = sum(it.share for it in buttons)
    widths = [free * it.share / total for it in buttons]
    for size, side in ((size, side) for size in _LABELS[_LABELS.index(style) :] for side in (_EASY, _SIDE)):
        needs = [_need(page, it, size, side) for it in buttons]
        if all(need <= width for need, width in zip(needs, widths, strict=True)):
            break
        if sum(needs) <= free:
            widths = [need + (free - sum(needs)) * it.share / total for need, it in zip(needs, buttons, strict=True)]
            break
    places, x = [], rect.x
    for width in widths:
        places.append(Rect(x, rect.y, width, rect.h))
        x = places[-1].right + gap
    return places


def _need(page: Page, it: Button, style: str, side: float) -> float:
    """The width in which its words stand in one line of this size, so many mm from the edges."""
    words = page.block(it.label, 9999, style, True, _TIGHT).widths[0]
    return max(page.theme.target, words + 2 + _icon_room(page, it, style) + 2 * page.mm(side))


def _crowded(page: Page, rect: Rect, buttons: Sequence[Button]) -> bool:
    """Three or more beside each other, and the words of one would become small."""
    return len(buttons) > 2 and _small(page, rect, buttons)


def _small(page: Page, rect: Rect, buttons: Sequence[Button]) -> bool:
    """The words of one would be in small type: in large letters smaller than a button's elsewhere."""
    return any(
        label_style(page, _inside(page, place), it, "button") == "caption"
        for it, place in zip(buttons, _places(page, rect, buttons), strict=True)
    )


def above_actions(page: Page, body: Rect) -> Rect:
    """What `actions` leaves of `body`, for a page whose main button follows from what stands above it."""
    return body.foot(page.theme.action, page.theme.space)[1]


def actions(
    page: Page, body: Rect, main: Button | None, *others: Button, back: bool | None = None, stack: bool | None = None
) -> Rect:
    """The page's last row: back at the left, the one main action at the right. Gives what is left above. `stack`: the
    main one has a row of its own; None: where the words of one would be small."""
    buttons: list[Button] = []
    if page.snapshot.can_go_back if back is None else back:
        buttons.append(go_back(page))
    buttons += others
    if main:
        buttons.append(main)
    if not buttons:
        return body
    row, rest = body.foot(page.theme.action, page.theme.space)
    if len(buttons) == 1 and buttons[0].name == "intent:back":
        # going back is not the page's main thing
        row = row.left(min(row.w, max(row.w * 0.38, page.mm(70), _need(page, buttons[0], "button", _EASY))))[0]
    with page.zone("actions"):
        if main and others and _crowded(page, row, buttons) and body.h > 2 * row.h + page.mm(90):
            above = Rect(body.x, row.y - page.mm(5) - row.h, body.w, row.h)
            rest = Rect(body.x, body.y, body.w, above.y - page.theme.space - body.y)
            button_row(page, above, others)
            buttons = [it for it in buttons if it not in others]
        elif main and len(buttons) > 1 and _stacked(page, row, buttons, stack) and body.h > 2 * row.h + page.mm(60):
            above = Rect(body.x, row.y - page.mm(5) - row.h, body.w, row.h)
            rest = Rect(body.x, body.y, body.w, above.y - page.theme.space - body.y)
            button_row(page, above, [main])
            buttons = [it for it in buttons if it is not main]
        button_row(page, row, buttons)
    return rest


def _stacked(page: Page, row: Rect, buttons: Sequence[Button], wanted: bool | None) -> bool:
    return _small(page, row, buttons) if wanted is None else wanted


def go_back(page: Page) -> Button:
    return Button("intent:back", page.words("button.back"), Back(), icon="arrow-left", share=0.66)


def go_on(page: Page, label: Text | str | None = None, action: Action | None = None, enabled: bool = True) -> Button:
    words = page.words("button.next") if label is None else label
    return Button("intent:next", words, action or Next(), "primary", "arrow-right", True, enabled)


def pager(page: Page, rect: Rect, index: int, count: int, turn: Callable[[int], Action]) -> None:
    """Two page buttons with "2 / 5" between them. They belong to the list above them: up and down, and quieter than
    the way on, whose arrows point to the sides."""
    gap = page.mm(5)
    middle = page.mm(30) if not page.theme.senior else page.mm(36)
    side = (rect.w - middle - 2 * gap) / 2
    left, rest = rect.left(side, gap)
    right, centre = rest.end(side, gap)
    up = Button("page:previous", page.words("button.previous_page"), turn(-1), "quiet", "chevron-up", enabled=index > 0)
    down = Button(
        "page:next", page.words("button.next_page"), turn(1), "quiet", "chevron-down", True, index + 1 < count
    )
    styles = {label_style(page, _inside(page, left), it, "body") for it in (up, down)}
    style = "body" if styles == {"body"} else "caption"
    with page.zone("pager"):
        button(page, left, up, style)
        page.text(centre, f"{index + 1} / {count}", "body", True, page.palette.soft, "center")
        button(page, right, down, style)
