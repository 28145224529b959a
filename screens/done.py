"""The number, the code, the paper. What is only held here has another colour and another word, never "submitted"."""

from __future__ import annotations

from kiosk.numbers import grouped
from kiosk.text import message
from kiosk.visit.intents import AnotherItem, Do, Next
from kiosk.visit.views import DoneView
from screens.geometry import Rect
from screens.lettering import Block
from screens.page import Page
from screens.widgets.buttons import Button, actions, button_row
from screens.widgets.frame import frame, with_above
from screens.widgets.notes import Note, draw_note, note_height
from screens.widgets.paper_motion import LEAST_MM, comes_out
from screens.widgets.qr import qr

_LOOK = {
    "submitted": ("good", "check"),
    "held": ("warn", "cloud-upload"),
    "answered": ("good", "check"),
    "certified": ("good", "check"),
    "voided": ("warn", "file-off"),
    "paid": ("good", "check"),
    "decided": ("good", "check"),
    "declined": ("warn", "info-circle"),
    "unsettled": ("warn", "clock-hour-4"),
}
_PAPER = {
    "printing": ("printer", "blue"),
    "printed": ("receipt", "good"),
    "unprinted": ("printer-off", "warn"),
    "unsure": ("printer", "warn"),
}
_WITHOUT_NUMBER = ("voided",)  # what has no effect has nothing to be kept


def draw(page: Page, view: DoneView) -> None:
    body = frame(page)
    if view.paper != "printing":
        body = _buttons(page, body, view)
    body = with_above(page, body)
    notes = _notes(page, view)
    if page.landscape and (notes or _numbered(view)):
        left, right = body.left(body.w * 0.42, page.mm(14))
        high = _outcome_height(page, left, view, _lines_that_fit(page, left, view))
        _outcome(page, Rect(left.x, left.y + max(0, (left.h - high) / 2), left.w, high), view)
        _beside(page, right, view, notes)
        return
    _below_each_other(page, body, view, notes)


def _buttons(page: Page, body: Rect, view: DoneView) -> Rect:
    """What comes next is the main one: after what went wrong that is not a rating."""
    words = {"unsettled": "noted"}.get(view.outcome, "rate")
    rate = Button("intent:next", page.words(f"button.{words}"), Next(), "primary")
    more = Button("intent:another", page.words("button.another"), AnotherItem(), share=0.62)
    if view.outcome == "voided":
        rate = Button(rate.name, rate.label, rate.action, share=0.62)
        more = Button(more.name, more.label, more.action, "primary")
        return actions(page, body, more, rate, back=False)
    look = Button("do:signed", page.say(message("signed.screen.look")), Do("signed"), icon="signature")
    beside = [look] if view.shows_signed and page.landscape else []
    body = actions(page, body, rate, *beside, more, back=False)
    if view.shows_signed and not page.landscape:
        row, body = body.foot(page.theme.action, page.mm(5))
        button_row(page, row, [look])
    return body


# ---- what became of it --------------------------------------------------------------------------
_NEVER = 9  # what is only held here is never left out


def _below(page: Page, view: DoneView) -> list[tuple[int, str]]:
    """The lines, each with its place among those that may be left out: the receipt says where what was signed is found,
    and what comes next; of what is only held here that goes before the item's name."""
    held = view.outcome == "held"
    lines = [(1 if held else 2, page.say(view.title))]
    if held:
        lines.append((_NEVER, page.words("done.held_hint")))
    if view.next_step is not None:
        lines.append((2 if held else 1, page.say(view.next_step)))
    if view.signed is not None and not view.shows_signed:
        lines.append((0, page.say(view.signed)))
    return lines


def _lines_that_fit(page: Page, rect: Rect, view: DoneView, below: float = 0) -> list[str]:
    """Where the page is too low for all and what stands `below`, some are left out."""
    ranked = _below(page, view)
    lines = [line for _, line in ranked]
    for rank in range(_NEVER):
        if _outcome_height(page, rect, view, lines) <= rect.h - below:
            break
        lines = [line for at, line in ranked if at > rank]
    return lines


