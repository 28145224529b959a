"""Other ways to prove who one is, as small buttons above the page's last row."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import ChooseMeans
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row

_ICONS = {"otp": "message-2", "face": "face-id", "counter": "headset"}


def ways(page: Page, body: Rect, others: tuple[str, ...]) -> Rect:
    """One row, or a row each where the letters are large. Gives what is left above."""
    buttons = [
        Button(f"way:{one}", page.say(message(f"identity.ways.{one}")), ChooseMeans(one), "quiet", _ICONS[one])
        for one in others
    ]
    narrow = page.theme.senior or page.landscape
    for row in reversed([[one] for one in buttons] if narrow else [buttons] if buttons else []):
        place, body = body.foot(page.theme.pick(20, 24), page.mm(5))
        button_row(page, place, row, "body")
    return body
