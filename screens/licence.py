"""An e-licence: what it says, whether it stands, what its seal proves; across it for whom it is shown."""

from __future__ import annotations

from functools import partial

from kiosk.visit.views.licences import LicenceView
from screens.geometry import Rect
from screens.guide import facts
from screens.page import Page
from screens.widgets.buttons import actions
from screens.widgets.entries import action_buttons
from screens.widgets.frame import frame, heading
from screens.widgets.rows import chip
from screens.widgets.seals import seal_banner

FAINT = 0.22  # of the watermark between the rows: seen on a photograph, and crosses no word
WATERMARK_MM = 6.5  # its letters: as much as two rows leave between them


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
    least, beside = page.theme.size("caption") * 1.5, Rect(0, 0, 0, 0)
    wide = max(page.block(view.state, body.w, "caption", True).widths) + page.mm(9)
    if view.advice is not None:
        beside = Rect(body.x + wide, body.y, body.w - wide, body.h)
        least = max(least, page.block(view.advice, beside.w, "caption", leading=1.25).height)
    line, rest = body.top(least, page.mm(5))
    chip(page, line.x, line.centre[1], view.state, page.palette.tint(view.tone))
    if view.advice is not None:
        place = Rect(beside.x, line.y, beside.w, line.h)
        page.text(place, view.advice, "caption", False, page.palette.ink, leading=1.25)
    return rest


def _watermarked(page: Page, rect: Rect, view: LicenceView) -> None:
    """The watermark lies between the rows, faint, so that a photograph bears it; and stands once to be read."""
    foot, inner = rect.foot(page.block(view.watermark, rect.w, "caption").height, page.mm(2))
    faint = partial(_faint, page, page.say(view.watermark))
    facts(page, inner, view.rows, None if page.palette.outlined else faint)  # where contrast is wanted: none
    page.text(foot, view.watermark, "caption", False, page.palette.soft, "center")


def _faint(page: Page, words: str, below: Rect) -> None:
    """It parts two rows, as a line would."""
    size = page.theme.size("caption")
    texture = page.surface.textures.line(words, size, False)
    if texture is None:
        return
    share = min(1.0, page.mm(WATERMARK_MM) / size, below.w * 0.9 / texture.width)
    wide, high = texture.width * share, texture.height * share
    page.texture(Rect(below.centre[0] - wide / 2, below.y - high / 2, wide, high), texture, page.palette.primary, FAINT)
