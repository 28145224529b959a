"""The technician's page: every device with its state, the figures one asks for on the telephone, what can be done."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Next, TestPrint, ToggleService, ToggleTraining
from kiosk.visit.views.standing import DeviceRow, TechnicianView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row
from screens.widgets.frame import frame, heading, with_above


def draw(page: Page, view: TechnicianView) -> None:
    body = with_above(page, frame(page))
    state = "out_of_service" if view.out_of_service else "train.is_on" if view.training else "in_service"
    title, says = _say(page, "title"), _say(page, state)
    in_one = f"{title} · {says}"  # on a lying screen the devices need the height
    body = heading(page, body, in_one if page.landscape else title, None if page.landscape else says)
    body = _answer(page, _buttons(page, body, view), view)
    if page.landscape:
        left, right = body.left(body.w * 0.56, page.mm(8))
    else:
        left, right = body.top(body.h * 0.55, page.mm(6))
    _devices(page, left, view.devices)
    _facts(page, right, view)


def _buttons(page: Page, body: Rect, view: TechnicianView) -> Rect:
    """In one row, or two to a row on a standing screen; what is left of the body."""
    buttons = _sure(page, view) if view.sure else _usual(page, view)
    one, rows = page.theme.action, 1 if page.landscape else -(-len(buttons) // 2)
    foot, rest = body.foot(rows * one + (rows - 1) * page.mm(5), page.mm(6))
    each = len(buttons) if page.landscape else 2
    for place, row in enumerate(foot.rows(rows, page.mm(5)) if rows > 1 else (foot,)):
        button_row(page, row, buttons[place * each : (place + 1) * each], "body")
    return rest


def _usual(page: Page, view: TechnicianView) -> tuple[Button, ...]:
    able, stopped = not view.busy, view.out_of_service
    service = _say(page, "resume" if view.out_of_service else "stop")
    training = Button("intent:train", _say(page, f"train.{_turn(view)}"), ToggleTraining(), enabled=able)
    return (
        Button("intent:toggle", service, ToggleService(), "primary" if stopped else "secondary", enabled=able),
        Button("intent:test", _say(page, "test_print"), TestPrint(), enabled=able),
        *((training,) if view.can_train else ()),
        Button("intent:next", _say(page, "finish"), Next(), "secondary" if stopped else "primary", enabled=able),
    )


def _sure(page: Page, view: TechnicianView) -> tuple[Button, ...]:
    """What is asked once more: nothing else can be touched meanwhile."""
    return (
        Button("intent:next", _say(page, "train.no"), Next()),
        Button("intent:train", _say(page, f"train.yes_{_turn(view)}"), ToggleTraining(), "primary"),
    )


def _turn(view: TechnicianView) -> str:
    return "off" if view.training else "on"


def _answer(page: Page, body: Rect, view: TechnicianView) -> Rect:
    """As tall as its words; what is left of the body."""
    wanted = page.block(view.answer, body.w, "body", True).height if view.answer is not None else 0
    answer, rest = body.foot(max(page.theme.size("body") * 1.5, wanted), page.mm(4))
    if view.answer is not None:
        page.text(answer, view.answer, "body", True, page.palette.stress)
    return rest


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
