"""One case: where it stands, what comes next, what there is to know and to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.intents import Do
from kiosk.visit.views import GuideRow
from kiosk.visit.views.cases import CaseAction, CaseLine, CaseRow, CaseView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button
from screens.widgets.case_row import case_row, case_style, tint_of
from screens.widgets.fact import fact, words_width
from screens.widgets.frame import above_reach, frame, heading
from screens.widgets.paged import one_page
from screens.widgets.rows import banner, banner_height

_PART_MM, _PART_SENIOR_MM = 34, 44  # height of a case within a package's case


@dataclass(frozen=True)
class _Entry:
    """Something of the long part, which stands in pages."""

    height: float
    draw: Callable[[Rect, bool], None]
    carded: bool = True  # stands in a card with its neighbours of the same kind
    group: str = ""


def draw(page: Page, view: CaseView) -> None:
    body = _actions(page, frame(page), view)
    told = page.title_place is not None and view.problem is not None
    if told:  # low mode: it is only read
        assert view.problem is not None
        banner(page, above_reach(page, banner_height(page, body.w, view.problem)), view.problem)
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(14))
        left = heading(page, left, page.say(view.title), None, 0.4)
        _standing(page, left, view)
        _long(page, right if told else _problem(page, right, view), view)
        return
    body = heading(page, body, page.say(view.title), None, 0.3)
    body = body if told else _problem(page, body, view)
    body = _standing(page, body, view)
    _long(page, body, view)


def _actions(page: Page, body: Rect, view: CaseView) -> Rect:
    main = next((one for one in view.actions if one.main), None)
    others = [one for one in view.actions if one is not main]
    if not (page.landscape or page.low) and (len(others) > 1 or (others and page.theme.senior)):
        buttons = [_button(one) for one in others]
        rest = actions(page, body, _button(main, "primary") if main else None)
        rows = len(buttons)
        strip, rest = rest.foot(rows * page.theme.action + (rows - 1) * page.mm(4), page.mm(5))
        for place, one in zip(strip.rows(rows, page.mm(4)), buttons, strict=True):
            button(page, place, one)
        return rest
    return actions(page, body, _button(main, "primary") if main else None, *map(_button, others))


def _button(one: CaseAction, kind: str = "secondary") -> Button:
    return Button(f"do:{one.name}", one.label, Do(one.name), kind, one.icon)


def _problem(page: Page, rect: Rect, view: CaseView) -> Rect:
    if view.problem is None:
        return rect
    strip, rest = rect.top(banner_height(page, rect.w, view.problem), page.mm(5))
    banner(page, strip, view.problem)
    return rest


def _standing(page: Page, rect: Rect, view: CaseView) -> Rect:
    """The state in a coloured band, and below it what comes next."""
    tint = tint_of(page, view.tone)
    inner_w = rect.w - page.mm(14)
    kept = 0 if page.landscape else page.theme.pick(50, 90)  # for a fact and the page buttons below
    for title, style in (("title", "body"), ("button", "body"), ("button", "caption")):
        head = page.theme.size(title) * 1.4
        words = page.block(view.next, inner_w, style, False, 1.35)
        if page.mm(12) + head + words.height <= rect.h - kept:
            break
    card, rest = rect.top(page.mm(10) + head + page.mm(2) + words.height, page.mm(6))
    page.box(card, tint.ground, tint.ink if page.palette.outlined else None, 0.5)
    top, below = card.inset(page.mm(7), page.mm(5)).top(head, page.mm(2))
    page.text(top, view.state, title, True, tint.ink, role="alert")
    page.text(below, view.next, style, False, page.palette.ink, valign="top", leading=1.35)
    return rest


def _long(page: Page, rect: Rect, view: CaseView) -> None:
    """Facts, parts and the timeline in pages."""
    entries = _entries(page, rect.w, view)
    gap = page.mm(4)
    numbers, rect = one_page(page, rect, [one.height for one in entries], gap)
    y = rect.y
    shown = [entries[number] for number in numbers]
    for number, one in enumerate(shown):
        first = number == 0 or shown[number - 1].group != one.group
        if first and number:
            y += gap
        if first and one.carded:
            high = sum(other.height for other in _run(shown[number:]))
            page.card(Rect(rect.x, y, rect.w, min(high, rect.bottom - y)))
        elif not one.carded and not first:
            y += gap
        one.draw(Rect(rect.x, y, rect.w, one.height), first)
        y += one.height


def _run(entries: list[_Entry]) -> list[_Entry]:
    """The first of them and its neighbours of the same kind."""
    same = []
    for one in entries:
        if one.group != entries[0].group:
            break
        same.append(one)
    return same


def _entries(page: Page, width: float, view: CaseView) -> list[_Entry]:
    entries = [_fact_entry(page, width, fact) for fact in view.facts]
    style = case_style(page, Rect(0, 0, width, page.theme.pick(_PART_MM, _PART_SENIOR_MM)), view.parts)
    entries += [_part_entry(page, part, style) for part in view.parts]
    entries += [_line_entry(page, width, line) for line in view.lines]
    return entries


def _fact_entry(page: Page, width: float, row: GuideRow) -> _Entry:
    label_w = page.theme.pick(46, 58) if page.han else page.theme.pick(56, 68)
    lines = max(
        page.block(row.value, words_width(page, width, label_w), "body", leading=1.35).height,
        page.block(row.label, label_w - page.mm(4), "body", leading=1.3).height,
    )
    high = max(page.theme.pick(16, 19), lines + page.mm(6))

    def draw_it(rect: Rect, first: bool) -> None:
        fact(page, rect, row, label_w, first)

    return _Entry(high, draw_it, group="facts")


def _part_entry(page: Page, part: CaseRow, style: str) -> _Entry:
    def draw_it(rect: Rect, _first: bool) -> None:
        case_row(page, rect, part, style=style)

    return _Entry(page.theme.pick(_PART_MM, _PART_SENIOR_MM), draw_it, carded=False, group="parts")


def _line_entry(page: Page, width: float, line: CaseLine) -> _Entry:
    words_w = width - page.mm(12) - page.mm(15)
    note_h = page.block(line.note, words_w, "caption", leading=1.3).height if line.note is not None else 0
    head = page.theme.size("body") * 1.4
    high = head + (note_h + page.mm(1) if note_h else 0) + page.mm(7)

    def draw_it(rect: Rect, first: bool) -> None:
        inner = rect.inset(page.mm(6), page.mm(3.5))
        mark, words = inner.left(page.mm(11), page.mm(4))
        ink = page.palette.stress if line.last else page.palette.soft
        dot = Rect(mark.x, mark.y, mark.w, head)
        icon = ("circle-x" if line.failed else "circle-check") if line.last else "point"
        page.icon(icon, dot.middle(page.mm(9), page.mm(9)), ink, 2.0)
        top, below = words.top(head, page.mm(1))
        when_w = page.block(line.when, 9999, "caption").widths[0] + page.mm(4)
        when, what = top.end(when_w, page.mm(3))
        page.text(what, line.what, "body", line.last)
        page.text(when, line.when, "caption", False, page.palette.soft, "right")
        if line.note is not None:
            page.text(below, line.note, "caption", False, page.palette.soft, valign="top", leading=1.3)

    return _Entry(high, draw_it, group="lines")
