"""The code that the electronic business licence's app scans, with the letters that must stand on the telephone."""

from __future__ import annotations

from kiosk.clock import still
from kiosk.text import message
from kiosk.visit.intents import SendAgain
from kiosk.visit.views.identity import LicenceLoginView
from screens.geometry import Rect
from screens.identify import other_means
from screens.notice import message_block
from screens.page import Page
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.qr import qr
from screens.widgets.rows import banner, banner_height


def draw(page: Page, view: LicenceLoginView) -> None:
    body = frame(page)
    if not view.code:
        _without_code(page, body, view)
        return
    again = Button("intent:again", page.say(message("identity.licence.again")), SendAgain(), icon="refresh")
    rest = actions(page, body, None, again)
    if page.landscape:
        left, right = rest.columns(2, page.mm(16))
        left = other_means(page, left, view.others)
        heading(page, left, *_sentences(page, view), 0.8)
        _code(page, _problem(page, right, view), view)
        return
    rest = _problem(page, heading(page, rest, *_sentences(page, view), 0.8), view)
    rest = other_means(page, rest, view.others)
    _code(page, rest, view)


def _without_code(page: Page, body: Rect, view: LicenceLoginView) -> None:
    """Why there is none, and who or what can help: the same person's next code would be refused like this one."""
    end = "_out_of_scope" if view.out_of_scope else ""
    label = page.say(message(f"identity.licence.again{end}"))
    again = Button("intent:again", label, SendAgain(), "primary", "refresh" if not view.out_of_scope else "user-check")
    body = actions(page, body, again)
    title = page.say(message(f"identity.licence.title{end}"))
    others = message("identity.licence.others")  # nothing was left at home
    problem = page.say(view.problem) if view.problem is not None else ""
    icon = "user-x" if view.out_of_scope else "alert-triangle"
    if page.landscape and view.others:
        left, right = body.columns(2, page.mm(16))
        other_means(page, right, view.others, others)
        body = left
    else:
        body = other_means(page, body, view.others, others)
    message_block(page, body, icon, title, problem, "warn")


def _sentences(page: Page, view: LicenceLoginView) -> tuple[str, str | None]:
    """The hint gives way to what went wrong."""
    key = "identity.licence.hint_both" if view.scans else "identity.licence.hint"
    hint = page.say(message(key)) if view.problem is None else None
    return page.say(message("identity.licence.title")), hint


def _problem(page: Page, rect: Rect, view: LicenceLoginView) -> Rect:
    if view.problem is None:
        return rect
    strip, rest = rect.top(banner_height(page, rect.w, view.problem), page.mm(6))
    banner(page, strip, view.problem)
    return rest


def _code(page: Page, rect: Rect, view: LicenceLoginView) -> None:
    line = page.theme.pick(15, 19)
    words = f"{page.say(message('identity.licence.same'))}  {view.user_code}"
    high = max(line, page.block(words, rect.w, "body", True, 1.25).height)
    side = min(rect.w, rect.h - high - line - page.mm(12), page.mm(130))
    block = rect.middle(rect.w, side + high + line + page.mm(12))
    square, under = block.top(side + page.mm(6), page.mm(3))
    card = square.middle(side + page.mm(6), side + page.mm(6))
    page.card(card)
    qr(page, card.inset(page.mm(3), page.mm(3)), view.code)
    letters, seconds = under.top(high, page.mm(1))
    page.text(letters, words, "body", True, align="center", leading=1.25)
    left = page.say(message("identity.licence.seconds", left=still(view.seconds)))
    page.text(seconds.top(line)[0], left, "body", False, page.palette.soft, "center")
