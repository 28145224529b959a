"""What a query found: the figure that people came for, then the table."""

from __future__ import annotations

from dataclasses import replace

from kiosk.speech.tables import cell, figure, plain
from kiosk.usual_names import usual
from kiosk.visit.intents import TurnPage
from kiosk.visit.views import ResultView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import actions, go_on, pager
from screens.widgets.cover import covered
from screens.widgets.frame import frame, heading


def draw(page: Page, view: ResultView) -> None:
    body = frame(page)
    done = go_on(page, page.words("result.read"))
    body = actions(page, body, replace(done, kind="secondary") if view.covered else done)
    if view.covered:
        covered(page, heading(page, body, page.say(view.title), page.words("privacy.covered")))
        return
    if page.landscape:
        left, right = body.left(body.w * (0.4 if page.theme.senior and not page.low else 0.36), page.mm(10))
        left = heading(page, left, page.say(view.title), _as_of(page, view), 0.5)
        left = _headline(page, left, view)
        if view.note is not None and page.block(view.note, left.w, "caption").height > left.h:
            right = _note_below(page, right, view)
        else:
            _note(page, left, view)
        _table(page, right, view)
        return
    body = heading(page, body, page.say(view.title), _as_of(page, view))
    body = _headline(page, body, view)
    _table(page, _note_below(page, body, view), view)


def _as_of(page: Page, view: ResultView) -> str:
    return page.words("result.as_of", as_of=view.as_of)


def _note(page: Page, rect: Rect, view: ResultView) -> None:
    if view.note is not None:
        page.text(rect, view.note, "caption", False, page.palette.soft, valign="top")


def _note_below(page: Page, body: Rect, view: ResultView) -> Rect:
    """Gives what is left above it."""
    if view.note is None:
        return body
    note = page.block(view.note, body.w, "caption", leading=1.3)
    strip, rest = body.foot(note.height, page.mm(4))
    page.text(strip, view.note, "caption", False, page.palette.soft, leading=1.3)
    return rest


def _headline(page: Page, rect: Rect, view: ResultView) -> Rect:
    if not view.headline:
        return rect
    colours = page.palette
    high = page.theme.pick(50, 58) if not page.landscape else page.theme.pick(44, 48)
    card, rest = rect.top(high, page.mm(6))
    ink, soft = colours.on_primary, colours.on_primary_soft
    if colours.outlined:
        ink = soft = colours.ink
    page.box(
        card,
        colours.paper if colours.outlined else colours.primary,
        colours.line if colours.outlined else None,
        shadow=True,
    )
    inner = card.inset(page.mm(9), page.mm(5))
    label, number = inner.top(page.theme.pick(14, 17))
    if view.headline_label is not None:
        title = page.say(view.headline_label)
        page.text(label, title, "body", False, soft, spoken=plain(title))
    shown = usual(view.headline, page.language)
    spoken = figure(page.say(view.headline_label), shown) if view.headline_label else None
    page.text(number, shown, "number", True, ink, role="private", spoken=spoken)
    return rest


def _table(page: Page, rect: Rect, view: ResultView) -> None:
    if view.pages > 1:
        foot, rect = rect.foot(page.theme.target + page.mm(5), page.mm(5))
        pager(page, foot, view.page, view.pages, TurnPage)
    if not view.rows:
        return
    view = replace(view, rows=tuple(tuple(usual(words, page.language) for words in row) for row in view.rows))
    colours = page.palette
    head_h = page.theme.pick(17, 20)
    row_h = min(page.theme.pick(20, 25), (rect.h - head_h) / max(1, len(view.rows)))
    table = rect.top(head_h + row_h * len(view.rows))[0]
    page.card(table)
    head, rest = table.top(head_h)
    widths = _widths(page, view, table.w - page.mm(12))
    titles = [page.say(column) for column in view.columns]
    rights = [at > 0 and all(_amount(row[at]) for row in view.rows if at < len(row)) for at in range(len(titles))]
    _cells(page, head, titles, widths, "caption", colours.soft, [""] * len(titles), rights)
    for index, row in enumerate(view.rows):
        place = Rect(rest.x, rest.y + index * row_h, rest.w, row_h)
        page.fill(Rect(place.x + page.mm(6), place.y, place.w - page.mm(12), 2), colours.line)
        said = [cell(title, words, first=at == 0) for at, (title, words) in enumerate(zip(titles, row, strict=False))]
        _cells(page, place, list(row), widths, "body", colours.ink, said, rights)


def _amount(words: str) -> bool:
    """Figures stand under each other by their last digit."""
    return bool(words) and not words.strip("0123456789,.-+ ¥%") and words.strip(" -") != ""


def _widths(page: Page, view: ResultView, free: float) -> list[float]:
    """Columns as wide as their longest words ask for, together exactly as wide as the table."""
    count = len(view.columns)
    wants = []
    for index in range(count):
        cells = [page.block(row[index], 9999, "body").widths[0] for row in view.rows if index < len(row)]
        title = page.block(view.columns[index], 9999, "caption").widths[0]
        wants.append(min(max([title, *cells]) + page.mm(6), free * 0.6))
    total = sum(wants)
    if total > free:
        return [free * want / total for want in wants]
    return [want + (free - total) / count for want in wants]


def _cells(
    page: Page,
    rect: Rect,
    cells: list[str],
    widths: list[float],
    style: str,
    colour: str,
    said: list[str],
    rights: list[bool],
) -> None:
    x = rect.x + page.mm(6)
    last = len(widths) - 1
    for index, (words, width, spoken) in enumerate(zip(cells, widths, said, strict=False)):
        align = "right" if rights[index] or (index == last and last > 0) else "left"
        place = Rect(x, rect.y, width - (page.mm(3) if index != last else 0), rect.h)
        role = "text" if spoken == "" else "private"
        page.text(place, words, style, False, colour, align, leading=1.15, role=role, spoken=spoken)
        x += width
