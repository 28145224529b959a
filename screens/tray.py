"""The question that only the citizen can answer: is the certificate in the tray, and whole?"""

from __future__ import annotations

from kiosk.visit.intents import CameOut
from kiosk.visit.views.certificates import TrayView
from screens.certificate import counted, words
from screens.notice import message_block
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame
from screens.widgets.paper_motion import comes_out


def draw(page: Page, view: TrayView) -> None:
    body = frame(page)
    no = Button("tray:no", words(page, "no"), CameOut(False))
    yes = Button("tray:yes", words(page, "yes"), CameOut(True), "primary", "check")
    body = actions(page, body, yes, no, back=False, stack=True if page.theme.senior and not page.landscape else None)
    pages = counted(page, "tray_pages", view.pages)
    message_block(page, body, "printer", page.say(view.problem), pages, "warn", lambda p, r: comes_out(p, r, "sheet"))
