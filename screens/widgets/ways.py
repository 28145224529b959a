"""Other ways to prove who one is, as small buttons in a row above the page's last one."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import ChooseMeans
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, button_row

_ICONS = {"otp": "message-2", "face": "face-id", "counter": "headset"}


def ways(page: Page, body: Rect, others: tuple[str, ...]) -> Rect:
    """Side by side. Gives what is left above."""
    if not others:
        return body
    icons = not page.theme.senior  # words before pictures, where the letters are large
    buttons = [
        Button(
            f"way:{one}",
            page.say(message(f"identity.ways.{one}")),
            ChooseMeans(one),
            "quiet",
            _ICONS[one] if icons else None,
        )
        for one in others
    ]
    row, rest = body.foot(page.theme.pick(20, 22), page.mm(5))
    button_row(page, row, buttons, "body")
    return rest
