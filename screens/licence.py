"""An e-licence: what it says, whether it stands, what its seal proves; across it for whom it is shown."""

from __future__ import annotations

from kiosk.visit.views.licences import LicenceView
from screens.geometry import Rect
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import actions
from screens.widgets.entries import action_buttons
from screens.widgets.frame import frame, heading
from screens.widgets.rows import chip
from screens.widgets.seals import seal_banner

FAINT = 0.09  # of the watermark over words: seen on a photograph, and no hindrance to reading


def draw(page: Page, view: LicenceView) -> None:
    body = frame(page)
    buttons = action_buttons(view.actions)
    body = actions(page, body, buttons[-1] if buttons else None, *buttons[:-1])
    if page.landscape:
        left, right = body.left(body.w * 0.4, page.mm(12))
        left = _head(page, left, view)
        seal_banner(page, left, view.seal, view.seal_tone)
        _watermarked(page, right, view)
        return
    body = _head(page, body, view)
    body = seal_banner(page, body, view.seal, view.seal_tone)
    _watermarked(page, body, view)


def _head(page: Page, body: Rect, view: LicenceView) -> Rect:
    body = heading(page, body, page.say(view.title), page.say(view.issuer), 0.4)
    line, rest = body.top(page.theme.size("caption") * 1.5, page.mm(5))
    chip(page, line.x, line.centre[1], view.state, page.palette.tint(view.tone))
    return rest


def _watermarked(page: Page, rect: Rect, view: LicenceView) -> None:
    """The watermark lies over the rows, faint, so that a photograph bears it; and stands once to be read."""
    foot, inner = rect.foot(page.block(view.watermark, rect.w, "caption").height, page.mm(2))
    facts(page, inner, view.rows)
    _faint(page, inner, page.say(view.watermark))
    page.text(foot, view.watermark, "caption", False, page.palette.soft, "center")


def _faint(page: Page, rect: Rect, words: str) -> None:
    """In rows, every other one set in. Where contrast is wanted, nothing lies over words."""
    texture = page.surface.textures.line(words, page.theme.size("body"), True)
    if page.palette.outlined or texture is None:
        return
    width = min(texture.width, rect.w * 0.8)
    step = page.mm(24)
    for row in range(max(1, int(rect.h // step))):
        x = rect.x + (rect.w - width) * (0.1 if row % 2 else 0.9)
        place = Rect(x, rect.y + row * step + page.mm(6), width, texture.height * width / texture.width)
        if place.bottom <= rect.bottom:
            page.texture(place, texture, page.palette.primary, FAINT)
