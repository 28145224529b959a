"""Outside the hours: when it opens again, and where to turn until then."""

from __future__ import annotations

from kiosk.visit.views.closed import ClosedView
from screens.notice import message_block
from screens.page import Page
from screens.widgets.frame import frame


def draw(page: Page, view: ClosedView) -> None:
    message_block(page, frame(page), "clock-hour-4", page.say(view.title), page.say(view.body), "blue")
