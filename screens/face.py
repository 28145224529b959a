"""A picture of the face, for the platform to compare; leaving it out is a real choice."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.intents import Capture, Next, Retake, Skip
from kiosk.visit.views import FaceView
from screens.geometry import Rect
from screens.page import Page
from screens.painting import frames
from screens.widgets.buttons import Button, actions, button
from screens.widgets.frame import frame, heading
from screens.widgets.preview import live
from screens.widgets.rows import banner, banner_height
from screens.widgets.veil import corners_over
from screens.widgets.ways import ways


def draw(page: Page, view: FaceView) -> None:
    body = frame(page)
    taken = view.phase == "taken"
    if taken:
        again = Button("intent:retake", page.words("button.retake"), Retake(), icon="refresh", share=0.8)
        use = Button("intent:next", page.words("button.use_picture"), Next(), "primary", "check")
        buttons: tuple[Button, Button | None] = (again, use)
    else:
        shot = Button(
            "intent:capture",
            page.words("button.capture"),
            Capture(),
            "primary",
            "camera",
            enabled=view.preview is not None,
        )
        buttons = (shot, None)
    title, hint = _sentences(page, view)
    if page.landscape:
        left, right = body.columns(2, page.mm(14))
        _picture(page, right, view)
        rest = actions(page, left, buttons[1], buttons[0]) if taken else actions(page, left, buttons[0])
        rest = _skip(page, rest, view)
        _problem(page, heading(page, rest, title, hint, 0.6), view)
        return
    body = actions(page, body, buttons[1], buttons[0]) if taken else actions(page, body, buttons[0])
    body = _skip(page, body, view)
    _picture(page, _problem(page, heading(page, body, title, hint), view), view)


def _sentences(page: Page, view: FaceView) -> tuple[str, str | None]:
    """The hint gives way to what went wrong."""
    if view.problem is not None:
        return page.say(message("identity.face.title")), None
    if view.phase == "taken":
        return page.words("face.taken"), page.words("face.taken_hint")
    if not view.may_skip:
        return page.say(message("identity.face.title")), page.say(message("identity.face.hint"))
    return page.words("face.title"), page.words("face.hint")


def _problem(page: Page, rect: Rect, view: FaceView) -> Rect:
    if view.problem is None:
        return rect
    strip, rest = rect.top(banner_height(page, rect.w, view.problem), page.mm(5))
    banner(page, strip, view.problem)
    return rest


def _skip(page: Page, rect: Rect, view: FaceView) -> Rect:
    if view.phase != "taken":
        rect = ways(page, rect, view.others)
    if not view.may_skip or view.phase == "taken":
        return rect
    row, rest = rect.foot(page.theme.pick(20, 22), page.mm(6))
    button(page, row, Button("intent:skip", page.words("face.skip"), Skip(), "quiet", "user"), "body")
    return rest


def _picture(page: Page, rect: Rect, view: FaceView) -> None:
    hint = view.hint
    strip = None
    if hint is not None:
        words = page.block(page.say(hint), rect.w, "body", True)
        strip, rect = rect.foot(max(page.theme.pick(18, 22), words.height + page.mm(3)), page.mm(4))
    side = min(rect.w, rect.h)
    box = rect.middle(side, side).whole()
    page.fill(box, "#101A30")
    warming = None if view.preview is None and view.picture is None else ""  # a picture lies over it
    page.text(box.inset(page.mm(10)), page.words("face.warming"), "body", False, "#FFFFFF", "center", spoken=warming)
    widget = live(page, box, view.preview, view.picture, cover=True, mirror=True)
    key = ("oval", box.w, page.theme.mode, view.phase, hint is None)
    colours = page.palette
    ring = colours.primary
    if view.phase == "taken" and not colours.outlined:
        ring = colours.tint("good" if hint is None else "warn").ink
    veil = page.surface.textures.picture(key, lambda: frames.oval(int(box.w), colours.ground, ring))
    corners_over(page, widget, box, veil)
    if strip is not None and hint is not None:
        page.text(strip, hint, "body", True, colours.tint("warn").ink, "center", role="alert")