def _disc(page: Page) -> int:
    return page.mm(26 if page.landscape and page.theme.senior else 34 if page.landscape else 42)


def _outcome_height(page: Page, rect: Rect, view: DoneView, lines: list[str]) -> float:
    title = page.block(page.words(f"done.{view.outcome}"), rect.w, "title", True)
    return (
        _disc(page)
        + page.mm(11)
        + title.height
        + sum(page.block(line, rect.w, "body", leading=1.4).height for line in lines)
    )


def _outcome(page: Page, rect: Rect, view: DoneView, below: float = 0) -> Rect:
    tint, icon = _LOOK[view.outcome]
    lines = _lines_that_fit(page, rect, view, below + page.mm(9) if below else 0)
    colours = page.palette
    size = _disc(page)
    place, rest = rect.top(size, page.mm(8))
    disc = place.middle(size, size).whole()
    ink = colours.tint(tint).ink
    page.box(disc, ink, None, radius=size // 2)
    page.icon(icon, disc.middle(size * 0.56, size * 0.56), colours.paper, 2.6)
    words = page.words(f"done.{view.outcome}")
    title = page.block(words, rest.w, "title", True)
    strip, rest = rest.top(title.height, page.mm(3))
    page.text(strip, words, "title", True, align="center", role="heading")
    for line in lines:
        strong = line == page.words("done.held_hint")
        block = page.block(line, rest.w, "body", strong, 1.4)
        strip, rest = rest.top(block.height)
        page.text(strip, line, "body", strong, colours.ink if strong else colours.soft, "center", leading=1.4)
    return rest.top(page.mm(9))[1]


# ---- its number ---------------------------------------------------------------------------------
def _numbered(view: DoneView) -> bool:
    return view.outcome not in _WITHOUT_NUMBER


def _number_parts(page: Page, width: float, view: DoneView, hinted: bool) -> tuple[float, float, Block]:
    """Width of the words, height of the number, the hint: what the card's height follows from. `hinted`: there is
    room to say what the code is for."""
    words_w = width - page.mm(12) - page.theme.pick(56, 60) - page.mm(6)
    number_h = page.theme.size("button") * 1.3
    number_h *= len(page.block(grouped(view.number), words_w, "button", True).lines)
    return words_w, number_h, page.block(page.words("done.scan") if hinted else "", words_w, "body", leading=1.35)


def _number_height(page: Page, width: float, view: DoneView, hinted: bool = True) -> float:
    if not _numbered(view):
        return 0
    _, number_h, hint = _number_parts(page, width, view, hinted)
    words = page.theme.size("body") * 1.35 + number_h + (page.mm(2) + hint.height if hinted else 0)
    least = page.theme.pick(66, 70) if hinted or not page.landscape else page.mm(52)
    return max(least, words + page.mm(10))


def _number(page: Page, rect: Rect, view: DoneView, hinted: bool = True) -> Rect:
    if not _numbered(view):
        return rect
    colours = page.palette
    card, rest = rect.top(_number_height(page, rect.w, view, hinted), page.mm(6))
    page.card(card)
    words_w, number_h, hint = _number_parts(page, rect.w, view, hinted)
    code = card.inset(page.mm(6), page.mm(5)).left(page.theme.pick(56, 60))[0]
    qr(page, code, view.code)
    label_h = page.theme.size("body") * 1.35
    high = label_h + number_h + (page.mm(2) + hint.height if hinted else 0)
    block = Rect(card.right - page.mm(6) - words_w, card.y + (card.h - high) / 2, words_w, high)
    strip, block = block.top(label_h)
    page.text(strip, page.words(f"done.number_{view.outcome}"), "body", False, colours.soft, leading=1.25)
    strip, block = block.top(number_h, page.mm(2))
    page.text(strip, grouped(view.number), "button", True, leading=1.3, role="number")
    if hinted:
        page.text(block, page.words("done.scan"), "body", False, colours.soft, leading=1.35)
    return rest


# ---- what must not be overlooked, and the paper -------------------------------------------------
def _notes(page: Page, view: DoneView) -> list[Note]:
    notes = []
    if view.heed is not None:
        notes.append(Note(view.heed.icon, "warn", page.say(view.heed.title), page.say(view.heed.body), large=False))
    slip = view.paper in ("printing", "printed")
    if view.sheet and view.paper != "printing":
        key = "both" if slip else "sheet"
        hint = "sheet_left" if view.reminders and not slip else f"{key}_hint"
        words = (page.words(f"done.{key}"), page.words(f"done.{hint}"))
        notes.append(Note("file-certificate", "good", *words, urgent=True, picture="sheet"))
        if slip:
            return notes
    if view.paper != "unprinted" or view.problem is not None:  # a query without a receipt has no paper to speak of
        icon, tint = _PAPER[view.paper]
        hint = page.say(view.problem) if view.problem is not None else page.words(f"done.{view.paper}_hint")
        title = page.words(f"done.{view.paper}")
        picture = "receipt" if slip else ""
        notes.append(Note(icon, tint, title, hint, urgent=view.paper == "printed", picture=picture))
    return notes


def _notes_height(page: Page, width: float, notes: list[Note], inside: bool = False, small: bool = False) -> float:
    return sum(page.mm(6) + note_height(page, width, note, inside, small) for note in notes)


def _draw_notes(page: Page, rect: Rect, notes: list[Note], inside: bool = False, small: bool = False) -> None:
    """The picture of the paper fills what is left, where that is enough."""
    for note in notes:
        card, rect = rect.top(note_height(page, rect.w, note, inside, small), page.mm(6))
        draw_note(page, card, note, inside, small)
    picture = next((note.picture for note in notes if note.picture), "")
    if picture and not inside and rect.h >= page.mm(LEAST_MM):
        comes_out(page, rect.middle(rect.w, min(rect.h, page.mm(100))), picture)


def _beside(page: Page, rect: Rect, view: DoneView, notes: list[Note]) -> None:
    """The picture of where the paper lies goes before what the code is for; with little room it stands in its card."""
    has_picture = any(note.picture for note in notes)
    ways = [(True, False, True), (False, False, True), (True, True, False), (False, True, False), (False, False, False)]
    ways = ways if has_picture else [(True, False, False), (False, False, False)]

    def used(hinted: bool, inside: bool, small: bool) -> float:
        return _number_height(page, rect.w, view, hinted) + _notes_height(page, rect.w, notes, inside, small)

    hinted, inside, below, small = next(
        (
            (hinted, inside, below, small)
            for small in (False, True)
            for hinted, inside, below in ways
            if used(hinted, inside, small) + (page.mm(LEAST_MM + 10) if below else 0) <= rect.h
        ),
        (False, False, False, True),
    )
    if not below:
        rect = rect.middle(rect.w, used(hinted, inside, small))
    _draw_notes(page, _number(page, rect, view, hinted), notes, inside, small)


def _below_each_other(page: Page, body: Rect, view: DoneView, notes: list[Note]) -> None:
    lines = [line for rank, line in _below(page, view) if rank]
    whole = page.mm(5) + _outcome_height(page, body, view, lines) + page.mm(9)
    small = whole + _number_height(page, body.w, view, False) + _notes_height(page, body.w, notes) > body.h
    below = _notes_height(page, body.w, notes, small=small)
    least = _number_height(page, body.w, view, False) + below
    if not least:  # nothing but what became of it: a little above the middle
        body = body.top(max(0, (body.h - whole) * 0.4))[1]
    body = _outcome(page, body.top(page.mm(5))[1], view, least)
    body = _number(page, body, view, _number_height(page, body.w, view) + below <= body.h)
    _draw_notes(page, body, notes, small=small)
