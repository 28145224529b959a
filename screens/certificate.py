"""The certificate's page before it is printed: looked at, counted; what is personal is covered until wanted."""

from __future__ import annotations

from math import ceil
from typing import Any

from kiosk.text import message
from kiosk.visit.intents import SetCopies, Skip, TurnPage, Uncover
from kiosk.visit.views.certificates import CertificateView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button, go_on, pager
from screens.widgets.frame import frame, heading, with_above
from screens.widgets.preview import live
from screens.widgets.rows import chip

_PAGE = 297 / 210  # A4 upright (ISO 216)
_AGAIN = 0.08  # of a part of the enlarged page stands on the next one too: no line is cut in two


def words(page: Page, key: str, **params: Any) -> str:
    return page.say(message(f"certificates.screen.{key}", **params))


def counted(page: Page, key: str, pages: int) -> str:
    """A sentence that counts pages: English says one page, two pages."""
    return words(page, f"{key}_one" if pages == 1 else key, pages=pages)


def draw(page: Page, view: CertificateView) -> None:
    if page.state.get("large"):
        _enlarged(page, frame(page), view)
        return
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
    """The page, and below it that a touch on it enlarges it."""
    label, size = words(page, "larger"), page.theme.size("caption")
    high = round(size * 1.7)
    below, room = rect.foot(high, page.mm(2.5))
    sheet_h = min(room.h, room.w * _PAGE)
    sheet = room.middle(sheet_h / _PAGE, sheet_h).whole()
    page.box(sheet, "#FFFFFF", page.palette.edge, 0.4, radius=2, shadow=True)
    live(page, sheet.inset(2, 2), None, view.picture, cover=False, mirror=False)
    colours = page.palette
    pill = below.middle(max(page.block(label, 9999, "caption", True).widths) + size + page.mm(11), high).whole()
    page.box(pill, colours.pale, colours.edge if colours.outlined else None, 0.5, radius=int(pill.h / 2) - 1)
    icon, place = pill.inset(page.mm(4), 0).left(size, page.mm(2))
    page.icon("zoom-in", icon, colours.primary, 2.4)
    page.text(place, label, "caption", True, colours.stress, spoken="")
    touched = Rect(min(sheet.x, pill.x), sheet.y, max(sheet.w, pill.w), pill.bottom - sheet.y)
    page.touch(touched, "page:larger", page.change(large=True, part=0), label, radius=page.mm(2))


def _enlarged(page: Page, body: Rect, view: CertificateView) -> None:
    """As wide as the page goes, part by part; what was covered stays covered, and is uncovered here too."""
    whole = Button("page:whole", words(page, "smaller"), page.change(large=False), icon="zoom-out", share=0.62)
    beside = [whole] if view.covered is None else [whole, _cover_button(page, view)]
    body = with_above(page, actions(page, body, go_on(page, words(page, "print")), *beside, back=False))
    wide = min(body.w, view.picture.width)
    high = wide * view.picture.height / view.picture.width
    parts = 1
    if high > body.h:
        foot, body = body.foot(page.theme.target + page.mm(3), page.mm(4))
        parts = ceil((high - _AGAIN * body.h) / (body.h * (1 - _AGAIN)))
        at = min(page.state.get("part", 0), parts - 1)
        pager(page, foot, at, parts, lambda by: page.change(part=at + by))
    shown = min(body.h, high)
    sheet = body.top(shown)[0].middle(wide, shown).whole()
    page.box(sheet, "#FFFFFF", page.palette.edge, 0.4, radius=2, shadow=True)
    share = shown / high
    top = (1 - share) * at / (parts - 1) if parts > 1 else 0.0
    live(page, sheet.inset(2, 2), None, view.picture, cover=False, mirror=False, part=(top, share))


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
    button(page, rect, _cover_button(page, view), "body")


def _cover_button(page: Page, view: CertificateView) -> Button:
    covered = bool(view.covered)
    key, icon = ("show", "eye") if covered else ("cover", "eye-off")
    return Button("intent:uncover", words(page, key), Uncover(covered), icon=icon)
