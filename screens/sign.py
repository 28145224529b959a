"""A signature by hand, under the statement that it is for."""

from __future__ import annotations

from kiosk.visit.intents import Do, Signed, SignWithoutInk
from kiosk.visit.steps.sign_on_phone import PHONE
from kiosk.visit.views import SignView
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.buttons import Button, actions, button
from screens.widgets.frame import above_reach, frame, heading
from screens.widgets.rows import banner, banner_height
from screens.widgets.signature_pad import SignaturePad


def draw(page: Page, view: SignView) -> None:
    body = frame(page)
    pad: SignaturePad | None = page.state.get("pad")

    def finish() -> None:
        now: SignaturePad | None = page.state.get("pad")
        if now is None or not now.strokes:
            page.state["empty"] = True
            page.again()
            return
        page.send(Signed(now.strokes))

    def clear() -> None:
        now: SignaturePad | None = page.state.get("pad")
        if now is not None:
            now.clear()

    again = Button("pad:clear", page.words("button.sign_again"), clear, icon="eraser", share=0.62)
    done = Button("intent:next", page.words("button.signed"), finish, "primary", "check")
    phone = Button("intent:phone", page.words("sign.phone"), Do(PHONE), icon="device-mobile") if view.phone else None
    if page.landscape:
        left, right = body.left(body.w * 0.36, page.mm(14))
        left = _without_ink(page, actions(page, left, done, stack=False))  # the statement needs the room
        heading(page, left, page.words("sign.title"), page.say(view.statement), 0.7)
        others = [again, phone] if phone is not None else [again]
        right = actions(page, right, None, *others, back=False)
        _pad(page, _about(page, right, view), view, pad)
        return
    body = _without_ink(page, actions(page, body, done, again))
    if phone is not None:
        row, body = body.foot(page.theme.target + page.mm(3), page.mm(4))
        button(page, row, phone, "body")
    if page.low:
        _about(page, above_reach(page, _about_height(page, body.w, view)), view)
        _pad(page, heading(page, body, page.words("sign.title"), page.say(view.statement)), view, pad)
        return
    body = _about(page, heading(page, body, page.words("sign.title")), view)
    statement = page.say(view.statement)
    place, body = body.top(min(page.block(statement, body.w, "body").height, body.h), page.mm(6))
    page.text(place, statement, "body", False, page.palette.soft, valign="top")
    _pad(page, body, view, pad)


def _about(page: Page, rect: Rect, view: SignView) -> Rect:
    """What "the above" of the statement is: the page on which it was read is no longer seen."""
    if not view.about:
        return rect
    card, rest = rect.top(_about_height(page, rect.w, view), page.mm(4))
    page.card(card)
    page.text(card.inset(page.mm(5), 0), _about_words(page, rect.w, view), "body", True)
    return rest


def _about_height(page: Page, width: float, view: SignView) -> float:
    return page.block(_about_words(page, width, view), width - page.mm(10), "body", True).height + page.mm(6)


def _about_words(page: Page, width: float, view: SignView) -> str:
    """In as few lines as hold them; a line ends between two of them."""
    words = ""
    for one in map(page.say, view.about):
        longer = f"{words} · {one}" if words else one
        last = longer.rpartition("\n")[2]
        fits = max(page.block(last, 9999, "body", True).widths) <= width - page.mm(10)
        words = longer if fits or not words else f"{words}\n{one}"
    return words


def _pad(page: Page, rect: Rect, view: SignView, pad: SignaturePad | None) -> None:
    colours = page.palette
    drawn = pad is not None and bool(pad.strokes)
    problem = page.say(view.error) if view.error is not None else None
    if page.state.get("empty"):
        problem = page.words("sign.empty")
    if problem:
        strip, rect = rect.top(banner_height(page, rect.w, problem), page.mm(5))
        if not (drawn and page.state.get("empty")):  # its place stays: the pad must not move under the finger
            banner(page, strip, problem)
    box = Rect(rect.x, rect.y, rect.w, min(rect.h, rect.w / 1.35)).whole()
    page.box(box, colours.paper, colours.primary, 0.9)
    base = Rect(box.x + page.mm(12), box.bottom - box.h * 0.24, box.w - page.mm(24), 2)
    page.fill(base, colours.edge)
    if not drawn:
        page.text(box.inset(page.mm(12)), page.words("sign.here"), "body", False, colours.soft, "center")
    widget: SignaturePad = page.keep("pad", lambda: SignaturePad(colours.ink, page.theme.px_per_mm, page.again))
    widget.changed = page.again
    widget.recolour(colours.ink)
    widget.place(box.inset(page.mm(2)).whole(), page.theme.height)
    page.touch(box, "pad:signature", _nothing, page.words("sign.here"), role="pad")


def _without_ink(page: Page, rect: Rect) -> Rect:
    """Who cannot write with a finger, or does not see the field, confirms by a button."""
    words = page.words("sign.without_ink")
    high = page.block(words, rect.w - page.mm(8), "body", True, 1.2).height + page.mm(5)
    row, rest = rect.foot(max(page.theme.target + page.mm(3), high), page.mm(6))
    button(page, row, Button("without:ink", words, SignWithoutInk(), "quiet"), "body")
    return rest


def _nothing() -> None:
    """The pad itself takes the strokes."""
