"""A page under the document camera: live until it is taken, then the citizen looks at it."""

from __future__ import annotations

from kiosk.visit.intents import Capture, Next, Retake
from kiosk.visit.views import MaterialView
from screens.geometry import Rect
from screens.page import Page
from screens.painting import frames
from screens.widgets.buttons import Button, actions
from screens.widgets.frame import frame, heading
from screens.widgets.paper_motion import LEAST_MM, is_laid
from screens.widgets.preview import live
from screens.widgets.rows import banner, banner_height
from screens.widgets.veil import corners_over

_ASPECT = 4 / 3  # of the document camera's frames
_PAGE = 297 / 210  # A4 upright (ISO 216): what was taken is judged as large as the screen allows


_TAKEN = "#17B978"  # green that is seen on paper as well as on the table below it


def draw(page: Page, view: MaterialView) -> None:
    body = frame(page)
    review = view.phase == "review"
    title = page.words("material.review") if review else page.words("material.title", title=view.title)
    hint = page.words("material.review_hint" if review else "material.hint")
    if page.landscape:
        picture, left = body.end(min(body.w * 0.58, body.h * _ASPECT), page.mm(12))
        rest = _buttons(page, left, view)
        rest = heading(page, rest, title, hint, 0.6)
        _picture(page, picture, view)
    else:
        body = heading(page, _buttons(page, body, view), title, hint)
        rest = _picture(page, body, view)
    if not review and rest.h >= page.mm(LEAST_MM):
        is_laid(page, rest.middle(rest.w, min(rest.h, page.mm(80))))


def _buttons(page: Page, rect: Rect, view: MaterialView) -> Rect:
    if view.phase == "review":
        again = Button("intent:retake", page.words("button.retake"), Retake(), icon="refresh", share=0.8)
        use = Button("intent:next", page.words("button.use_picture"), Next(), "primary", "check")
        return actions(page, rect, use, again, back=False)
    seen = view.preview is not None
    shot = Button("intent:capture", page.words("button.capture"), Capture(), "primary", "camera", enabled=seen)
    return actions(page, rect, shot)


def _picture(page: Page, rect: Rect, view: MaterialView) -> Rect:
    """Gives what is left below."""
    strip_h = max(page.theme.pick(22, 27), 0 if view.hint is None else banner_height(page, rect.w, view.hint))
    whole = rect
    if view.hint is not None:
        rect = rect.top(rect.h - strip_h - page.mm(5))[0]
    wanted = rect.w * _PAGE if view.phase == "review" else rect.w / _ASPECT
    box = Rect(rect.x, rect.y, rect.w, min(rect.h, wanted)).whole()
    if page.landscape:
        high = min(rect.h, rect.w / _ASPECT)
        box = Rect(rect.right - high * _ASPECT, rect.y, high * _ASPECT, high).whole()
    if view.picture is not None:  # the corners are the page's, not those of bars beside it
        box = _within(box, view.picture.width / view.picture.height)
    page.fill(box, "#101A30")
    warming = None if view.preview is None and view.picture is None else ""  # a picture lies over it
    inside = box.inset(page.mm(10))
    page.text(inside, page.words("material.warming"), "body", False, "#FFFFFF", "center", spoken=warming)
    widget = live(page, box, view.preview, view.picture, cover=False, mirror=False)
    colours = page.palette
    fine = view.phase == "review" and view.hint is None
    ring = _TAKEN if fine and not colours.outlined else "#FFD400"
    key = ("page", box.w, box.h, page.theme.mode, fine)
    veil = page.surface.textures.picture(
        key, lambda: frames.page_corner((int(box.w), int(box.h)), page.mm(5), colours.ground, ring, page.mm(6))
    )
    corners_over(page, widget, box, veil)
    if view.hint is not None:
        strip = Rect(whole.x, box.bottom + page.mm(5), whole.w, strip_h)
        banner(page, strip, view.hint, "warn", "alert-triangle" if view.phase == "review" else "focus-2")
    return whole.top(box.h + page.mm(8) + (strip_h + page.mm(5) if view.hint is not None else 0))[1]


def _within(box: Rect, aspect: float) -> Rect:
    """The largest of such a shape, in the middle."""
    wide = min(box.w, box.h * aspect)
    return box.middle(wide, wide / aspect).whole()
