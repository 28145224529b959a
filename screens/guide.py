"""The guide (办事指南): what it takes, before anybody begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.text import message
from kiosk.visit.intents import Do
from kiosk.visit.views import GuideRow, GuideView
from screens.geometry import Rect, pages_of
from screens.page import Page
from screens.widgets.buttons import Button, actions, go_on, pager
from screens.widgets.fact import fact, words_width
from screens.widgets.frame import frame, heading
from screens.widgets.paged import one_page
from screens.widgets.rows import banner, banner_height, chip
from screens.widgets.take_along import take_along

FIRST_FACTS = 3
ONE_ROW_MM = 280  # from this width on the buttons that turn the page and those to take it along stand side by side
Between = Callable[[Rect], None]  # takes the lower row


def draw(page: Page, view: GuideView) -> None:
    """The code for the telephone takes the place of the facts, and nothing else moves."""
    body = frame(page)
    start = go_on(page, page.words("button.start"), enabled=view.unavailable is None)
    if view.queue is None:
        body = actions(page, body, start)
    elif view.unavailable is None:
        body = actions(page, body, start, Button("do:queue", view.queue, Do("queue"), icon="users", share=0.6))
    else:  # what there is to do where it cannot be done here
        body = actions(page, body, Button("do:queue", view.queue, Do("queue"), "primary", "users"))
    if page.theme.senior or page.low:
        _in_pages(page, _title(page, body, view), view)
        return
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(14))
        left = _title(page, left, view)
        fit = _steps_height(page, left.w, view, "caption") <= left.h
        if fit:
            _steps(page, left, view)
        elif view.unavailable is None:  # what cannot be begun needs its facts more
            _in_pages(page, right, view)
            return
        place = take_along(page, right, view.code, view.paper)
        if place is not None:
            facts(page, place, _rows(page, view))
        return
    body = _title(page, body, view)
    most = body.h - _least_for_facts(page, body.w, view)
    style = _steps_style(page, body.w, view, most)
    if _steps_height(page, body.w, view, style) > most:
        _in_pages(page, body, view)
        return
    steps, body = body.top(_steps_height(page, body.w, view, style), page.mm(6))
    _steps(page, steps, view)
    place = take_along(page, body, view.code, view.paper)
    if place is not None:
        facts(page, place, _rows(page, view))


def _least_for_facts(page: Page, width: float, view: GuideView) -> float:
    """Below the steps: who may come with what, and the buttons that turn the page and take it along."""
    first = _fact_heights(page, width, _rows(page, view)[:FIRST_FACTS])
    return sum(first) + 2 * (page.theme.target + page.mm(8)) + page.mm(6)


def _in_pages(page: Page, body: Rect, view: GuideView) -> None:
    """Where letters are large or steps many: who may come with what has the first page and the whole width. The steps
    stand below the last facts, or on a page of their own."""
    in_one_row = body.w >= page.mm(ONE_ROW_MM)
    foot_h = page.theme.target + page.mm(5)
    foot, place = body.foot(foot_h if in_one_row else 2 * foot_h + page.mm(5), page.mm(5))
    much = view.paper and view.code and not page.low  # what was printed, and the telephone beside it
    turn, along = foot.left(foot.w * (0.42 if much else 0.5), page.mm(8)) if in_one_row else foot.rows(2, page.mm(5))
    if take_along(page, place, view.code, view.paper, along) is None:
        return
    rows = _rows(page, view)
    heights = _fact_heights(page, place.w, rows)
    pages = pages_of(heights, place.h, 0)
    last, gap = sum(heights[i] for i in pages[-1]), page.mm(6)
    below = last + gap + _steps_height(page, place.w, view) <= place.h
    count = len(pages) + (not below)
    index = min(page.state.get("page", 0), count - 1)
    if count > 1:
        pager(page, turn, index, count, lambda by: page.change(page=index + by))
    if index < len(pages):
        _table(page, place, rows, heights, list(pages[index]))
    if index == count - 1:
        _steps(page, place.top(last, gap)[1] if below else place, view)


def _rows(page: Page, view: GuideView) -> tuple[GuideRow, ...]:
    if _department_above(page):
        return view.rows
    return (*view.rows, GuideRow(message("screens.guide.department"), view.department, "building"))


def _department_above(page: Page) -> bool:
    return not (page.landscape or page.theme.senior)


def _title(page: Page, rect: Rect, view: GuideView) -> Rect:
    most = 0.4 if page.theme.senior or not page.landscape else 0.5
    rest = heading(page, rect, page.say(view.title), None, most)
    rest = Rect(rest.x, rest.y - page.mm(5), rest.w, rest.h + page.mm(5))
    line, rest = rest.top(page.mm(12), page.mm(5))
    width = chip(
        page, line.x, line.centre[1], page.words("guide.minutes", minutes=view.minutes), page.palette.tint("good")
    )
    beside = Rect(line.x + width + page.mm(4), line.y, line.w - width - page.mm(4), line.h)
    if not _department_above(page):  # it stands among the facts
        beside = Rect(0, 0, 0, 0)
    elif len(page.block(view.department, beside.w, "caption").lines) > 1:  # a long name takes a line of its own
        beside = Rect(line.x, rest.y - page.mm(2), line.w, page.mm(12))
        rest = rest.top(page.mm(13))[1]
    if beside.w:
        page.text(beside, view.department, "caption", False, page.palette.soft)
    if view.unavailable is not None:
        strip, rest = rest.top(banner_height(page, rest.w, view.unavailable), page.mm(6))
        banner(page, strip, view.unavailable)
    return rest


def _dot(page: Page) -> int:
    return int(page.theme.pick(10.5, 14))


def _in_columns(page: Page, width: float, view: GuideView, style: str) -> tuple[int, list[float]]:
    """One or two columns, whichever is lower, and the height of each row; the numbers run down the first column and
    then down the second."""
    both = [(1, _step_heights(page, width, view, style, 1))]
    if width >= page.theme.pick(180, 300):
        both.append((2, _step_heights(page, width, view, style, 2)))
    return min(both, key=lambda one: sum(one[1]))


def _step_heights(page: Page, width: float, view: GuideView, style: str, columns: int) -> list[float]:
    count = -(-len(view.steps) // columns)
    words = (width - page.mm(12) - page.mm(5) * (columns - 1)) / columns - _dot(page) - page.mm(4.5)
    high = [page.block(step, words, style, leading=1.3).height + page.mm(2) for step in view.steps]
    return [max(page.theme.pick(13, 17), *high[row::count]) for row in range(count)]


def _steps_height(page: Page, width: float, view: GuideView, style: str = "body") -> float:
    return sum(_in_columns(page, width, view, style)[1]) + page.mm(11)


def _steps_style(page: Page, width: float, view: GuideView, most: float) -> str:
    return "body" if _steps_height(page, width, view) <= most else "caption"


def _steps(page: Page, rect: Rect, view: GuideView) -> None:
    """What will happen, numbered."""
    style = _steps_style(page, rect.w, view, rect.h)
    columns, heights = _in_columns(page, rect.w, view, style)
    rect = rect.top(sum(heights) + page.mm(11))[0]
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(5.5))
    places = [place for part in inner.columns(columns, page.mm(5)) for place in part.stack(heights)]
    for index, (step, place) in enumerate(zip(view.steps, places, strict=False), 1):
        side = _dot(page)
        dot, words = place.left(side, page.mm(4.5))
        circle = dot.middle(side, side).whole()
        page.box(circle, page.palette.stress, radius=int(circle.h / 2))
        page.text(circle, str(index), "caption", True, page.palette.on_primary, "center")
        page.text(words, step, style, leading=1.3)


def facts(page: Page, rect: Rect, rows: Sequence[GuideRow], between: Between | None = None) -> None:
    """Rows as high as their words need; what does not fit stands on the next page. `between`: draws what
    parts two rows, in the line's place."""
    heights = _fact_heights(page, rect.w, rows)
    shown, rect = one_page(page, rect, heights)
    _table(page, rect, rows, heights, shown, between)


def _label_width(page: Page) -> int:
    return int(page.theme.pick(46, 56) if page.han else page.theme.pick(54, 64))


def _fact_heights(page: Page, width: float, rows: Sequence[GuideRow]) -> list[float]:
    value_w = words_width(page, width, _label_width(page))
    label_w, least = _label_width(page) - page.mm(4), page.theme.pick(17, 20)
    return [
        max(
            least,
            page.block(row.value, value_w, "body", leading=1.35).height + page.mm(6),
            page.block(row.label, label_w, "body", leading=1.3).height + page.mm(4),
        )
        for row in rows
    ]


def _table(
    page: Page,
    rect: Rect,
    rows: Sequence[GuideRow],
    heights: list[float],
    shown: list[int],
    between: Between | None = None,
) -> None:
    table = rect.top(min(rect.h, sum(heights[i] for i in shown)))[0]
    page.card(table)
    for i, place in zip(shown, table.stack([heights[i] for i in shown]), strict=True):
        if between is not None and i != shown[0]:
            between(place)
        fact(page, place, rows[i], _label_width(page), first=between is not None or i == shown[0])
