"""What is used of a licence, for what, by whom; both answers are as easy to give."""

from __future__ import annotations

from kiosk.text import Localized, message
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views import GuideRow
from kiosk.visit.views.licences import UseView
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame
from screens.widgets.told import told


def draw(page: Page, view: UseView) -> None:
    body = frame(page)
    agree = Button("intent:next", message("licences.consent.agree"), Next(), "primary", "check")
    instead, icon = ("licences.fill.type", "keyboard") if view.filling else ("licences.consent.scan", "camera")
    other = Button("intent:skip", message(instead), Skip(), "secondary", icon)
    body = actions(page, body, agree, other)
    if view.filling:
        title, hint = message("licences.fill.title"), message("licences.fill.body", licence=view.licence)
    else:
        title = message("licences.consent.title")
        hint = message("licences.consent.body", licence=view.licence, material=view.title)
    rows = (
        GuideRow(message("licences.consent.purpose_label"), view.purpose, "file-text"),
        GuideRow(message("licences.consent.receiver_label"), view.receiver, "building"),
        GuideRow(message("licences.consent.fields_label"), _joined(page, view), "list-details"),
    )
    warning = view.warning if view.warning is not None else message("licences.consent.once")
    tint = "warn" if view.warning is not None else "blue"
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(12))
        told(page, left, page.say(title), page.say(hint), warning, tint, "info-circle")
        facts(page, right, rows)
        return
    facts(page, told(page, body, page.say(title), page.say(hint), warning, tint, "info-circle", 0.4), rows)


def _joined(page: Page, view: UseView) -> Localized:
    words = ("；" if page.language == "zh" else "; ").join(page.say(one) for one in view.fields)
    return Localized(words, words)
