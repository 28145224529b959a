"""The technician's page: every device with its state, the figures one asks for on the telephone, two things to do."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Next, TestPrint, ToggleService
from kiosk.visit.views.standing import DeviceRow, TechnicianView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row
from screens.widgets.frame import frame, heading, with_above


def draw(page: Page, view: TechnicianView) -> None:
    body = with_above(page, frame(page))
    state = "out_of_service" if view.out_of_service else "in_service"
    body = heading(page, body, _say(page, "title"), _say(page, state))
    one = page.theme.action
    foot, body = body.foot(one if page.landscape else 2 * one + page.mm(5), page.mm(6))
    buttons = (
        Button("intent:toggle", _say(page, "resume" if view.out_of_service else "stop"), ToggleService(),
               enabled=not view.busy),
        Button("intent:test", _say(page, "test_print"), TestPrint(), enabled=not view.busy),
        Button("intent:next", _say(page, "finish"), Next(), "primary", enabled=not view.busy),
    )  # fmt: skip
    if page.landscape:
        button_row(page, foot, buttons, "body")
    else:
        above, last = foot.rows(2, page.mm(5))
        button_row(page, above, buttons[:2])
        button_row(page, last, buttons[2:])
    line = page.theme.size("body") * 1.5
    answer, body = body.foot(line, page.mm(4))
    if view.answer is not None:
        page.text(answer, view.answer, "body", True, page.palette.primary)
    if page.landscape:
        left, right = body.left(body.w * 0.56, page.mm(8))
    else:
        left, right = body.top(body.h * 0.55, page.mm(6))
    _devices(page, left, view.devices)
    _facts(page, right, view)


def _say(page: Page, key: str) -> str:
    return page.say(message(f"technician.{key}"))


def _devices(page: Page, rect: Rect, rows: tuple[DeviceRow, ...]) -> None:
    """One line a device; the fault of one that has none is short, that of another takes what it needs."""
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    height = min(page.mm(22), inner.h / max(1, len(rows)))
    for row, place in zip(rows, inner.stack([height] * len(rows), 0), strict=True):
        tint = page.palette.tint("good" if row.ready else "bad")
        mark, rest = place.left(page.mm(9), page.mm(4))
        page.icon("circle-check" if row.ready else "alert-triangle", mark.middle(mark.w, mark.w), tint.ink)
        words = page.say(row.title)
        title = words[:1].upper() + words[1:]  # a name, which in English may stand in a sentence
        state = page.say(row.state)
        if not row.ready and state.startswith(words):
            title, state = state, ""  # "A4 printer: out of paper" says which one itself
        wide = max(page.block(state, 9999, "caption").widths) + 2 if state else 0
        end, name = rest.end(min(wide, rest.w * 0.5), page.mm(4) if state else 0)
        page.text(name, title, "caption", True, page.palette.ink if row.ready else tint.ink)
        page.text(end, state, "caption", False, tint.ink if not row.ready else page.palette.soft, "right")


def _facts(page: Page, rect: Rect, view: TechnicianView) -> None:
    page.card(rect)
    inner = rect.inset(page.mm(6), page.mm(4))
    height = min(page.mm(17), inner.h / max(1, len(view.facts)))
    for (label, value), place in zip(view.facts, inner.stack([height] * len(view.facts), 0), strict=True):
        wide = max(page.block(value, 9999, "body", True).widths) + 2
        figure, name = place.end(min(wide, place.w * 0.6), page.mm(4))
        page.text(name, label, "caption", False, page.palette.soft)
        page.text(figure, value, "body", True, align="right", leading=1.2)
