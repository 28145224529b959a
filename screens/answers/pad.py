"""Digits on a number pad, grouped as people read them."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.views import QuestionView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.field import field

_MOST = {"digits": 20, "phone": 11, "id_number": 18, "bank_card": 19, "money": 10}
_EXTRA = {"id_number": "X", "money": "."}
_GROUPS = {"phone": (3, 4, 4), "id_number": (6, 8, 4), "bank_card": (4, 4, 4, 4, 4)}


def draw(page: Page, rect: Rect, view: QuestionView) -> None:
    value = str(page.state.get("value", view.value) or "")

    def press(key: str) -> None:
        page.change(value=_after(view.kind, value, key), problem=None)()

    def show(place: Rect) -> None:
        shown = "●" * len(value) if view.secret else grouped(value, view.kind)
        if view.kind == "money":
            unit = page.theme.size("button") * (1.3 if page.han else 2.6)
            end, place = place.end(unit, page.mm(3))
            page.text(end, page.words("question.yuan"), "button", False, page.palette.soft)
        needed = view.suggestion is None or bool(value)
        field(page, place, shown, page.words("question.empty_digits"), bool(view.error), strong=needed)

    pad_and_field(page, rect, show, press, None, _EXTRA.get(view.kind))


def _after(kind: str, value: str, key: str) -> str:
    """What stands there after a key; X only at the end, one point and two decimals."""
    if key == "X" and len(value) != 17:
        return value
    if value.endswith("X") and key.isdigit():
        return value
    if key == "." and ("." in value or not value):
        return value
    if key.isdigit() and "." in value and len(value.partition(".")[2]) >= 2:
        return value
    return keyboards.typed(value, key, _MOST[kind])


def grouped(value: str, kind: str) -> str:
    groups, out = _GROUPS.get(kind, ()), []
    rest = value
    for size in groups:
        if rest:
            out.append(rest[:size])
            rest = rest[size:]
    return " ".join([*out, rest] if rest else out)


def pad_and_field(
    page: Page,
    rect: Rect,
    show: Callable[[Rect], None],
    press: Callable[[str], None],
    chips: Callable[[Rect], None] | None,
    extra: str | None = None,
) -> None:
    """The field, then the pad; the pad keeps to a size that a thumb spans."""
    strip, rest = rect.top(page.theme.pick(29, 33), page.mm(6))
    show(strip)
    if chips is not None:
        line, rest = rest.top(page.theme.target + page.mm(3), page.mm(6))
        chips(line)
    high = min(rest.h, page.theme.pick(128, 142))
    wide = min(rest.w, page.mm(244))
    place = Rect(rest.x + (rest.w - wide) / 2, rest.bottom - high, wide, high)
    if page.landscape:
        place = Rect(rest.x, rest.y, wide, high)
    keyboards.number_pad(page, place, press, extra)
