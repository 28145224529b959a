"""What is used of a licence, for what, by whom; both answers are as easy to give."""

from __future__ import annotations

from kiosk.text import Localized, message
from kiosk.visit.intents import Next, Skip
from kiosk.visit.views import GuideRow
from kiosk.visit.views.licences import UseView
from screens.geometry import Rect
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import above_reach, frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.told import told


def draw(page: Page, view: UseView) -> None:
    body = frame(page)
    agree = Button("intent:next", message("licences.consent.agree"), Next(), "primary", "check")
    instead, icon = ("licences.fill.type", "keyboard") if view.filling else ("licences.consent.scan", "camera")
    other = Button("intent:skip", message(instead), Skip(), "secondary", icon)
    body = actions(page, body, agree, other)
    if view.filling:
        title, hint = message("licences.fill.title"), message("licences.fill.body", licence=view.licence.within())
    else:
        title = message("licences.consent.title" if view.warning is None else "licences.consent.original_title")
        hint = message("licences.consent.body", licence=view.licence.within(), material=view.title)
    rows = (
        GuideRow(message("licences.consent.purpose_label"), view.purpose, "file-text"),
        GuideRow(message("licences.consent.receiver_label"), view.receiver, "building"),
        GuideRow(message("licences.consent.fields_label"), _joined(page, view), "list-details"),
    )
    above = page.title_place is not None and view.warning is not None  # all but the facts
    if page.landscape and not above:
        left, right = body.left(body.w * 0.42, page.mm(12))
        _terms(page, left, view, page.say(title), page.say(hint))
        facts(page, right, rows)
        return
    facts(page, _terms(page, body, view, page.say(title), page.say(hint)), rows)


def _terms(page: Page, rect: Rect, view: UseView, title: str, hint: str) -> Rect:
    """What it is for and how often is always said; what the citizen must still do stands above it."""
    once, most = message("licences.consent.once"), 0.5 if page.landscape else 0.4
    if view.warning is None:
        return told(page, rect, title, hint, once, "blue", "info-circle", most)
    if page.title_place is not None:  # low mode: they are only read
        line = above_reach(page, page.block(once, page.title_place.w, "caption").height)
        page.text(line, once, "caption", False, page.palette.soft)
        banner(page, above_reach(page, banner_height(page, line.w, view.warning)), view.warning, "warn", "info-circle")
        return heading(page, rect, title)
    rest = told(page, rect, title, None, view.warning, "warn", "info-circle", most)  # which licence, it says itself
    line, rest = rest.top(page.block(once, rect.w, "caption").height, page.mm(5))
    page.text(line, once, "caption", False, page.palette.soft, valign="top")
    return rest


def _joined(page: Page, view: UseView) -> Localized:
    words = ("；" if page.han else "; ").join(page.say(one) for one in view.fields)
    return Localized(words, words)
