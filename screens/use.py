"""What is used of a licence, for what, by whom; both answers are as easy to give."""

from __future__ import annotations

from kiosk.text import Localized, message
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views import GuideRow
from kiosk.visit.views.licences import UseView
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.rows import banner, banner_height


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
    if page.landscape:
        left, right = body.left(body.w * 0.42, page.mm(12))
        left = heading(page, left, page.say(title), page.say(hint), 0.5)
        body = right
    else:
        left = body = heading(page, body, page.say(title), page.say(hint), 0.4)
    warning = view.warning if view.warning is not None else message("licences.consent.once")
    place = left if page.landscape else body
    strip, rest = place.top(min(place.h, banner_height(page, place.w, warning)), page.mm(6))
    banner(page, strip, warning, "warn" if view.warning is not None else "blue", "info-circle")
    facts(page, body if page.landscape else rest, rows)


def _joined(page: Page, view: UseView) -> Localized:
    words = ("；" if page.language == "zh" else "; ").join(page.say(one) for one in view.fields)
    return Localized(words, words)
