"""Take your card: nothing else on the page, and it becomes urgent."""

from __future__ import annotations

from kiosk.visit.intents import Next
from kiosk.visit.views import TakeCardView
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.card_motion import card_motion
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height

_LATE_S = 10  # user_interface: voice and flash; people who are still there take it within 5 s


def draw(page: Page, view: TakeCardView) -> None:
    body = frame(page)
    late = view.seconds >= _LATE_S and not view.unsure
    title = page.words("take_card.check" if view.unsure else f"means.{view.means}.take")
    hint = page.words("take_card.check_hint" if view.unsure else "take_card.hint")
    if view.unsure:
        body = actions(page, body, Button("intent:next", page.words("take_card.have_it"), Next(), "primary", "check"))
    if page.landscape:
        left, picture = body.columns(2, page.mm(16))
        rest = heading(page, left, title, hint)
    else:
        rest = picture = heading(page, body, title, hint)
    if late:
        words = page.words("take_card.late")
        strip, rest = rest.top(banner_height(page, rest.w, words), page.mm(6))
        banner(page, strip, words, "bad", "alert-circle")
        picture = picture if page.landscape else rest
    frame_box = picture.middle(picture.w, min(picture.h, page.mm(176)))
    accent = page.palette.accent
    flash = late and view.seconds % 2 == 0
    page.box(frame_box, page.palette.paper, accent, 2.4 if flash else 0.9, shadow=True)
    card_motion(page, frame_box.inset(page.mm(12)), view.means, out=True)
