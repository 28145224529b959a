"""A day, a month, a year: digits fall into their places one after the other."""

from __future__ import annotations

from datetime import date

from kiosk import clock
from kiosk.visit.intents import Answer
from kiosk.visit.views import QuestionView
from screens.answers.pad import pad_and_field
from screens.geometry import Rect
from screens.page import Page
from screens.widgets import keyboards
from screens.widgets.buttons import Button, button

_DIGITS = {"date": 8, "month": 6, "year": 4}
_UNITS = ("year", "month", "day")
_PLACES = ((0, 4), (4, 6), (6, 8))


def draw(page: Page, rect: Rect, view: QuestionView) -> None:
    most = _DIGITS[view.kind]
    digits = _digits(page, view)

    def press(key: str) -> None:
        page.change(value=keyboards.typed(digits, key, most), problem=None)()

    def show(place: Rect) -> None:
        _slots(page, place, digits, most)

    def chips(place: Rect) -> None:
        if view.kind == "date" and _within(today, view):
            name = Button(f"option:{today}", page.words("question.today"), Answer(today), "quiet", "calendar-event")
            button(page, place.left(page.theme.pick(52, 62))[0], name, "body")

    today = clock.now().date().isoformat()  # of China, whatever zone the machine is set to
    has_chip = view.kind == "date" and _within(today, view)
    pad_and_field(page, rect, show, press, chips if has_chip else None)


def _digits(page: Page, view: QuestionView) -> str:
    start = str(view.value or "").replace("-", "")
    return str(page.state.get("value", start))


def _within(value: str, view: QuestionView) -> bool:
    return (view.earliest or "") <= value and (view.latest is None or value <= view.latest[: len(value)])


def _slots(page: Page, rect: Rect, digits: str, most: int) -> None:
    """`2026 年 12 月 1_ 日`, each part in its own box; the part that is being typed has the strong frame."""
    colours = page.palette
    parts = [index for index, (start, _) in enumerate(_PLACES) if start < most]
    gap = page.mm(4)
    units = [page.words(f"question.{_UNITS[index]}") for index in parts]
    shares = [1.6, 1.0, 1.0][: len(parts)]
    two = page.block("00" if len(parts) > 1 else "0000", 9999, "title").widths[0]
    for style in ("button", "body", "caption"):
        widths = [max(page.block(unit, 9999, style).widths) + 2 for unit in units]
        free = min(rect.w, page.mm(244)) - sum(widths) - (2 * len(parts) - 1) * gap
        if free * shares[-1] / sum(shares) >= two * 1.4:
            break
    x = rect.x
    for index, unit_w in zip(parts, widths, strict=True):
        start, end = _PLACES[index]
        width = min(free * shares[index] / sum(shares), page.mm(76))
        box = Rect(x, rect.y, width, rect.h)
        active = start <= len(digits) < end or (index == parts[-1] and len(digits) >= end)
        page.box(box, colours.paper, colours.primary if active else colours.edge, 0.9 if active else 0.5)
        written = digits[start:end]
        shown = written + "_" * (end - start - len(written))
        ink = colours.ink if written else colours.soft
        said = f"{written} {units[index]}" if written else ""
        inner = box.inset(page.mm(2), 0)
        page.text(inner, shown, "title", False, ink, "center", leading=1.2, role="field", spoken=said)
        x += width + gap
        unit = Rect(x, rect.y, unit_w, rect.h)
        page.text(unit, units[index], style, False, colours.soft, spoken="")
        x += unit_w + gap


def given(page: Page, view: QuestionView) -> tuple[str | None, str | None]:
    """The answer, or the sentence that says what is wrong with it."""
    digits = _digits(page, view)
    if not digits and not view.required:
        return "", None
    if len(digits) < _DIGITS[view.kind]:
        return None, page.words("question.required")
    parts = [digits[start:end] for start, end in _PLACES if start < len(digits)]
    value = "-".join(parts)
    try:
        date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    except ValueError:
        return None, page.words("question.no_such_date" if view.kind == "date" else "question.no_such_month")
    if view.earliest and value < view.earliest[: len(value)]:
        return None, page.words("question.too_early", limit=_spoken(page, view.earliest[: len(value)]))
    if view.latest and value > view.latest[: len(value)]:
        return None, page.words("question.too_late", limit=_spoken(page, view.latest[: len(value)]))
    return value, None


def _spoken(page: Page, value: str) -> str:
    if not page.han:
        return value
    units = [page.words(f"question.{unit}") for unit in _UNITS]
    return " ".join(f"{part.lstrip('0')} {unit}" for part, unit in zip(value.split("-"), units, strict=False))
