"""The certificate's page before it is printed: looked at, counted; what is personal is covered until wanted."""

from __future__ import annotations

from typing import Any

from kiosk.text import message
from kiosk.visit.intents import SetCopies, Skip, TurnPage, Uncover
from kiosk.visit.views.certificates import CertificateView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, go_on, pager
from screens.widgets.frame import frame, heading
from screens.widgets.preview import live
from screens.widgets.rows import chip

_PAGE = 297 / 210  # A4 upright (ISO 216)


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"certificates.screen.{key}", **params))


def draw(page: Page, view: CertificateView) -> None:
    body = frame(page)
    skip = [Button("intent:skip", words(page, "no_paper"), Skip(), share=0.7)] if view.may_skip else []
    body = actions(page, body, go_on(page, words(page, "print")), *skip)
    hint = words(page, "covered" if view.covered else "hint")
    if page.landscape:
        picture, left = body.end(body.h / _PAGE, page.mm(12))
        room = not (page.theme.senior and view.pages > 1 and view.seal is not None)  # for a line more
        left = _seal(page, heading(page, left, words(page, "title"), hint if room else None, 0.6), view)
        _controls(page, left, view)
        _page(page, picture, view)
        return
    body = _seal(page, heading(page, body, words(page, "title"), hint), view)
    high = _controls_height(page, view)
    foot, body = body.foot(high, page.mm(5))
    _controls(page, foot, view)
    _page(page, body, view)


def _seal(page: Page, body: Rect, view: CertificateView) -> Rect:
    """What its seal proves, in few words: the page itself needs the room."""
    if view.seal is None:
        return body
    line, rest = body.top(page.theme.size("caption") * 1.5, page.mm(5))
    chip(page, line.x, line.centre[1], view.seal, page.palette.tint(view.seal_tone))
    return rest


def _page(page: Page, rect: Rect, view: CertificateView) -> None:
    high = min(rect.h, rect.w * _PAGE)
    sheet = rect.middle(high / _PAGE, high).whole()
    page.box(sheet, "#FFFFFF", page.palette.edge, 0.4, radius=2, shadow=True)
    live(page, sheet.inset(2, 2), None, view.picture, cover=False, mirror=False)


def _rows(view: CertificateView) -> int:
    return 1 + (view.pages > 1)


def _controls_height(page: Page, view: CertificateView) -> float:
    row = page.theme.target + page.mm(3)
    return row * _rows(view) + page.mm(4) * (_rows(view) - 1)


def _controls(page: Page, rect: Rect, view: CertificateView) -> None:
    """How many, covered or not, which page: one row, or below each other where the page is wide."""
    row_h = page.theme.target + page.mm(3)
    if page.landscape:
        strip, rect = rect.top(row_h, page.mm(5))
        _copies(page, strip, view)
        if view.covered is not None:
            strip, rect = rect.top(row_h, page.mm(5))
            _cover(page, strip, view)
        if view.pages > 1:
            pager(page, rect.top(row_h)[0], view.page, view.pages, TurnPage)
        return
    if view.pages > 1:
        strip, rect = rect.top(row_h, page.mm(4))
        pager(page, strip, view.page, view.pages, TurnPage)
    strip = rect.top(row_h)[0]
    if view.covered is None:
        _copies(page, strip, view)
        return
    left, right = strip.left(strip.w * 0.6, page.mm(6))
    _copies(page, left, view)
    _cover(page, right, view)


def _copies(page: Page, rect: Rect, view: CertificateView) -> None:
    side = min(rect.h * 1.25, rect.w * 0.28)
    less, rest = rect.left(side, page.mm(4))
    more, middle = rest.end(side, page.mm(4))
    _step(page, less, "less", "minus", view.copies - 1, view)
    label = f"{words(page, 'copies')}  {words(page, 'copies_value', copies=view.copies)}"
    page.text(middle, label, "body", True, align="center", role="status")
    _step(page, more, "more", "plus", view.copies + 1, view)


def _step(page: Page, rect: Rect, name: str, icon: str, copies: int, view: CertificateView) -> None:
    """A button with a sign on it; its words are for the ear."""
    colours, can = page.palette, 1 <= copies <= view.most_copies
    page.box(rect, colours.paper if can else colours.disabled_ground, colours.edge if can else colours.line, 0.5)
    size = min(rect.h, rect.w) * 0.5
    page.icon(icon, rect.middle(size, size), colours.primary if can else colours.disabled, 2.4)
    page.touch(rect, f"copies:{name}", SetCopies(copies), words(page, name), can)


def _cover(page: Page, rect: Rect, view: CertificateView) -> None:
    covered = bool(view.covered)
    key, icon = ("show", "eye") if covered else ("cover", "eye-off")
    button(page, rect, Button("intent:uncover", words(page, key), Uncover(covered), icon=icon), "body")
